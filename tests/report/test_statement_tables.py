"""Statements on a terminal: marks in colour that stay in their column."""

from __future__ import annotations

import re

import pytest
from wcwidth import wcswidth

from compare.report.colours import painted
from compare.report.difference import clipped
from compare.report.table import grid

CODE = re.compile(r"\x1b\[[0-9;]*m")
ROWS = [
    (
        "港口邮报",
        "Ida Renn, said",
        "“We will not close the north quay before the ice comes and the ferries are laid up”",
    ),
    (
        "Northern Wire",
        "Paul Osk, said",
        "“We will [-not close the north quay before the ice-] {+shut it if it+} comes”",
    ),
    (
        "",
        "",
        "↳ altered; a NOT lost or added; another NUMBER, which is a NAME that no SPEAKER has, but long enough to wrap",
    ),
    (
        "Harbour Post",
        "NUMBER ten",
        "“NOT in this column – NOT here, and if a line begins with a dash – NUMBER is no note”",
    ),
]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_colours_change_no_letter_and_are_off_at_every_lines_end(width: int) -> None:
    plain = grid(ROWS, ("outlet", "speaker, cue", "words"), width, narrow=20)
    shown = painted(plain, ("NOT", "NUMBER"))
    assert CODE.sub("", shown) == plain
    for line, bare in zip(shown.split("\n"), plain.split("\n"), strict=True):
        assert wcswidth(bare) <= width
        codes = CODE.findall(line)
        assert not codes or codes[-1] == "\x1b[0m"


def test_only_what_is_marked_is_coloured() -> None:
    shown = painted(grid(ROWS, ("outlet", "speaker, cue", "words"), 300), ("NOT", "NUMBER"))
    assert "\x1b[31m[-not close the north quay before the ice-]\x1b[0m" in shown
    assert "\x1b[32m{+shut it if it+}\x1b[0m" in shown
    assert shown.count("\x1b[1;31mNOT\x1b[0m") == 1
    assert shown.count("\x1b[1;31mNUMBER\x1b[0m") == 1
    assert "“NOT in this column – NOT here" in shown


def test_a_mark_that_a_cut_leaves_open_is_closed() -> None:
    assert clipped("We will [-not close the north quay-] now", 22).endswith("…-]")
    assert clipped("We will [-not-] close the north quay", 30).count("-]") == 1


def test_a_table_without_marks_or_rule_is_left_as_it_is() -> None:
    assert painted("nothing", ("NOT",)) == "nothing"
