"""The tables of cases in this folder, and what holds for any text."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.model import Article, Quotation
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
