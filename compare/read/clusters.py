"""A given clustering: the lines that ``newscompare events`` prints.

Takes a path. Gives ``Event`` values. Knows nothing of how events are found.
"""

from __future__ import annotations

from collections.abc import Container

import orjson

from compare.errors import InputError
from compare.model import Event
from compare.read.dates import parse_date
from compare.read.sources import Source


def read_events(path: str, known: Container[str], missing: list[str] | None = None) -> list[Event]:
    """Read events, keeping of each the articles in ``known``; the others are put into ``missing``.

    Raises ``InputError`` naming the line that is no event, or that puts an article into a second one.
    """
    events: list[Event] = []
    place: dict[str, int] = {}
    with Source(path).open() as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            event = _event(line, path, number)
            for article in event.articles:
                if place.setdefault(article, number) != number:
                    raise InputError(
                        path, f"article {article!r} stands in the event of line {place[article]} too", number
                    )
            members = tuple(article for article in event.articles if article in known)
            if missing is not None:
                missing += (article for article in event.articles if article not in known)
            if members:
                events.append(Event(event.id, members, event.title, event.first, event.last))
    return events


def _event(line: bytes, path: str, number: int) -> Event:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InputError(path, f"not valid JSON: {error.msg} at character {error.pos + 1}", number) from None
    name = record.get("id", record.get("event")) if isinstance(record, dict) else None
    articles = record.get("articles") if isinstance(record, dict) else None
    if (
        not isinstance(name, str | int)
        or not isinstance(articles, list)
        or not all(isinstance(a, str) for a in articles)
    ):
        raise InputError(path, 'an event needs an "id" and a list of article ids, "articles"', number)
    title, *dates = (
        record.get(key) if isinstance(record.get(key), str) else None for key in ("title", "first", "last")
    )
    first, last = (published.iso if (published := parse_date(date or "")) else None for date in dates)
    return Event(str(name), tuple(dict.fromkeys(articles)), title, first, last)
