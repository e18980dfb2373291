"""Wordings set against each other, and words made fit for a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.report.difference import unmarked, word_difference
from compare.report.table import grid
from compare.report.text import clip, one_line

LONGEST = "We will not close the north quay before the ice comes"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (LONGEST, LONGEST),
        ("We will close the north quay", "We will [-not-] close the north quay"),
        ("close the north quay before the ice comes", "close the north quay before the ice comes"),
        ("We will not close the south quay", "We will not close the [-north-]{+south+} quay"),
        ("They will not close the quay", "[-We-]{+They+} will not close the [-north-] quay"),
        ("We will not close the north quay in May", "We will not close the north quay [-before the-]{+in May+}"),
        ("We’ll not close the North Quay", "We’ll not close the North Quay"),
        ("We will not close [-the-] north quay", "We will not close [‑the‑] north quay"),
        ("Nothing of the sort", "[-not close-]{+Nothing of+} the [-north-]{+sort+}"),
        ("Wholly otherwise", "Wholly otherwise"),
    ],
)  # fmt: skip
def test_what_differs_is_marked_word_by_word(text: str, shown: str) -> None:
    assert word_difference(LONGEST, text) == shown


def test_a_number_in_words_is_no_difference() -> None:
    assert word_difference("11 incidents in four weeks", "Eleven incidents in 4 weeks") == "Eleven incidents in 4 weeks"


@given(
    st.text(alphabet=st.sampled_from("ab cd.,’“"), max_size=60),
    st.text(alphabet=st.sampled_from("ab cd.,’“"), max_size=60),
)
def test_no_word_of_the_text_is_lost(longest: str, text: str) -> None:
    shown = word_difference(longest, text)
    text = unmarked(text)
    while "[-" in shown:
        shown = shown[: shown.index("[-")] + shown[shown.index("-]") + 2 :]
    kept = shown.replace("{+", "").replace("+}", "")
    assert "".join(kept.split()) == "".join(one_line(text).split())


def test_control_characters_and_direction_marks_are_not_printed() -> None:
    assert one_line("a\x1b[2Jb\u202ec\n\td\x07") == "abc d"
    assert one_line("a\x1b]0;title\x07") == "a]0;title"


@given(st.text(max_size=80), st.integers(2, 40))
def test_clipped_text_is_never_longer(text: str, length: int) -> None:
    assert len(clip(text, length)) <= length


@given(st.lists(st.tuples(st.text(alphabet="ab c", max_size=60), st.text(alphabet="ab 中", max_size=60)), max_size=5))
def test_a_table_keeps_every_letter(rows: list[tuple[str, str]]) -> None:
    table = grid(rows, ("first", "second"), 40)
    body = table.split("\n", 2)[2] if rows else ""
    for letter in "abc中":
        assert body.count(letter) == sum(cell.count(letter) for row in rows for cell in row)
