"""What raises an alert between two versions of an utterance, and what does not: a table that a person can read.

``alerts.txt`` holds, under each heading, lines of two versions and the alerts that a careful editor would raise between
them; ``-`` says that they are two utterances.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from compare.model import ALERTS, Article, Change, Event, Quotation, Span
from compare.statements import align

TABLE = (Path(__file__).parent / "alerts.txt").read_text(encoding="utf-8")
SECTIONS = [section.split("\n", 1) for section in TABLE.strip().removeprefix("== ").split("\n\n== ")]


def changes(a: str, b: str) -> tuple[Change, ...] | None:
    articles, quotations = [], []
    for name, words in (("a", a), ("b", b)):
        text = f"“{words},” Ivo Marek said."
        at = text.rindex("Ivo Marek")
        articles.append(Article(name, text, outlet=f"The {name}"))
        quotations.append(
            Quotation(
                name, name, Span(1, 1 + len(words)), words, "direct",
                "Ivo Marek", Span(at, at + 9), "said", Span(at + 10, at + 14), "A",
            )
        )  # fmt: skip
    links = [link for s in align(Event("e", ("a", "b"), None), quotations, articles) for link in s.links]
    return links[0].changes if links else None


def told(found: tuple[Change, ...] | None) -> str:
    return "-" if found is None else " ".join(sorted({change.kind for change in found} & ALERTS))


@pytest.mark.parametrize(("heading", "rows"), SECTIONS, ids=[heading for heading, _ in SECTIONS])
def test_the_alerts_are_those_that_an_editor_would_raise(heading: str, rows: str) -> None:
    wrong = []
    for row in rows.splitlines():
        a, b, expected = (cell.strip() for cell in f"{row} ".split(" | "))
        for one, other in ((a, b), (b, a)):
            if told(changes(one, other)) != expected:
                wrong.append(f"{one} | {other} | {told(changes(one, other))}, not {expected}")
    assert wrong == []
