"""The values as plain JSON: the contract of ``--format jsonl`` and of the report's document.

Takes values of the model. Gives dictionaries whose keys and order are stable. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from compare.model import (
    Article,
    Change,
    Column,
    CopyGroup,
    Event,
    Framing,
    Link,
    PairEvidence,
    Quotation,
    Recurrence,
    Report,
    Span,
    Statement,
)
from compare.report.chains import chains

Plain = dict[str, Any]


def article(value: Article) -> Plain:
    """Give an ``Article``."""
    published = value.published
    return {
        "id": value.id,
        "kind": value.kind,
        "outlet": value.outlet,
        "agency": value.agency,
        "title": value.title,
        "dek": value.dek,
        "author": value.author,
        "published": published.iso if published else None,
        "published_precision": published.precision if published else None,
        "published_inferred": published.inferred if published else False,
        "place": value.place,
        "language": value.language,
        "url": value.url,
        "truncated": value.truncated,
        "text": value.text,
        "origin": {"file": value.origin.file, "item": value.origin.item},
        "extra": dict(value.extra),
    }


def copy_group(value: CopyGroup) -> Plain:
    """Give a ``CopyGroup`` with its verified pairs."""
    pairs = [
        {"a": p.a, "b": p.b, "kind": p.kind, "jaccard": round(p.jaccard, 4), "containment": round(p.containment, 4)}
        for p in value.pairs
    ]
    return {"id": value.id, "articles": list(value.articles), "original": value.original, "pairs": pairs}


def event(value: Event) -> Plain:
    """Give an ``Event``."""
    return {
        "id": value.id,
        "articles": list(value.articles),
        "title": value.title,
        "first": value.first,
        "last": value.last,
        "strengths": [round(strength, 4) for strength in value.strengths],
        "terms": [{"text": term.text, "weight": round(term.weight, 4)} for term in value.terms],
        "merged": list(value.merged),
        "split_from": value.split_from,
    }


def evidence(value: PairEvidence) -> Plain:
    """Give a ``PairEvidence``."""
    numbers = {
        name: None if number is None else round(number, 4)
        for name in ("similarity", "trust", "days", "closeness", "window", "threshold", "average", "needed")
        for number in [getattr(value, name)]
    }
    terms = [{"text": one.text, "read_in": one.read_in, "weight": round(one.weight, 6)} for one in value.terms]
    told = {name: getattr(value, name) for name in ("a", "b", "same_event", "compared")}
    return told | {"voices": list(value.voices)} | numbers | {"terms": terms}


def quotation(value: Quotation) -> Plain:
    """Give a ``Quotation``; the quotation marks are outside ``start`` and ``end``."""
    return {
        "id": value.id,
        "article": value.article,
        "start": value.span.start,
        "end": value.span.end,
        "text": value.text,
        "kind": value.kind,
        "speaker": value.speaker,
        "speaker_start": value.speaker_span.start if value.speaker_span else None,
        "speaker_end": value.speaker_span.end if value.speaker_span else None,
        "cue": value.cue,
        "cue_start": value.cue_span.start if value.cue_span else None,
        "cue_end": value.cue_span.end if value.cue_span else None,
        "tier": value.tier,
        "continues": value.continues,
        "parent": value.parent,
    }


def pairs(value: Statement, said: Mapping[str, Quotation], parts: Mapping[str, Sequence[Quotation]]) -> Iterator[Plain]:
    """Give the aligned pairs of a ``Statement``, one a line; ``said`` maps ids to quotations, ``parts`` to their parts."""
    for link in value.links:
        sides = {"a": _side(said[link.a], parts), "b": _side(said[link.b], parts)}
        yield {"event": value.event, "statement": value.id, **sides, **_likeness(link)}


def _likeness(value: Link | Recurrence) -> Plain:
    changes = [_change(change) for change in value.changes]
    return {"relation": value.relation, "score": round(value.score, 4), "changes": changes}


def recurrence(
    value: Recurrence,
    said: Mapping[str, Quotation],
    parts: Mapping[str, Sequence[Quotation]],
    dates: Mapping[str, str | None],
) -> Plain:
    """Give a ``Recurrence``: ``a`` is the earlier quotation, ``b`` the later one, each with its article's date."""
    a, b = said[value.earlier], said[value.later]
    return {
        "event": value.event,
        "earlier_event": value.earlier_event,
        "a": _side(a, parts) | {"published": dates[a.article]},
        "b": _side(b, parts) | {"published": dates[b.article]},
        "days": round(value.days, 2),
        **_likeness(value),
    }


def statement(value: Statement) -> Plain:
    """Give a ``Statement`` whole, as the report's document holds it."""
    links = [{"a": link.a, "b": link.b, **_likeness(link)} for link in value.links]
    return {
        "id": value.id,
        "event": value.event,
        "anchor": value.anchor,
        "quotations": list(value.quotations),
        "links": links,
    }


