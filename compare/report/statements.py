"""Statements as tables: an outlet a row, who is quoted and how, what differs, and the words with the difference marked.

Takes statements with what they name, and a width in columns. Gives text. Knows nothing of the rest of a report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from compare.language.tokens import words
from compare.model import (
    ALERTS,
    Article,
    Change,
    ChangeKind,
    Event,
    Link,
    Quotation,
    Recurrence,
    Report,
    Span,
    Statement,
)
from compare.report.chains import chains
from compare.report.colours import NOTE, painted
from compare.report.difference import clipped, unmarked, word_difference
from compare.report.table import count, grid
from compare.report.text import clip, day
from compare.statements.negation import is_negation
from compare.statements.words import words_of

_CHANGES: Mapping[ChangeKind, str] = {
    "cut_start": "cut at the start",
    "cut_middle": "cut in the middle",
    "cut_end": "cut at the end",
    "inserted": "words inserted",
    "substituted": "other words",
    "inflection": "another form of a word",
    "spelling": "spelling",
    "polarity": "a NOT lost or added",
    "number": "another NUMBER",
    "modality": "another MODAL",
    "quantifier": "another QUANTITY",
    "name": "another NAME",
    "speaker": "another SPEAKER",
    "attribution": "another kind of source",
}
_DISCLOSED: Mapping[ChangeKind, str] = {
    "cut_middle": "cut in the middle, shown by …",
    "inserted": "words inserted in brackets",
    "substituted": "brackets for other words",
}
_SHOUTED = ("NOT", "NUMBER", "MODAL", "QUANTITY", "NAME", "SPEAKER")
_TOLD = 6  # words of what is cut that are looked for elsewhere in an article
_AROUND = 80  # characters of a very long quotation on either side of what others have of it
_NARROW = 20  # columns for an outlet and for a speaker, so that the words have the room
_LONG = 400  # characters of a statement that are printed


class Known(NamedTuple):
    """What is looked up by id: articles and quotations, and of an interrupted quotation all parts, the first one first."""

    articles: Mapping[str, Article]
    said: Mapping[str, Quotation]
    parts: Mapping[str, Sequence[Quotation]]

    def whole(self, quotation: Quotation) -> str:
        """Give the words of a quotation that the reporter interrupted, its parts joined; of any other, its own."""
        return " … ".join(part.text.rstrip(",") for part in self.parts[quotation.id]) or quotation.text

    def head(self, name: str) -> str:
        """Give the id of the first part of the quotation ``name``: all its parts are one row."""
        return self.parts[name][0].id


def known_of(report: Report) -> Known:
    """Give what the tables of a report look up."""
    articles = {article.id: article for article in report.articles}
    return Known(articles, {quotation.id: quotation for quotation in report.quotations}, chains(report.quotations))


def most_telling_first(statements: Sequence[Statement]) -> list[Statement]:
    """Sort statements by their alerts, and then by how many quotations they have."""

    def weight(statement: Statement) -> int:
        alerts = sum(change.kind in ALERTS for link in statement.links for change in link.changes)
        return 10 * alerts + len(statement.quotations)

    return sorted(statements, key=lambda s: (-weight(s), s.id))


def statement_table(
    statement: Statement, known: Known, width: int, *, colour: bool, named: Mapping[str, str] | None = None
) -> str:
    """Give the table of one statement, its longest form first; ``named`` gives what to call the outlet of an article.

    Each quotation of the statement is in a row. Who prints the words of a row with the same verb shares it.
    """
    anchor = known.said[statement.anchor]
    shown = _window(statement, anchor, known)
    rows: dict[tuple[str, str, str], list[str]] = {}
    for name in dict.fromkeys(known.head(name) for name in statement.quotations):
        quotation = known.said[name]
        article = known.articles[quotation.article]
        outlet = clip((named or {}).get(article.id) or outlet_of(article), 24)
        what = _difference(statement, name, known, named or {})
        row = (_by(quotation), _words(quotation, shown, known, anchor=name == known.head(anchor.id)), what)
        alike = (r for r in rows if r[0] == row[0] and what in {"", "verbatim"} and r[2] in {"", "verbatim"})
        same = next((r for r in alike if words(r[1]) == words(row[1]) or what == "verbatim"), row)
        rows.setdefault(same, []).append(outlet)
    table: list[tuple[str, ...]] = []
    for (by, text, what), outlets in rows.items():
        table.append(("; ".join(dict.fromkeys(outlets)), by, text))
        table += [("", "", f"{NOTE} {what}")] if what else []
    printed = grid(table, ("outlet", "speaker, cue", "words, the longest form first"), width, narrow=_NARROW)
    return painted(printed, _SHOUTED) if colour else printed


def outlet_of(article: Article) -> str:
    """Give who publishes an article, or where nobody says so what else tells it from others."""
    return article.outlet or (f"– ({article.agency})" if article.agency else f"– {article.title or article.id}")


def _difference(statement: Statement, name: str, known: Known, named: Mapping[str, str]) -> str:
    """Give what is told of a quotation: how it differs from the anchor, or else from another one, which is named."""
    own, head = {part.id for part in known.parts[name]}, known.head(statement.anchor)
    if name == head:
        return ""
    links = [link for link in statement.links if own & {link.a, link.b}]
    order = {known.head(other): n for n, other in reversed([*enumerate(statement.quotations)])}

    def other(link: Link) -> str:
        return known.head(link.b if link.a in own else link.a)

    links.sort(key=lambda link: (other(link) != head, order.get(other(link), 0)))
    if not links:
        return ""  # a copy, or words that an article has twice
    told = _what(links[0], known, known.said[name].article)
    if other(links[0]) == head or told == "verbatim":
        return told
    beside = known.articles[known.said[other(links[0])].article]
    return f"{told} (beside {clip(named.get(beside.id) or outlet_of(beside), 24)})"


def _window(statement: Statement, anchor: Quotation, known: Known) -> str:
    """Give the words of the anchor; of a very long one those that the others have, with some on either side."""
    whole = known.whole(anchor)
    if len(whole) <= _LONG or len(known.parts[anchor.id]) > 1:
        return whole
    start, end = anchor.span.end, anchor.span.start
    for link in statement.links:
        if anchor.id in {link.a, link.b}:
            spans = {
                c.kind: c.a if link.a == anchor.id else c.b for c in link.changes if c.kind in {"cut_start", "cut_end"}
            }
            before, behind = spans.get("cut_start"), spans.get("cut_end")
            start = min(start, before.end if before else anchor.span.start)
            end = max(end, behind.start if behind else anchor.span.end)
    text = known.articles[anchor.article].text
    first, past = max(anchor.span.start, start - _AROUND), min(anchor.span.end, end + _AROUND)
    if start >= end or (first == anchor.span.start and past == anchor.span.end):
        return whole
    first = text.find(" ", first) + 1 if first > anchor.span.start else first
    past = text.rfind(" ", first, past) if past < anchor.span.end else past
    return ("… " if first > anchor.span.start else "") + text[first:past] + (" …" if past < anchor.span.end else "")


def _by(quotation: Quotation) -> str:
    return clip(f"{quotation.speaker or 'nobody named'}, {quotation.cue or '–'}", 60)


def _what(link: Link | Recurrence, known: Known, article: str = "") -> str:
    told: dict[str, None] = {}
    for change in link.changes:
        if change.kind != "cue":  # its own column shows it
            told[_named(link, change, known, article)] = None
    return "; ".join([link.relation, *told])


def _named(link: Link | Recurrence, change: Change, known: Known, article: str) -> str:
    """Name a change; what is cut at an end may stand elsewhere in the ``article`` that cuts it."""
    if change.disclosed and change.kind in _DISCLOSED:
        return _DISCLOSED[change.kind]
    a, b = (link.a, link.b) if isinstance(link, Link) else (link.earlier, link.later)
    texts = [
        known.articles[known.said[name].article].text[span.start : span.end] if span else ""
        for name, span in ((a, change.a), (b, change.b))
    ]
    if change.kind == "polarity" and not any(map(_denies, texts)):
        return "an OPPOSITE"
    if change.kind in {"cut_start", "cut_end"} and article in known.articles:
        cut = words(texts[0] or texts[1])[:_TOLD]
        if len(cut) > 2 and f" {' '.join(cut)} " in _in_words(known.articles[article].text):
            return f"{_CHANGES[change.kind]}, told elsewhere"
    return _CHANGES[change.kind]


def _denies(text: str) -> bool:
    return any(is_negation(word) for word in words_of(text, [Span(0, len(text))]))


@lru_cache(maxsize=64)  # an article's statements stand together
def _in_words(text: str) -> str:
    return f" {' '.join(words(text))} "


def _words(quotation: Quotation, shown: str, known: Known, *, anchor: bool) -> str:
    """Give a quotation's words, those that differ from the longest form marked; reported speech is not comparable so."""
    if quotation.kind == "indirect":
        return clip(unmarked(quotation.text), _LONG)
    whole = known.whole(quotation)
    text = unmarked(shown if anchor else whole)
    return f"“{clipped(text if anchor else word_difference(shown, whole), 2 * _LONG if anchor else _LONG)}”"


