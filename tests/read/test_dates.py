"""Dates and times as pages write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.model import Published
from compare.read.dates import complete, find_date, find_dates, open_date, parse_date

WRITTEN = {
    "06 Oct 2031 12:10:26 GMT9": "2031-10-06T12:10:26+09:00",
    "06 Oct 2031 12:10 GMT+3": "2031-10-06T12:10:00+03:00",
    "issued May 30, 2031": "2031-05-30",
    "2031-09-06 12:46:30": "2031-09-06T12:46:30",
    "2031-09-06T12:46:30+02:00": "2031-09-06T12:46:30+02:00",
    "July 12, 2031 / 8:42 AM / 2 years ago": "2031-07-12T08:42:00",
    "Updated 24 April 2031": "2031-04-24",
    "11:27 17.11.2031": "2031-11-17T11:27:00",
    "Mon, 23 Feb 2032 13:48:51 GMT": "2032-02-23T13:48:51+00:00",
    "12 May 2031 10:42 BST": "2031-05-12T10:42:00+01:00",
    "May 5, 2031 at 3:15 p.m. EDT": "2031-05-05T15:15:00-04:00",
    "5th of May, 2031": "2031-05-05",
    "Sept. 5, 2031": "2031-09-05",
    "25/12/2031": "2031-12-25",
    "2031/10/06": "2031-10-06",
    "12 May 2031, 10.42 IST": "2031-05-12T10:42:00",
    "5 May 2031, 10:42 by Ana Bell": "2031-05-05T10:42:00",
    "5 May 2031 at 10:42 in Lindal": "2031-05-05T10:42:00",
    "5 May 2031, 15:30 hrs": "2031-05-05T15:30:00",
    "2031-05-05 10:42:00.123": "2031-05-05T10:42:00.123000",
    "10:42 GMT 5 May 2031": "2031-05-05T10:42:00+00:00",
    "5 May 2031 24:75": "2031-05-05",
}


@pytest.mark.parametrize(("text", "iso"), WRITTEN.items(), ids=WRITTEN)
def test_a_date_is_read_to_what_it_says(text: str, iso: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.iso == iso
    assert found.precision == ("minute" if "T" in iso else "day")


@pytest.mark.parametrize("text", ["05/06/2031", "31 April 2031", "March 14", "version 1.2.2031.4", "99/99/2031", ""])
def test_what_is_no_date_or_could_be_two_is_none(text: str) -> None:
    assert find_date(text) is None


def test_a_field_may_hold_a_year_or_a_month() -> None:
    assert parse_date("2031") == Published("2031", "year")
    assert parse_date("2031-05") == Published("2031-05", "month")
    assert parse_date("soon") is None


def test_a_date_without_a_year_has_month_and_day() -> None:
    assert open_date("PORT ELIN, March 14 /VNA/.") == (3, 14)
    assert open_date("On March 14, 2031") is None


def test_a_year_is_inferred_where_a_full_date_and_the_weekday_settle_it() -> None:
    text = "The treaty of February 3, 2031 is in force."
    assert complete(3, 14, text, "on Friday") == Published("2031-03-14", "day", inferred=True)
    assert complete(1, 9, text, "on Friday") == Published("2032-01-09", "day", inferred=True)
    assert complete(3, 14, text, "late on Thursday") is None


def test_a_year_stays_open_where_nothing_settles_it() -> None:
    old = "It was founded on May 3, 1998."
    assert complete(3, 14, "No date at all.", "on Friday") is None
    assert complete(3, 14, old, "on Monday") is None  # a Monday neither in 1998 nor in 1999
    assert complete(3, 14, old, "no weekday") is None
    assert complete(2, 30, old, "on Friday") is None


@given(st.text(alphabet=st.sampled_from("0123456789/-.: MayGTU,Z+"), max_size=80))
def test_any_text_may_stand_where_a_date_could(text: str) -> None:
    for start, end, published in find_dates(text):
        assert 0 <= start < end <= len(text)
        assert published.iso[:4].isdigit()
