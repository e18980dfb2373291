"""The words of a quotation: where they stand, and what is made equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.model import Span
from compare.statements.words import MAX_WORDS, american, words_of


def keys(text: str) -> list[str]:
    return [word.key for word in words_of(text, [Span(0, len(text))])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("won’t", "will not"),
        ("can't", "cannot"),
        ("gonna", "going to"),
        ("the U.S.", "the United States"),
        ("the US", "the U.S."),
        ("20%", "twenty per cent"),
        ("1,500", "one thousand five hundred"),
        ("2.5bn", "2.5 billion"),
        ("co-operation", "cooperation"),
        ("[w]hen", "When"),
        ("café", "cafe"),
        ("programmes", "program"),
    ],
)
def test_house_style_is_made_equal(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"), [("US", "us"), ("will", "won't"), ("500", "50"), ("2.5 billion", "2.5 million")]
)
def test_meaning_is_not(one: str, other: str) -> None:
    assert keys(one) != keys(other)


@pytest.mark.parametrize(
    ("british", "us"),
    [("organisation", "organization"), ("labour", "labor"), ("centre", "center"), ("travelled", "traveled")],
)
def test_british_and_american_spelling_meet(british: str, us: str) -> None:
    assert american(british) == american(us)


def test_brackets_and_ellipses_are_seen() -> None:
    text = "He [the mayor] knew … nothing"
    found = words_of(text, [Span(0, len(text))])
    assert [word.inserted for word in found] == ["", "[", "[", "", ""]
    assert [word.resumes for word in found] == [False, False, False, False, True]


@given(st.text(alphabet="ab n't’'[]().…%-$1,0 USué\u00ad\n", max_size=80), st.integers(0, 40), st.integers(0, 40))
def test_words_stand_in_order_within_the_span(text: str, start: int, length: int) -> None:
    span = Span(min(start, len(text)), min(start + length, len(text)))
    found = words_of(text, [span])
    assert all(span.start <= word.start < word.end <= span.end for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)
    assert all(word.key for word in found)


def test_an_endless_quotation_is_cut() -> None:
    text = "word " * 5_000
    assert len(words_of(text, [Span(0, len(text))])) == MAX_WORDS
