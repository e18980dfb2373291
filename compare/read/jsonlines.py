"""JSON lines: one article a line.

Takes a stream of lines. Gives articles, and an error for each line that is none. Knows nothing of pages.

``text`` is kept to the character. The lines that ``newscompare read`` prints are read back as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import IO, Any

import orjson

from compare.errors import InputError
from compare.language.dateline import read_dateline
from compare.model import Article, Origin, Published
from compare.read.dates import parse_date
from compare.read.identity import content_id
from compare.settings import ReadSettings

_NESTED = 100  # what is deeper cannot be written out again
_STRINGS = ("title", "outlet", "agency", "author", "dek", "url", "place", "language")
_OURS = frozenset(
    (
        *_STRINGS,
        "id",
        "text",
        "kind",
        "truncated",
        "published",
        "date",
        "published_precision",
        "published_inferred",
        "origin",
        "extra",
    )
)

_NONE: dict[str, Any] = dict.fromkeys(_OURS)


def read(stream: IO[bytes], path: str, settings: ReadSettings) -> Iterator[tuple[Article | InputError, bytes | None]]:
    """Read articles line by line, each with its line; a broken one is an error with its number, and the rest goes on."""
    for number, line in _lines(stream, settings.max_line_bytes):
        if line is None:
            limit = f"{settings.max_line_bytes / 1e6:g} MB"
            why = f"longer than {limit}; raise max_line_bytes under [read] in the settings"
            yield InputError(path, why, number), None
        elif line.strip():
            yield _article(line, number, path, settings.fields), line


def _lines(stream: IO[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        whole = line.endswith(b"\n") or len(line) <= limit
        yield number, line.removeprefix(b"\xef\xbb\xbf") if whole else None
        while not whole and line and not line.endswith(b"\n"):
            line = stream.readline(limit)


def _article(line: bytes, number: int, path: str, names: Mapping[str, str]) -> Article | InputError:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return InputError(path, f"not valid JSON: {error.msg} at character {error.pos + 1}", number)
    if not isinstance(record, dict):
        return InputError(path, f"a line must be a JSON object, not {_kind(record)}", number)
    for value in record.values():
        if isinstance(value, dict | list) and _depth(value) >= _NESTED:
            return InputError(path, f"objects nested more than {_NESTED} deep", number)
    fields = _fields(record, names)
    text = fields["text"]
    if not isinstance(text, str):
        wanted = names.get("text", "text")
        why = f"no {wanted!r} field" if text is None else f"{wanted!r} is {_kind(text)}, not a string"
        return InputError(path, f"{why}; another name can be given under [read.fields] in the settings", number)
    for name in _STRINGS:
        if not isinstance(fields[name], str | None):
            return InputError(path, f"{names.get(name, name)!r} is {_kind(fields[name])}, not a string", number)
    place, agency = fields["place"] or None, fields["agency"] or None
    if not (place and agency):
        dateline = read_dateline(text)
        if dateline is not None:  # the text stays as it is
            place, agency = place or dateline.place, agency or dateline.agency
    article = Article(
        id=_id(fields["id"]),
        text=text,
        title=fields["title"] or None,
        outlet=fields["outlet"] or None,
        agency=agency,
        author=fields["author"] or None,
        dek=fields["dek"] or None,
        published=_published(fields, record, names),
        url=fields["url"] or None,
        place=place,
        language=fields["language"] or None,
        kind="teaser" if fields["kind"] == "teaser" else "article",
        truncated=fields["truncated"] is True,
        origin=_origin(fields["origin"], path, number),
        extra=record | fields["extra"] if isinstance(fields["extra"], dict) else record,
    )
    return article if article.id else replace(article, id=content_id(article))


def _fields(record: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Take our fields out of a record; those that it does not have are None."""
    if names:
        found = {name: record.get(names.get(name, name)) for name in _OURS}  # one field of theirs may be two of ours
        for name in _OURS:
            record.pop(names.get(name, name), None)
        return found
    return _NONE | {name: record.pop(name) for name in _OURS & record.keys()}


def _depth(value: object) -> int:
    """Give how deep lists and objects are nested, without recursion."""
    level, depth = [value], 0
    while level and depth <= _NESTED:
        depth += 1
        level = [
            v
            for node in level
            if isinstance(node, dict | list)
            for v in (node.values() if isinstance(node, dict) else node)
        ]
    return depth


def _kind(value: object) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _id(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _published(fields: dict[str, Any], record: dict[str, Any], names: Mapping[str, str]) -> Published | None:
    """Read ``published``, else ``date``; one that cannot be read is kept with the unknown fields."""
    for name in ("published", "date"):
        value = fields[name]
        if value is None or value == "":
            continue
        published = parse_date(str(value))
        if published is None:
            record[names.get(name, name)] = value
            continue
        return replace(published, inferred=fields["published_inferred"] is True)
    return None


def _origin(value: object, path: str, number: int) -> Origin:
    item = value.get("item") if isinstance(value, dict) else None
    if isinstance(value, dict) and isinstance(value.get("file"), str) and type(item) is int and 0 <= item < 1 << 63:
        return Origin(value["file"], item)
    return Origin(path, number)
