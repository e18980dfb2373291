"""Which article of an index is in which event.

Takes articles by their numbers, events by their ids. Gives articles with their texts, and where they are. Knows nothing of
how events are found.

The table ``members`` is made when it is first asked for, so that an index without it goes on working. An article is its id:
of several revisions the latest whose text is kept counts, and stands in one event. Without its text an article takes no
part.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, cast

from compare.index.entries import named_keys, storable, unpack
from compare.index.scheme import demand_same_events, events_scheme_of
from compare.index.sums import row_sum, sum_anew
from compare.language.moments import day_of
from compare.model import PRECISIONS, Article, Origin, Published

if TYPE_CHECKING:
    from compare.index.database import Database
    from compare.index.entries import Entry
    from compare.settings import EventsSettings

_TABLE = (
    "CREATE TABLE IF NOT EXISTS members ("
    "article INTEGER PRIMARY KEY, event TEXT NOT NULL, day REAL, sum INTEGER NOT NULL)",
    "CREATE INDEX IF NOT EXISTS members_of_event ON members (event)",
    "CREATE INDEX IF NOT EXISTS members_of_day ON members (day)",
    "CREATE INDEX IF NOT EXISTS articles_without_text ON articles (number) WHERE text IS NULL",
)
_REVISIONS = """
SELECT a.number FROM postings p JOIN articles a ON a.number = p.article
WHERE p.key = ? AND a.id = ? AND a.text IS NOT NULL
"""
_SAME_WORDS = """
SELECT a.number FROM postings p JOIN articles a ON a.number = p.article
WHERE p.key = ? AND a.text IS NULL AND a.content = ? AND (a.id = ? OR a.url = ?)
"""
_LATER = """
SELECT id FROM articles WHERE number > (SELECT IFNULL(MAX(article), 0) FROM members) AND text IS NOT NULL
"""
_NAMES = "SELECT id FROM articles WHERE number IN (SELECT value FROM json_each(?))"
_THERE = "SELECT article FROM members WHERE article IN (SELECT value FROM json_each(?))"
_WHOLE = """
SELECT article FROM members WHERE event IN (
    SELECT event FROM members WHERE article IN (SELECT value FROM json_each(?)))
