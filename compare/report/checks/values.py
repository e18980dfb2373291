"""The results of a check as JSON, as ``check.schema.json`` describes them.

Takes results and problems. Gives dictionaries, and bytes that can be printed anywhere. Knows nothing of documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from compare.errors import InputError
from compare.model import Article, CheckResult, Difference, Duplicate, Origin
from compare.report.checks.words import KINDS, Tally, whole

Plain = dict[str, Any]
_ESCAPED = re.compile(
    r"[\x7f-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
    r"|[\U000e0000-\U000e007f]"
    r"|#(?=#)"  # a CI runner takes ##[…] for a command
)


def result(value: CheckResult) -> Plain:
    """Give a ``CheckResult``."""
    article = value.article
    return {
        "origin": _origin(article.origin),
        "id": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "url": article.url,
        "published": article.published.iso if article.published else None,
        "kind": value.kind,
        "refused": value.refused,
        "duplicates": [_duplicate(known, article) for known in value.duplicates],
    }


def _duplicate(value: Duplicate, incoming: Article) -> Plain:
    return {
        "article": value.article,
        "kind": value.kind,
        "jaccard": round(value.jaccard, 4),
        "containment": round(value.containment, 4),
        "measured": value.measured,
        "shorter": value.shorter,
        "incoming": value.incoming,
        "outlet": value.outlet,
        "title": value.title,
        "published": value.published,
        "url": value.url,
        "origin": _origin(value.origin),
        "difference": _difference(value.difference, incoming.text) if value.difference else None,
    }


def _difference(value: Difference, text: str) -> Plain:
    span = value.here
    here = None if span is None else {"start": span.start, "end": span.end, "text": text[span.start : span.end]}
    return {"here": here, "there": value.there}


def _origin(value: Origin) -> Plain:
    return {"file": value.file, "item": value.item}


def problem(value: InputError) -> Plain:
    """Give what could not be read, or not whole."""
    return {"file": value.path, "line": value.line, "message": value.message, "lost": value.lost}


def summary(tally: Tally, problems: Sequence[InputError]) -> Plain:
    """Give how many articles were found to be what; ``problems`` counts all that is listed, also what is only a note."""
    return {
        "articles": tally.articles,
        "new": tally.new,
        "refused": tally.refused.total(),
        "allowed": tally.allowed.total(),
        "problems": len(problems),
        "kinds": {kind: tally.refused[kind] + tally.allowed[kind] for kind in KINDS},
    }


def encode(value: object) -> bytes:
    """Give UTF-8 JSON on one line; what could move a cursor, turn the writing or command a CI runner is escaped."""
    try:
        dumped = orjson.dumps(value)
    except orjson.JSONEncodeError:  # of the strings that reach this, only lone surrogates have no JSON
        dumped = orjson.dumps(_whole(value))
    return _ESCAPED.sub(_escape, dumped.decode()).encode()


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[i] << 8 | units[i + 1]:04x}" for i in range(0, len(units), 2))


def _whole(value: object) -> object:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {key: _whole(part) for key, part in value.items()}
    return [_whole(part) for part in value] if isinstance(value, list) else value


def array(values: Iterable[object]) -> Iterator[bytes]:
    """Give a JSON array piece by piece, a value a line."""
    before = b"["
    for value in values:
        yield before + b"\n" + encode(value)
        before = b","
    yield b"[]" if before == b"[" else b"\n]"
