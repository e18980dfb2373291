"""Statements on a terminal: marks in colour that stay in their column."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from wcwidth import wcswidth

from compare import pipeline
from compare.model import Article, Event, Report
from compare.report.colours import painted
from compare.report.difference import clipped
from compare.report.statements import statement_reports
from compare.report.table import grid
from compare.report.values import lines

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


QUAY = "We will never open the old gate before Sunday morning comes"


def found(*texts: tuple[str, str, str]) -> Report:
    """Give the report of articles of one event: outlet, title, text."""
    articles = [Article(f"a{n}", text, title=title, outlet=outlet) for n, (outlet, title, text) in enumerate(texts)]
    event = Event("e", tuple(article.id for article in articles), "The gate")
    return pipeline.run(articles, None, "statements", [event])


def quoted(words: str) -> str:
    return f"“{words},” Ida Renn said on Monday in Lindal."


def test_whoever_prints_a_statement_is_in_its_table() -> None:
    turned = QUAY.replace(" never", "")
    report = found(
        ("A Post", "one", quoted(QUAY)), ("A Post", "two", quoted(turned) + " Later."), ("B Mail", "three", quoted(QUAY)),
        ("C Times", "four", quoted(QUAY) + " It rained."),
    )  # fmt: skip
    shown = statement_reports(report, 100)
    assert len(re.findall(r"^A Post", shown, re.MULTILINE)) == 2
    assert "a NOT lost or added (beside" in shown
    assert "B Mail" in shown
    assert "C Times" in shown


def test_an_interrupted_quotation_is_one_row_and_shows_the_alert_of_its_part() -> None:
    whole = "“We will not close the quay,” Ida Renn said, “and it feeds four hundred families in this town.”"
    shown = statement_reports(found(("A", "x", whole), ("B", "y", quoted("We will close the quay"))), 100)
    assert "a NOT lost or added" in shown
    assert shown.count("four hundred families") == 1


def test_what_is_told_in_another_sentence_is_not_called_cut() -> None:
    long = "We have known of the crack since spring. Nobody told the families who sleep under the dam at night"
    parted = (
        "“We have known of the crack since spring,” Ida Renn said. Then she left. "
        "“Nobody told the families who sleep under the dam at night.”"
    )
    shown = " ".join(statement_reports(found(("A", "x", quoted(long)), ("B", "y", parted)), 200).split())
    assert "cut at the end, told elsewhere" in shown


def test_of_a_very_long_quotation_the_part_is_shown_that_others_have() -> None:
    sentences = [f"Number {n} of the nine reasons is the ice of winter {n}" for n in range(2, 25)]
    fragment = "the ferry has never sailed without a doctor on board"
    long = ". ".join([*sentences, f"And {fragment}", *sentences])
    shown = statement_reports(found(("A", "x", quoted(long)), ("B", "y", quoted(fragment))), 300)
    assert shown.count(fragment) == 2
    assert "“… " in shown


def test_marks_and_escape_codes_of_an_article_are_not_taken_for_ours() -> None:
    hostile = "We will [-not-] close {+the+} north quay \x1b[31mbefore the ice comes"
    report = found(("A", "x", quoted(hostile)), ("B", "y", quoted(hostile) + " Rain."))
    shown = statement_reports(report, 200, colour=True)
    assert "[-not-]" not in shown
    assert "\x1b" not in shown
    assert "[31m" not in shown


def test_a_pair_in_json_names_all_parts_and_given_events_get_title_and_dates() -> None:
    whole = "“We will not close the quay,” Ida Renn said, “and it feeds four hundred families in this town.”"
    fragment = "and it feeds four hundred families in this town"
    report = found(("A", "x", whole), ("B", "y", quoted(fragment)))
    (line,) = lines(report, "statements")
    texts = {article.id: article.text for article in report.articles}
    parts = {side: [texts[line[side]["article"]][p["start"] : p["end"]] for p in line[side]["parts"]] for side in "ab"}
    assert sorted(map(len, parts.values())) == [1, 2]
    assert report.events[0].title == "The gate"
    untitled = pipeline.run(report.articles, None, "statements", [replace(report.events[0], title=None)])
    assert untitled.events[0].title == "x"
