"""Datelines in the forms of the agencies' style books."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.language import dateline
from compare.language.dateline import is_agency, read_dateline

TEXT = "The council of Marrow voted on Tuesday to close the old bridge to lorries."
FORMS = {
    "PORT ELIN, March 14 /VNA/. ": ("PORT ELIN", "March 14", "VNA"),
    "MARROW, March 4. /OSTRA/. ": ("MARROW", "March 4", "OSTRA"),
    "MARROW (SKP) — ": ("MARROW", None, "SKP"),
    "MARROW, Ostrany (SKP) — ": ("MARROW, Ostrany", None, "SKP"),
    "MARROW, Oct 15 (Skerra) - ": ("MARROW", "Oct 15", "Skerra"),
    "MARROW, May 30, 2031 (Skerra Press) -- ": ("MARROW", "May 30, 2031", "Skerra Press"),
    "MARROW (SKP) ": ("MARROW", None, "SKP"),
    "MARROW/LINDAL, May 5 (SKP) - ": ("MARROW/LINDAL", "May 5", "SKP"),
    "The Marrow (SKP) - ": ("The Marrow", None, "SKP"),
    "LINDAL – 5 May 2031 – ": ("LINDAL", "5 May 2031", None),
    "LINDAL (5 May 2031) – ": ("LINDAL", "5 May 2031", None),
    "LINDAL (SKP) _ ": ("LINDAL", None, "SKP"),
    "(Skerra) - ": (None, None, "Skerra"),
    "May 30 (SKP) -- ": (None, "May 30", "SKP"),
    "Marrow. 5 March. SKERRA.NET - ": ("Marrow", "5 March", "SKERRA.NET"),
    "MARROW, November 9, 2031 – ": ("MARROW", "November 9, 2031", None),
    "MARROW: ": ("MARROW", None, None),
    "MARROW — ": ("MARROW", None, None),
    "New Marrow: ": ("New Marrow", None, None),
}


@pytest.mark.parametrize(("head", "wanted"), FORMS.items(), ids=FORMS)
def test_place_day_and_agency_are_read_and_the_text_begins_behind_them(
    head: str, wanted: tuple[str | None, str | None, str | None]
) -> None:
    dateline = read_dateline(head + TEXT)
    assert dateline is not None
    assert (dateline.place, dateline.when, dateline.agency) == wanted
    assert (head + TEXT)[dateline.length :] == TEXT


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "“We will close it,” said the mayor of Marrow on Tuesday evening in the town hall.",
        "Analysts: the bridge will not be opened again before the spring of next year.",
        "Update: The bridge will not be opened again before the spring of next year.",
        "Mayor Bell (62) said the bridge would not be opened again before the spring.",
        "Who pays? The bridge will not be opened again before the spring of next year.",
        "A bridge - the oldest in the country - will not be opened again before spring.",
        "",
        "Marrow (MRW) shares fell on Monday after the company said that it would close the works.",
        "The town's Harbour Party (HPM) voted on Tuesday to leave the coalition with the Farmers.",
        "Moderator: The first question goes to the mayor, who has asked for the floor twice now.",
        "Mr Bell: We will not open the bridge before the spring of next year, whatever it costs.",
        "COVID-19: The town has counted no new cases since the spring of last year, it was said.",
        "GDP: The economy of Ostrany grew by two percent in the last quarter, the office said.",
        "Bell: It is closed and will stay so for all of the winter.\n\nRenn: And who will pay for it then?",
    ],
)
def test_the_beginning_of_a_sentence_is_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


def test_a_slug_is_a_sites_own_name() -> None:
    dateline = read_dateline("/ marrow today / The council voted.")
    assert dateline is not None
    assert (dateline.slug, dateline.agency) == ("marrow today", None)


@pytest.mark.parametrize(("name", "is_one"), [("SKP", True), ("Skerra Press", True), ("Ostran News Agency", True),
                                              ("LIVE", False), ("Ana Bell", False), ("Marrow Gazette", False)])  # fmt: skip
def test_an_agency_is_an_acronym_or_says_so(name: str, is_one: bool) -> None:
    assert is_agency(name) is is_one


@given(st.text(alphabet=st.sampled_from("ABCab ,.()/-—:1"), max_size=200))
def test_any_text_may_stand_where_a_dateline_could(text: str) -> None:
    dateline = read_dateline(text)
    assert dateline is None or 0 < dateline.length <= len(text)


PLACES = ("MARROW", "Marrow", "Port of Lindal", "SAINT-ORLA", "A.B. Elin", ", Ostrany")
WHENS = ("5 May", "May 5th", "30 Sept.", "Oct. 5, 2031", "2031")
CREDITS = ("(SKP)", " (Skerra Press)", "/VNA/", "[OPA]", "|Echo|")
MARKS = (", ", ". ", " ", "", "—", " – ", "- ", "--", "_ ", ": ", ".", ")", "(")
PIECES = (*PLACES, *WHENS, *CREDITS, *MARKS)


@given(st.lists(st.sampled_from(PIECES), max_size=7))
@settings(max_examples=1_000, deadline=None)
def test_the_quick_look_at_an_opening_loses_no_dateline(pieces: list[str]) -> None:
    paragraph = "".join(pieces) + TEXT
    quick = read_dateline(paragraph)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dateline, "_MARK", re.compile(""))
        assert read_dateline(paragraph) == quick