def statement_reports(report: Report, width: int, *, colour: bool = False, across_events: bool = False) -> str:
    """Give the statements of each event, the most telling first, and what comes again in later events, if asked for."""
    known = known_of(report)
    by_event: dict[str, list[Statement]] = {}
    for statement in report.statements:
        by_event.setdefault(statement.event, []).append(statement)
    parts = [
        _event(event, by_event[event.id], known, width, colour=colour)
        for event in report.events
        if event.id in by_event
    ]
    parts = parts or ["No statement stands in two outlets."]
    if report.recurrences:
        parts.append(again_table(report.recurrences, known, width, colour=colour))
    elif across_events:
        parts.append("No words of an earlier event come again.")
    return "\n\n\n".join(parts)


def _event(event: Event, statements: Sequence[Statement], known: Known, width: int, *, colour: bool) -> str:
    heading = clip(f"{event.id} · {count(len(statements), 'statement')} · {event.title or '–'}", width)
    tables = (statement_table(s, known, width, colour=colour) for s in most_telling_first(statements))
    return "\n\n".join([heading, *tables])


def again_table(found: Sequence[Recurrence], known: Known, width: int, *, colour: bool) -> str:
    """Give a table of what comes again: the earlier article, the later one, and what differs."""
    headers = ("published", "days", "outlet", "speaker, cue", "words")
    text = grid([*_rows(found, known)][:-1], headers, width, narrow=_NARROW)
    return "Words of an earlier event that come again\n" + (painted(text, _SHOUTED) if colour else text)


def _rows(found: Sequence[Recurrence], known: Known) -> Iterator[tuple[str, ...]]:
    for one in found:
        earlier, later = known.said[one.earlier], known.said[one.later]
        before = known.whole(earlier)
        for quotation, text in ((earlier, unmarked(before)), (later, word_difference(before, known.whole(later)))):
            article = known.articles[quotation.article]
            days = f"{one.days:.0f}" if quotation is later else ""
            outlet = clip(outlet_of(article), 24)
            yield day(article), days, outlet, _by(quotation), f"“{clipped(text, _LONG)}”"
        yield "", "", "", "", f"{NOTE} {_what(one, known)}"
        yield "", "", "", "", ""
