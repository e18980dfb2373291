"""Statements as tables: an outlet a row, who is quoted and how, what differs, and the words with the difference marked.

Takes statements with what they name, and a width in columns. Gives text. Knows nothing of the rest of a report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from compare.model import Article, ChangeKind, Event, Link, Quotation, Recurrence, Report, Statement
from compare.report.colours import painted
from compare.report.difference import clipped, word_difference
from compare.report.table import count, grid, who
from compare.report.text import clip, day

ALERTS: frozenset[ChangeKind] = frozenset({"polarity", "number", "modality", "quantifier", "name", "speaker"})
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
_NARROW = 20  # columns for an outlet and for a speaker, so that the words have the room
_LONG = 400  # characters of a statement that are printed


class Known(NamedTuple):
    """What is looked up by id: articles and quotations, and of an interrupted quotation all parts."""

    articles: Mapping[str, Article]
    said: Mapping[str, Quotation]
    parts: Mapping[str, Sequence[Quotation]]

    def whole(self, quotation: Quotation) -> str:
        """Give the words of a quotation that the reporter interrupted, its parts joined; of any other, its own."""
        return " … ".join(part.text.rstrip(",") for part in self.parts[quotation.id]) or quotation.text


def known_of(report: Report) -> Known:
    """Give what the tables of a report look up."""
    articles = {article.id: article for article in report.articles}
    chains: dict[str, list[Quotation]] = {}
    for quotation in sorted(report.quotations, key=lambda q: (q.article, q.span)):
        chain = chains.get(quotation.continues or "", [])
        chain.append(quotation)
        chains[quotation.id] = chain
    return Known(articles, {quotation.id: quotation for quotation in report.quotations}, chains)


def most_telling_first(statements: Sequence[Statement]) -> list[Statement]:
    """Sort statements by their alerts, and then by how many quotations they have."""

    def weight(statement: Statement) -> int:
        alerts = sum(change.kind in ALERTS for link in statement.links for change in link.changes)
        return 10 * alerts + len(statement.quotations)

    return sorted(statements, key=lambda s: (-weight(s), s.id))


def statement_table(
    statement: Statement, known: Known, width: int, *, colour: bool, named: Mapping[str, str] | None = None
) -> str:
    """Give the table of one statement, its longest form first; ``named`` gives what to call the outlet of an article."""
    links = {
        name: link for link in statement.links if statement.anchor in (link.a, link.b) for name in (link.a, link.b)
    }
    anchor = known.said[statement.anchor]
    rows: dict[tuple[str, str, str], list[str]] = {}
    for name in (statement.anchor, *(q for q in statement.quotations if q in links and q != statement.anchor)):
        quotation = known.said[name]
        what = "" if quotation is anchor else _what(links[name])
        row = (_by(quotation), _words(quotation, anchor, known), what)
        # Who prints the longest form word for word, with the same verb, shares its row.
        same = next((r for r in rows if r[0] == row[0] and what == "verbatim" and r[2] in {"", "verbatim"}), row)
        article = known.articles[quotation.article]
        rows.setdefault(same, []).append(clip((named or {}).get(article.id) or who(article), 24))
    table: list[tuple[str, ...]] = []
    for (by, words, what), outlets in rows.items():
        table.append(("; ".join(dict.fromkeys(outlets)), by, words))
        table += [("", "", f"– {what}")] if what else []
    text = grid(table, ("outlet", "speaker, cue", "words, the longest form first"), width, narrow=_NARROW)
    return painted(text, _SHOUTED) if colour else text


def _by(quotation: Quotation) -> str:
    return clip(f"{quotation.speaker or 'nobody named'}, {quotation.cue or '–'}", 60)


def _what(link: Link | Recurrence) -> str:
    told: dict[str | None, None] = {}
    for change in link.changes:
        if change.kind != "cue":  # its own column shows it
            told[_DISCLOSED.get(change.kind) if change.disclosed else _CHANGES[change.kind]] = None
    return "; ".join([link.relation, *filter(None, told)])


def _words(quotation: Quotation, anchor: Quotation, known: Known) -> str:
    """Give a quotation's words, those that differ from the longest form marked; reported speech is not comparable so."""
    if quotation.kind == "indirect":
        return clip(quotation.text, _LONG)
    whole = known.whole(quotation)
    text = whole if anchor.kind == "indirect" else word_difference(known.whole(anchor), whole)
    return f"“{clipped(text, _LONG)}”"


def statement_reports(report: Report, width: int, *, colour: bool = False) -> str:
    """Give the statements of each event, the most telling first, and what comes again in later events."""
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
        parts.append(_again(report.recurrences, known, width, colour=colour))
    return "\n\n\n".join(parts)


def _event(event: Event, statements: Sequence[Statement], known: Known, width: int, *, colour: bool) -> str:
    heading = clip(f"{event.id} · {count(len(statements), 'statement')} · {event.title or '–'}", width)
    tables = (statement_table(s, known, width, colour=colour) for s in most_telling_first(statements))
    return "\n\n".join([heading, *tables])


def _again(found: Sequence[Recurrence], known: Known, width: int, *, colour: bool) -> str:
    """Give a table of what comes again: the earlier article, the later one, and what differs."""
    text = grid(_rows(found, known), ("published", "outlet", "speaker, cue", "words"), width, narrow=_NARROW)
    return "Words of an earlier event that come again\n" + (painted(text, _SHOUTED) if colour else text)


def _rows(found: Sequence[Recurrence], known: Known) -> Iterator[tuple[str, str, str, str]]:
    for one in found:
        earlier, later = known.said[one.earlier], known.said[one.later]
        for quotation, words in (
            (earlier, known.whole(earlier)),
            (later, word_difference(known.whole(earlier), known.whole(later))),
        ):
            article = known.articles[quotation.article]
            published = day(article) + (f" ({one.days:.0f} days later)" if quotation is later else "")
            yield published, clip(who(article), 24), _by(quotation), f"“{clipped(words, _LONG)}”"
        yield "", "", "", f"– {_what(one)}"
