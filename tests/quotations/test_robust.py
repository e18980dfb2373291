"""What holds for the texts of the fixtures however they are cut, damaged or moved."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_quotations import check, found

import compare
from compare.language.sentences import paragraphs
from compare.model import Quotation, Span

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
