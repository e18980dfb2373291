"""The report of each event, the outlets side by side, for a terminal.

Takes a ``Report`` and a width in columns. Gives text that a pipe, a mail or a screen can show. Knows nothing of files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import NamedTuple

from click import style

from compare.model import (
    Article,
    Column,
    CopyGroup,
    Event,
    Framing,
    Quotation,
    Report,
    Statement,
    Voice,
)
from compare.report.statements import Known, again_table, known_of, most_telling_first, statement_table
from compare.report.table import alone_line, count, grid, who
from compare.report.text import clip, day, one_line

_UNKNOWN = "unknown outlet"
_STATEMENTS, _ALONE, _VOICES = 5, 3, 12  # how many of a kind are printed before the rest is only counted


class _Known(NamedTuple):
    """What the sections look up, and how wide and colourful they are."""

    values: Known
    width: int
    colour: bool

    @property
    def articles(self) -> Mapping[str, Article]:
        return self.values.articles

    @property
    def said(self) -> Mapping[str, Quotation]:
        return self.values.said

    def strong(self, text: str) -> str:
        return style(text, bold=True) if self.colour else text


def event_reports(report: Report, width: int, *, colour: bool = False) -> str:
    """Give the reports of all events that more than one article tells of, the most covered first, and what stands alone."""
    known = _Known(known_of(report), max(40, width), colour)
    framings = {framing.event: framing for framing in report.framings}
    statements: dict[str, list[Statement]] = {}
    for statement in report.statements:
        statements.setdefault(statement.event, []).append(statement)
    several = [event for event in report.events if len(event.articles) > 1]
    several.sort(key=lambda e: (-len(framings[e.id].columns), -len(e.articles), e.first or "~", e.id))
    parts = ["\n".join(_event(e, framings[e.id], statements.get(e.id, []), report.copies, known)) for e in several]
    alone = len(report.events) - len(several)
    parts += [alone_line(alone)] if alone else []
    parts += [again_table(report.recurrences, known.values, known.width, colour=colour)] if report.recurrences else []
    return "\n\n\n".join(parts)


def _event(
    event: Event, framing: Framing, statements: Sequence[Statement], copies: Sequence[CopyGroup], known: _Known
) -> Iterator[str]:
    title = clip(event.title or "(no title)", known.width)
    span = " to ".join(dict.fromkeys(moment[:10] for moment in (event.first, event.last) if moment)) or "undated"
    columns = framing.columns
    yield known.strong("=" * known.width)
    yield known.strong(title)
    facts = (span, count(len(event.articles), "article"), _voices_of_the_press(columns), f"event {event.id}")
    yield from wrap(" · ".join(facts), known.width)
    yield from _same_text(event, copies, known)
    yield from _headlines(columns, known)
    if len(columns) < 2:
        return
    yield from _heard(columns, known)
    yield from _said_by_several(statements, columns, known)
    yield from _alone(columns, known)
    yield from _left_out(framing, statements, known)


def _voices_of_the_press(columns: Sequence[Column]) -> str:
    """Count the columns as what they are: outlets, families of one text, articles that name no outlet."""
    return count(len(columns), "outlet") if all(len(c.outlets) == 1 for c in columns) else count(len(columns), "column")


def _heading(text: str, known: _Known) -> Iterator[str]:
    yield ""
    yield known.strong(text)


def _same_text(event: Event, copies: Sequence[CopyGroup], known: _Known) -> Iterator[str]:
    for group in copies:
        members = [known.articles[name] for name in group.articles if name in event.articles]
        if len(members) > 1:
            first = known.articles[group.original]
            others = Counter(who(article, _UNKNOWN) for article in members if article.id != first.id)
            named = ", ".join(name if number == 1 else f"{name} ({number} times)" for name, number in others.items())
            told = f"One text, counted as one voice: {who(first, _UNKNOWN)} (earliest or longest); also {named}."
            yield from wrap(one_line(told), known.width)


def _headlines(columns: Sequence[Column], known: _Known) -> Iterator[str]:
    yield from _heading("Headlines and leads", known)
    rows = []
    for column in columns:
        for headline in column.headlines:
            article = known.articles[headline.article]
            outlet = article.outlet or column.name
            lead = article.text[headline.lead.start : headline.lead.end] if headline.lead else ""
            teaser = "[teaser] " if article.kind == "teaser" else ""
            rows.append((clip(outlet, 40), day(article), f"{teaser}{headline.title or '(no title)'}"))
            rows.append(("", "", f"  – {clip(lead, 170)}"))
    yield grid(rows, ("outlet", "published", "headline, and the lead under it"), known.width)


def _heard(columns: Sequence[Column], known: _Known) -> Iterator[str]:
    yield from _heading("Who is heard: quotations(quoted words)+reported speech", known)
    speakers: dict[str, int] = {}
    for column in columns:
        for voice in column.voices:
            speakers[voice.speaker] = speakers.get(voice.speaker, 0) + voice.words
    if not speakers:
        yield "Nobody is quoted by name or title."
        return
    letters = {column.id: chr(65 + i) if i < 26 else str(i + 1) for i, column in enumerate(columns)}
    rows: list[tuple[str, ...]] = []
    ranked = sorted(speakers, key=lambda name: (-speakers[name], name))
    for speaker in ranked[:_VOICES]:
        found = ({v.speaker: v for v in column.voices}.get(speaker) for column in columns)
        rows.append((clip(speaker, 44), *(_amount(voice, known) if voice else "–" for voice in found)))
    if len(ranked) > _VOICES:
        rows.append((f"… and {len(ranked) - _VOICES} more", *("" for _ in columns)))
    if any(column.unattributed for column in columns):
        rows.append(("(nobody named)", *(str(column.unattributed or "–") for column in columns)))
    if sum(len(column.name) for column in columns) > known.width // 2:
        yield grid(rows, ("speaker", *letters.values()), known.width)
        yield from wrap("; ".join(f"{letters[c.id]} = {one_line(c.name)}" for c in columns), known.width)
    else:
        yield grid(rows, ("speaker", *(one_line(column.name) for column in columns)), known.width)


def _amount(voice: Voice, known: _Known) -> str:
    """Give ``3(51)`` for three quotations of 51 words, ``+2`` behind it for two sentences of reported speech."""
    quoted = sum(known.said[name].kind != "indirect" for name in voice.quotations)
    reported = len(voice.quotations) - quoted
    return (f"{quoted}({voice.words})" if quoted else "") + (f"+{reported}" if reported else "")


def _said_by_several(statements: Sequence[Statement], columns: Sequence[Column], known: _Known) -> Iterator[str]:
    if not statements:
        return
    yield from _heading("The same statement in several outlets", known)
    place = {name: known.articles[name].outlet or column.name for column in columns for name in column.articles}
    ranked = most_telling_first(statements)
    for number, statement in enumerate(ranked[:_STATEMENTS], 1):
        if number > 1:
            yield ""
        yield statement_table(statement, known.values, known.width, colour=known.colour, named=place)
    if len(ranked) > _STATEMENTS:
        yield f"… and {len(ranked) - _STATEMENTS} more (newscompare statements lists them)."


def _alone(columns: Sequence[Column], known: _Known) -> Iterator[str]:
    yield from _heading("In one outlet alone", known)
    rows = []
    for column in columns:
        said = [known.said[name] for name in column.only_quotations]
        said.sort(key=lambda q: (q.kind == "indirect", -len(q.text), q.id))
        for nth, quotation in enumerate(said[:_ALONE]):
            words = f"{_by(quotation)}: {_quoted(quotation, 230, known)}"
            rows.append((clip(column.name, 40) if nth == 0 else "", words))
        if len(said) > _ALONE:
            rows.append(("", f"… and {count(len(said) - _ALONE, 'more quotation')}"))
    if rows:
        yield grid(rows, ("outlet", "quotations that no other outlet here carries"), known.width)
    else:
        yield "Every quotation stands in several outlets."


def _by(quotation: Quotation) -> str:
    """Give who says something; for reported speech also the verb, which may deny it."""
    who = quotation.speaker or "nobody named"
    verb = quotation.cue if quotation.kind == "indirect" and quotation.cue else ""
    return f"{who} {verb}" if verb.isalpha() else who


def _quoted(quotation: Quotation, length: int, known: _Known) -> str:
    """Give the words in quotation marks; reported speech, which is the reporter's wording, without."""
    words = clip(known.values.whole(quotation), length)
    return words if quotation.kind == "indirect" else f"“{words}”"


def _left_out(framing: Framing, statements: Sequence[Statement], known: _Known) -> Iterator[str]:
    yield from _heading("Left out: what at least two others carry", known)
    names = {column.id: column.name for column in framing.columns}
    anchors = {statement.id: statement.anchor for statement in statements}
    rows = []
    for omission in framing.omissions:
        anchor = known.said[anchors[omission.what]] if omission.kind == "statement" else None
        words = f"{_by(anchor)}: {_quoted(anchor, 150, known)}" if anchor else omission.what
        rows.append(
            (clip(names[omission.column], 30), omission.kind, words, ", ".join(names[c] for c in omission.carriers))
        )
    if rows:
        yield grid(rows, ("outlet", "kind", "leaves out", "carried by"), known.width)
    elif len(framing.columns) < 3:
        why = "Cannot be told of two outlets: it takes two others that carry a thing. See “In one outlet alone”."
        yield from wrap(why, known.width)
    else:
        yield "Nothing that two others carry."
