"""The upkeep of an index: how much it holds, whether it is whole, and signing it anew.

Takes an index. Gives numbers and problems in words. Knows nothing of what it is used for.
"""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from compare.copies.sketches import sketches
from compare.errors import CompareError, InputError
from compare.index.database import DAMAGED, READ_WRONG, Database
from compare.index.entries import all_keys, unpack
from compare.index.index import key_sum, post
from compare.index.scheme import scheme_of
from compare.index.sums import harmed, harmed_members, sum_anew
from compare.model import Article

if TYPE_CHECKING:
    from compare.copies.sketches import Sketch
    from compare.index.index import Index
    from compare.settings import Settings

Item = TypeVar("Item")
_COUNTS = """
SELECT COUNT(*), COUNT(before), COUNT(text), COUNT(DISTINCT outlet), COUNT(url), MIN(published), MAX(published),
datetime(MIN(added), 'unixepoch'), datetime(MAX(added), 'unixepoch') FROM articles
"""
_COUNTED = (
    "articles", "revisions", "texts", "outlets", "urls", "published_first", "published_last", "added_first", "added_last",
)  # fmt: skip
_EVENTS = "SELECT COUNT(DISTINCT event) FROM members"
_UNLIKE = """
SELECT a.number FROM articles a LEFT JOIN (SELECT article, SUM(key + 1) AS keys FROM postings GROUP BY article) p
ON p.article = a.number WHERE IFNULL(p.keys, 0) <> a.keys
"""
_NAMELESS = """
SELECT number FROM articles WHERE file NOT IN (SELECT number FROM names)
OR outlet NOT IN (SELECT number FROM names) OR agency NOT IN (SELECT number FROM names)
OR before NOT IN (SELECT number FROM articles) OR before >= number
"""
_STRAY = "SELECT COUNT(*) FROM postings WHERE article NOT IN (SELECT number FROM articles)"
_TEXTLESS = "SELECT article FROM members WHERE article NOT IN (SELECT number FROM articles WHERE text IS NOT NULL)"
_TWICE = """
SELECT a.id FROM members m JOIN articles a ON a.number = m.article GROUP BY a.id HAVING COUNT(*) > 1 ORDER BY a.id
"""
_NO_DAMAGE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_INTERRUPT}
_WITH = "SELECT number, id, url, text FROM articles WHERE text IS NOT NULL AND number > ? ORDER BY number LIMIT ?"
_WITHOUT = "SELECT content, number, id, url FROM articles WHERE text IS NULL"
_ANEW = "UPDATE articles SET shingles = ?, keys = ?, content = ?, bits = ? WHERE number = ?"
_TOLD = 20
_AT_A_TIME = 1_000


class _Named(NamedTuple):
    number: int
    id: str
    url: str | None


def stats(index: Index) -> dict[str, Any]:
    """Give how many articles, revisions, texts, outlets, URLs and events there are, from when, and the bytes of the file."""
    with index.database.told(), index.database.reading():
        row, scheme = index.database.execute(_COUNTS).fetchone(), dict(index.scheme())
        (events,) = index.database.execute(_EVENTS).fetchone() if index.database.has("members") else (0,)
    place = os.path.realpath(index.path)
    size = sum(os.path.getsize(one) for one in (place, f"{place}-wal") if os.path.exists(one))
    return {**dict(zip(_COUNTED, row, strict=True)), "events": events, "bytes": size, "scheme": scheme}


def verify(index: Index) -> tuple[str, ...]:
    """Read all of an index and say what is damaged: the file, articles, what belongs together. Empty if nothing is.

    The first twenty problems are given. Raises InputError where something else than damage stops it.
    """
    found: list[str] = []
    with index.database.told(), index.database.reading():
        try:
            found += islice(_damage(index.database), _TOLD)
        except READ_WRONG as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NO_DAMAGE:
                raise
            found.append("cannot be read any further")
    return tuple(found)


def _damage(database: Database) -> Iterator[str]:
    for (said,) in database.execute("PRAGMA integrity_check").fetchall():
        if said != "ok":
            yield str(said)
    for number in harmed(database.connection):
        yield f"article number {number} is not as it was written"
    for (number,) in database.execute(_UNLIKE):
        yield f"article number {number} cannot be found under all of its keys"
    for (number,) in database.execute(_NAMELESS):
        yield f"article number {number} belongs to something that is not there"
    (stray,) = database.execute(_STRAY).fetchone()
    if stray:
        yield f"{stray} keys belong to no article"
    if database.has("members"):
        yield from _misplaced(database)


def _misplaced(database: Database) -> Iterator[str]:
    for number in harmed_members(database.connection):
        yield f"the event of article number {number} is not as it was written"
    for (number,) in database.execute(_TEXTLESS):
        yield f"article number {number} stands in an event, but has no text"
    for (name,) in database.execute(_TWICE):
        yield f"article {name!r} stands in events twice"


def rebuild(path: str, settings: Settings, articles: Iterable[Article] = ()) -> int:
    """Sign all articles of an index anew with these settings, from the texts it keeps or else from these articles.

    Gives how many there are. All is done as one. Raises CompareError, and changes nothing, where a text is missing or the
    index is damaged.
    """
    database = Database(path, create=False, read_only=False)
    try:
        with database.told(), database.writing():
            return _signed_anew(database, settings, articles)
    finally:
        database.close()


def _signed_anew(database: Database, settings: Settings, articles: Iterable[Article]) -> int:
    if harmed(database.connection):  # signed anew, it would pass for whole
        raise InputError(database.path, DAMAGED)
    wanted: dict[bytes, list[_Named]] = defaultdict(list)
    for content, *named in database.execute(_WITHOUT):
        wanted[content].append(_Named(*named))
    database.execute("DELETE FROM postings")
    done = 0
    for rows in _kept(database):
        texts = [Article("", unpack(packed)) for *_, packed in rows]
        signed = zip(rows, sketches(texts, settings.copies), strict=True)
        done += _sign(database, [(_Named(*row[:3]), sketch) for row, (_, sketch) in signed])
    given = sketches(articles, settings.copies)
    found = ((named, sketch) for _, sketch in given for named in wanted.pop(sketch.content, ()))
    while batch := [*islice(found, _AT_A_TIME)]:
        done += _sign(database, batch)
    if wanted:
        missing = [repr(named.id) for several in wanted.values() for named in several]
        raise CompareError(
            f"{database.path}: keeps no text of {len(missing)} articles, such as {', '.join(missing[:3])}; give the files or"
            " folders that hold them as PATH. Nothing was changed"
        )
    database.execute("DELETE FROM scheme WHERE name NOT LIKE 'events.%'")
    scheme = scheme_of(settings.copies)
    database.connection.executemany("INSERT INTO scheme VALUES (?, ?)", scheme.items())
    return done


def _kept(database: Database) -> Iterator[list[tuple[int, str, str | None, bytes]]]:
    """Give the articles whose text is kept, some at a time, as they are changed meanwhile."""
    last = 0
    while rows := database.execute(_WITH, (last, _AT_A_TIME)).fetchall():
        yield rows
        last = rows[-1][0]


def _sign(database: Database, signed: Sequence[tuple[_Named, Sketch]]) -> int:
    found_by = []
    for named, sketch in signed:
        own = all_keys(named.id, named.url, sketch)
        values = (len(sketch.shingles), key_sum(own), sketch.content, sketch.bits, named.number)
        database.execute(_ANEW, values)
        sum_anew(database.connection, named.number)
        found_by.append((named.number, own))
    post(database, found_by)
    return len(signed)
