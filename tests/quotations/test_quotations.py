"""The tables of cases in this folder, and what holds for any text and for the fixtures, however damaged."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import compare
from compare.language.sentences import paragraphs
from compare.model import Article, Quotation, Span
from compare.quotations import find_quotations

HERE = Path(__file__).parent
Case = tuple[str, str, list[str]]


def table(name: str, lines: int | None = None) -> list[Case]:
    """Read the cases of a file: title, text, what is expected."""
    cases: list[Case] = []
    for block in (HERE / name).read_text("utf-8").split("\n== ")[1:]:
        title, *rest = block.strip("\n").split("\n")
        last = (
            max((i for i, line in enumerate(rest) if line.count(" | ") < 2), default=0) + 1 if lines is None else lines
        )
        text = "\n".join(rest[:last]).replace("⏎", "\n").strip()
        cases.append((title, text, [line for line in rest[last:] if line]))
    return cases


def found(text: str) -> tuple[Quotation, ...]:
    return find_quotations(Article("a", text))


@pytest.mark.parametrize(("title", "text", "expected"), table("cases.txt"), ids=lambda value: str(value)[:60])
def test_each_way_of_attributing_is_read(title: str, text: str, expected: list[str]) -> None:
    rows = []
    for quotation, line in zip(found(text), [*expected, *[""] * 9], strict=False):
        beginning = line.rsplit(" | ", 1)[-1]
        shown = beginning if beginning and quotation.text.startswith(beginning) else quotation.text
        mark = "+ " if quotation.continues else "> " if quotation.parent else ""
        rows.append(
            f"{mark}{quotation.kind} | {quotation.speaker or '-'} | {quotation.cue or '-'} | {quotation.tier} | {shown}"
        )
    assert rows == expected


@pytest.mark.parametrize(("title", "text", "expected"), table("speakers.txt"), ids=lambda value: str(value)[:60])
def test_each_mention_is_resolved_only_where_it_is_safe(title: str, text: str, expected: list[str]) -> None:
    marked = [q for q in found(text) if q.kind != "indirect" and not q.parent]
    rows = [
        f"{q.speaker} | {text[q.speaker_span.start : q.speaker_span.end] if q.speaker_span else '-'} | {q.text}"
        for q in marked
    ]
    assert rows == expected


@pytest.mark.parametrize(("title", "text", "expected"), table("marks.txt", 1), ids=lambda value: str(value)[:60])
def test_each_stretch_in_marks_is_found(title: str, text: str, expected: list[str]) -> None:
    marked = [q for q in found(text) if q.kind != "indirect"]
    assert [("+ " if q.continues else "> " if q.parent else "") + q.text for q in marked] == expected


def check(text: str) -> None:
    quotations = found(text)
    ids = {q.id for q in quotations}
    assert len(ids) == len(quotations)
    assert all(text[q.span.start : q.span.end] == q.text for q in quotations)
    assert all(q.id == f"a:{q.span.start}-{q.span.end}" for q in quotations)
    assert all(q.continues is None or q.continues in ids for q in quotations)
    outer = {q.id: q for q in quotations if not q.parent}
    assert all(a.span.end <= b.span.start for a, b in pairwise(outer.values()))
    for q in quotations:
        parent = outer[q.parent].span if q.parent else q.span
        assert parent.start <= q.span.start <= q.span.end <= parent.end
        assert not q.parent or (q.span != parent and q.kind != "indirect")
    for q in quotations:
        assert (q.speaker is None) == (q.speaker_span is None)
        assert q.speaker is None or q.tier in {"A", "B", "C"}
        for span in (q.speaker_span, q.cue_span):
            assert span is None or 0 <= span.start < span.end <= len(text)
        assert q.cue_span is None or text[q.cue_span.start : q.cue_span.end] == q.cue


PIECES = [
    *"“”\"‘’'«»„,.:;?!—-()\n ",
    "``", "''", "…", " said ", "Ada Birk", "he", "the minister", "according to", "that", "12", "Mr.", "told", "adding",
    " and ", "word", "statement of", "was", "by", "’s",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_mixture_of_marks_cues_and_names_gives_valid_ordered_spans(text: str) -> None:
    check(text)


@given(st.text(max_size=200))
def test_any_text_gives_valid_ordered_spans(text: str) -> None:
    check(text)


WHOLE = (
    "“The bridge will open in May,” said Ada Birk, the mayor. “It is late,” she added.\n\n"
    "Ivo Marek told reporters that the toll was “a ‘gift’ to nobody”.\n\n“We know.\n\n“We go,” he said."
)


@pytest.mark.parametrize("at", [i for i, c in enumerate(WHOLE) if c in "“”‘’,.:"])
def test_deleting_any_mark_still_gives_valid_spans(at: int) -> None:
    check(WHOLE[:at] + WHOLE[at + 1 :])


@pytest.mark.parametrize(
    "piece",
    ["“", "”", '"', "'", "‘", "’", "«", "“a ", "a” ", ' "a', "'a ", "a' ", "said ", "said, ", "he said ", "he said, “a” ",
     "that ", "in had ", "x: “a” ", "Ada Birk, ", "Ada B", "the ministry said. ", "(", ")", ".", ". ", "a", " ", "\n", "1,",
     "quoting X as “a” said, ", "X said and “a” of ", "“a”\n", "“A. ", "A.”\n", "X said that ", "according to ", "— ",
     "his remark that "],
)  # fmt: skip
def test_two_hundred_thousand_characters_of_one_thing_are_read(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert all(text[q.span.start : q.span.end] == q.text for q in found(text))


def test_the_same_article_gives_the_same_quotations_whatever_came_before() -> None:
    first = found(WHOLE)
    found("Otto Birk said: “No.”")
    assert found(WHOLE) == first


def test_nobody_says_where_an_article_was_filed() -> None:
    text = "LINDAL, May 5 (SKP) - The old bridge will be closed until spring, the mayor said on Monday."
    (report,) = find_quotations(Article("a", text))
    assert report.text == "The old bridge will be closed until spring"


# What holds for the texts of the fixtures however they are cut, damaged or moved.
FIXTURES = Path(__file__).parents[2] / "fixtures"
MARK = re.compile(r"``|''|[“”„‟\"«»″‘’'‚‹›「」『』]")


@cache
def texts() -> tuple[str, ...]:
    paths = [FIXTURES / name for name in ("articles", "pages", "incoming.jsonl", "quay.jsonl")]
    return tuple(sorted({article.text for article in compare.read(paths)}))


a_text = st.deferred(lambda: st.sampled_from(texts()))


def without(text: str, mark: re.Match[str]) -> str:
    return text[: mark.start()] + text[mark.end() :]


def moved(quotation: Quotation, by: int) -> Quotation:
    def span(old: Span) -> Span:
        return Span(old.start + by, old.end + by)

    def name(old: str) -> str:
        return re.sub(r"\d+", lambda number: str(int(number[0]) + by), old)

    return replace(
        quotation,
        id=name(quotation.id),
        span=span(quotation.span),
        speaker_span=span(quotation.speaker_span) if quotation.speaker_span else None,
        cue_span=span(quotation.cue_span) if quotation.cue_span else None,
        continues=name(quotation.continues) if quotation.continues else None,
        parent=name(quotation.parent) if quotation.parent else None,
    )


def in_marks(quotations: Sequence[Quotation]) -> tuple[Quotation, ...]:
    return tuple(q for q in quotations if q.kind != "indirect")


def outside(quotations: Sequence[Quotation], paragraph: Span, by: int) -> list[tuple[int, str]]:
    """Give the stretches in marks that begin outside a paragraph, with the starts of those behind it moved by ``by``."""
    return [
        (q.span.start + by * (q.span.start > paragraph.end), q.text)
        for q in in_marks(quotations)
        if not paragraph.start <= q.span.start <= paragraph.end
    ]


@given(a_text, st.data())
@settings(max_examples=1000, deadline=None)
def test_a_text_cut_anywhere_gives_valid_spans(text: str, data: st.DataObject) -> None:
    check(text[: data.draw(st.integers(0, len(text)))])


def test_a_text_cut_before_or_after_any_mark_gives_valid_spans() -> None:
    for text in texts():
        for mark in MARK.finditer(text):
            check(text[: mark.start()])
            check(text[: mark.end()])


@given(a_text, st.data())
@settings(max_examples=200, deadline=None)
def test_a_text_without_some_of_its_marks_gives_valid_spans(text: str, data: st.DataObject) -> None:
    for mark in reversed(list(MARK.finditer(text))):
        text = text if data.draw(st.booleans()) else without(text, mark)
    check(text)


def test_a_missing_mark_changes_no_stretch_in_marks_outside_its_paragraph() -> None:
    for text in texts():
        whole = found(text)
        spans = list(paragraphs(text))
        for mark in MARK.finditer(text):
            here = next(span for span in spans if span.start <= mark.start() < span.end)
            size = mark.end() - mark.start()
            damaged = without(text, mark)
            check(damaged)
            assert outside(found(damaged), Span(here.start, here.end - size), size) == outside(whole, here, 0)


@given(a_text, st.data())
@settings(max_examples=200, deadline=None)
def test_no_quotation_reaches_over_the_end_of_its_paragraph(text: str, data: st.DataObject) -> None:
    marks = list(MARK.finditer(text))
    damaged = without(text, data.draw(st.sampled_from(marks))) if marks else text
    spans = list(paragraphs(damaged))
    for quotation in found(damaged):
        assert any(p.start <= quotation.span.start <= quotation.span.end <= p.end for p in spans)


@pytest.mark.parametrize("above", ["\n", "\n\n\n", "  \n"])
def test_a_text_moved_down_gives_the_same_quotations_moved(above: str) -> None:
    for text in texts():
        assert found(above + text) == tuple(moved(q, len(above)) for q in found(text))


def test_a_line_above_a_text_moves_all_that_it_has_in_marks() -> None:
    above = "The weather was fine.\n\n"
    for text in texts():
        assert in_marks(found(above + text)) == tuple(moved(q, len(above)) for q in in_marks(found(text)))


def test_the_same_text_gives_the_same_quotations_twice() -> None:
    assert [found(text) for text in texts()] == [found(text) for text in reversed(texts())][::-1]


@pytest.mark.parametrize(
    "text", ["A to warned of", "said known Says", "said that", "he told", "of", "said", "accused X of", "Q:", "X:"]
)
def test_a_text_that_ends_with_a_cue_gives_valid_spans(text: str) -> None:
    check(text)