def framing(value: Framing) -> Plain:
    """Give a ``Framing``."""
    omissions = [
        {"column": o.column, "kind": o.kind, "what": o.what, "carriers": list(o.carriers), "evidence": list(o.evidence)}
        for o in value.omissions
    ]
    return {"event": value.event, "columns": [_column(c) for c in value.columns], "omissions": omissions}


def _column(value: Column) -> Plain:
    return {
        "id": value.id,
        "name": value.name,
        "outlets": list(value.outlets),
        "articles": list(value.articles),
        "complete": value.complete,
        "headlines": [{"article": h.article, "title": h.title, "lead": _span(h.lead)} for h in value.headlines],
        "voices": [
            {"speaker": v.speaker, "quotations": list(v.quotations), "words": v.words, "share": round(v.share, 4)}
            for v in value.voices
        ],
        "unattributed": value.unattributed,
        "only_voices": list(value.only_voices),
        "only_quotations": list(value.only_quotations),
    }


def _side(value: Quotation, parts: Mapping[str, Sequence[Quotation]]) -> Plain:
    whole = [{"start": part.span.start, "end": part.span.end} for part in parts[value.id]]
    place = {"article": value.article, "start": value.span.start, "end": value.span.end, "parts": whole}
    return place | {"speaker": value.speaker}


def _change(value: Change) -> Plain:
    return {"kind": value.kind, "a": _span(value.a), "b": _span(value.b), "disclosed": value.disclosed}


def _span(value: Span | None) -> Plain | None:
    return None if value is None else {"start": value.start, "end": value.end}


def _headlines(value: Framing, words: Mapping[str, str]) -> Iterator[Plain]:
    del words
    for column in framing(value)["columns"]:
        for headline in column["headlines"]:
            yield {"event": value.event, "column": column["name"], **headline}


def _voices(value: Framing, words: Mapping[str, str]) -> Iterator[Plain]:
    del words
    for column in framing(value)["columns"]:
        for voice in column["voices"]:
            only = voice["speaker"] in column["only_voices"]
            yield {"event": value.event, "column": column["name"], **voice, "only_here": only}


def _omissions(value: Framing, words: Mapping[str, str]) -> Iterator[Plain]:
    """Give omissions with the columns' names; ``text`` is the words of a statement, or the name of a voice."""
    names = {column.id: column.name for column in value.columns}
    for omission in framing(value)["omissions"]:
        named = {"column": names[omission["column"]], "carriers": [names[c] for c in omission["carriers"]]}
        text = words.get(omission["what"], omission["what"])
        yield {"event": value.event, **omission, **named, "text": text}


FRAMING_PARTS: Mapping[str, Callable[[Framing, Mapping[str, str]], Iterator[Plain]]] = {
    "headlines": _headlines,
    "voices": _voices,
    "omissions": _omissions,
}


def lines(report: Report, stage: str, part: str | None = None) -> Iterator[Plain]:
    """Give what one stage found, an object a line; ``part`` names one kind of framing finding."""
    if stage == "read":
        yield from map(article, report.articles)
    elif stage == "copies":
        yield from map(copy_group, report.copies)
    elif stage == "events":
        yield from map(event, report.events)
    elif stage == "quotes":
        yield from map(quotation, report.quotations)
    elif stage == "statements":
        said = {q.id: q for q in report.quotations}
        parts = chains(report.quotations)
        for value in report.statements:
            yield from pairs(value, said, parts)
        yield from _recurrences(report)
    elif part is None:
        yield from map(framing, report.framings)
    else:
        said = {q.id: q for q in report.quotations}
        words = {statement.id: said[statement.anchor].text for statement in report.statements}
        for found in report.framings:
            yield from FRAMING_PARTS[part](found, words)


def _recurrences(report: Report) -> Iterator[Plain]:
    said = {q.id: q for q in report.quotations}
    dates = {a.id: a.published.iso if a.published else None for a in report.articles}
    parts = chains(report.quotations) if report.recurrences else {}
    yield from (recurrence(value, said, parts, dates) for value in report.recurrences)


def document(report: Report) -> Plain:
    """Give the whole report as one document, as ``report.schema.json`` describes it."""
    return {
        "version": report.version,
        "settings": report.settings,
        "articles": [*map(article, report.articles)],
        "copies": [*map(copy_group, report.copies)],
        "events": [*map(event, report.events)],
        "quotations": [*map(quotation, report.quotations)],
        "statements": [*map(statement, report.statements)],
        "framings": [*map(framing, report.framings)],
        "recurrences": [*_recurrences(report)],
    }


def dumps(value: Plain, *, indent: bool = False) -> bytes:
    """Give UTF-8 JSON with a line break at its end."""
    option = orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indent else 0)
    return orjson.dumps(value, option=option)