"""
_WITHIN = "SELECT article FROM members WHERE day BETWEEN ? AND ?"
_BEFORE = "SELECT article, day FROM members WHERE day <= ? ORDER BY day DESC, article DESC LIMIT ?"
_AFTER = "SELECT article, day FROM members WHERE day > ? ORDER BY day, article LIMIT ?"
_LAST = "SELECT day FROM members WHERE day IS NOT NULL ORDER BY article DESC LIMIT 1"
_UNDATED = "SELECT article FROM members WHERE day IS NULL ORDER BY article DESC LIMIT ?"
_ARTICLES = """
SELECT a.number, m.event, a.id, a.text, a.title, o.name, g.name, a.published, a.url, a.teaser, f.name, a.item
FROM articles a LEFT JOIN members m ON m.article = a.number LEFT JOIN names o ON o.number = a.outlet
LEFT JOIN names g ON g.number = a.agency JOIN names f ON f.number = a.file
WHERE a.number IN (SELECT value FROM json_each(?)) ORDER BY a.number
"""
_ALL = "SELECT m.event, a.id FROM members m JOIN articles a ON a.number = m.article ORDER BY m.event, a.id"


class _Row(NamedTuple):
    number: int
    event: str | None
    id: str
    text: bytes
    title: str | None
    outlet: str | None
    agency: str | None
    published: str | None
    url: str | None
    teaser: int
    file: str
    item: int


class Member(NamedTuple):
    """An article of the index: its number, the event that it is in or was in as its last revision, and what it says."""

    number: int
    event: str | None
    article: Article


class Members:
    """The articles of an index that take part in events. Made and used while the index is written."""

    def __init__(self, database: Database, settings: EventsSettings) -> None:
        """Make the table where there is none. Raises ``IndexMismatch`` where its events were found with other settings."""
        self._database = database
        wanted = events_scheme_of(settings)
        with database.told():
            for statement in _TABLE:
                database.execute(statement)
            demand_same_events(database.path, dict(database.execute("SELECT name, value FROM scheme")), wanted)
            database.connection.executemany("INSERT OR REPLACE INTO scheme VALUES (?, ?)", wanted.items())

    def __bool__(self) -> bool:
        return self._first("SELECT EXISTS (SELECT 1 FROM members)") == 1

    def without_text(self) -> int:
        """Give how many articles, revisions among them, are kept without their text."""
        return cast("int", self._first("SELECT COUNT(*) FROM articles WHERE text IS NULL"))

    def fill(self, entries: Iterable[Entry]) -> list[int]:
        """Put the texts of these in where the same words are kept without; give the numbers of those articles."""
        filled = []
        with self._database.told():
            for one in entries:
                url = one.url if one.made else None  # as where it is put in
                found = (self._numbers(_SAME_WORDS, (key, one.content, one.id, url)) for key in one.named)
                for number in sorted({*chain.from_iterable(found)}):
                    self._database.execute("UPDATE articles SET text = ? WHERE number = ?", (one.text, number))
                    sum_anew(self._database.connection, number)
                    filled.append(number)
        return filled

    def waiting(self, filled: Iterable[int]) -> set[int]:
        """Give the articles that came since events were last looked for, or were ``filled``, and are in none."""
        with self._database.told():
            later, named = self._database.execute(_LATER), self._database.execute(_NAMES, _json(filled))
            latest = {max(self.revisions(name)) for (name,) in chain(later.fetchall(), named.fetchall())}
            return latest.difference(self._numbers(_THERE, _json(latest)))

    def revisions(self, name: str) -> list[int]:
        """Give the numbers of an article's revisions whose text is kept."""
        name = storable(name)
        return self._numbers(_REVISIONS, (_key(name), name))

    def near(self, moments: Sequence[float], window: float, enough: int, undated: int) -> set[int]:
        """Give the members within ``window`` days of one of these moments, and the last ``undated`` ones without a day.

        The ``enough`` nearest in time to the middle one are among them; where no moment is given, nearest to the last
        article that came.
        """
        found: set[int] = set()
        with self._database.told():
            for start, end in _spells(moments, window):
                found.update(self._numbers(_WITHIN, (start, end)))
            middle = sorted(moments)[len(moments) // 2] if moments else self._first(_LAST)
            around = []
            for side in (_BEFORE, _AFTER):
                rows = self._database.execute(side, (middle, enough))
                around += [(abs(day - middle), article) for article, day in rows]
            found.update(article for _, article in sorted(around)[:enough])
            found.update(self._numbers(_UNDATED, (undated,)))
        return found

    def whole(self, numbers: Iterable[int]) -> set[int]:
        """Give all members of the events that these are in."""
        with self._database.told():
            return {*self._numbers(_WHOLE, _json(numbers))}

    def load(self, numbers: Iterable[int]) -> dict[str, Member]:
        """Give these articles by id, of several revisions the latest."""
        found: dict[str, Member] = {}
        with self._database.told():
            for row in map(_Row._make, self._database.execute(_ARTICLES, _json(numbers))):
                before = found.get(row.id)
                event = before.event if before and row.event is None else row.event
                found[row.id] = Member(row.number, event, _article(row))
        return found

    def is_event(self, name: str) -> bool:
        """Say whether there is an event with this id."""
        with self._database.told():
            return self._first("SELECT EXISTS (SELECT 1 FROM members WHERE event = ?)", (name,)) == 1

    def place(self, members: Iterable[Member]) -> None:
        """Write that these articles are in these events now, and their other revisions in none."""
        with self._database.told():
            for number, event, article in members:
                for revision in self.revisions(article.id):
                    self._database.execute("DELETE FROM members WHERE article = ?", (revision,))
                values = (number, event, day_of(article))
                self._database.execute("INSERT INTO members VALUES (?, ?, ?, ?)", (*values, row_sum(values)))

    def _numbers(self, query: str, values: Sequence[object]) -> list[int]:
        return [number for (number,) in self._database.execute(query, values)]

    def _first(self, query: str, values: Sequence[object] = ()) -> float | None:
        row = self._database.execute(query, values).fetchone()
        return cast("float | None", row[0]) if row else None


def clusters(database: Database) -> dict[str, tuple[str, ...]]:
    """Give the ids of the articles in each event, by its id, both sorted."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    with database.told(), database.reading():
        if database.has("members"):
            for event, name in database.execute(_ALL):
                found[event].append(name)
    return {event: tuple(names) for event, names in found.items()}


def _spells(moments: Iterable[float], window: float) -> Iterator[tuple[float, float]]:
    """Give the times within ``window`` of a moment as stretches that do not overlap."""
    start = end = float("-inf")
    for moment in sorted(moments):
        if moment - window > end:
            if end > start:
                yield start, end
            start = moment - window
        end = moment + window
    if end > start:
        yield start, end


def _article(row: _Row) -> Article:
    published = row.published
    return Article(
        row.id,
        unpack(row.text),
        title=row.title,
        outlet=row.outlet,
        agency=row.agency,
        published=Published(published, PRECISIONS.get(len(published), "minute")) if published else None,
        url=row.url,
        kind="teaser" if row.teaser else "article",
        origin=Origin(row.file, row.item),
    )


def _key(name: str) -> int:
    return named_keys(name, None)[0]


def _json(numbers: Iterable[int]) -> tuple[str]:
    return (json.dumps(sorted(numbers)),)
