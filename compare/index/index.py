"""An index of articles: put in, look up, take out.

Takes articles. Gives what is known of them. Knows nothing of how alike they are: ``search`` does.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import orjson

from compare.copies.sketches import sketches
from compare.index.database import Database
from compare.index.earlier import Known
from compare.index.entries import Entry, entry, named_keys, storable, unpack
from compare.index.scheme import demand_same, scheme_of
from compare.index.search import find_duplicates
from compare.index.sums import row_sum
from compare.settings import Settings
from compare.work.batches import in_batches

if TYPE_CHECKING:
    from compare.copies.sketches import Sketch
    from compare.model import Article, Duplicate

# Articles that are put in at a time, and keys of these: in a large index, each time nearly every page is written.
_BATCH, _KEYS = 20_000, 2_000_000
_COLUMNS = """
a.number, a.id, a.before, a.url, a.title, a.published, a.teaser, a.item, a.added, a.words, a.shingles, o.name, g.name,
f.name, a.text IS NOT NULL
"""
_JOINED = """
FROM articles a LEFT JOIN names o ON o.number = a.outlet LEFT JOIN names g ON g.number = a.agency
JOIN names f ON f.number = a.file
"""
_NUMBER = 31  # bits of an article's number
_POST = "INSERT INTO postings SELECT value >> 31, value & 0x7fffffff FROM json_each(?)"
# before, sum, and those of SUMMED
_INSERT = "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_BEFORE = "SELECT number, before FROM articles WHERE {} IN (SELECT value FROM json_each(?))"
_MEND = "UPDATE articles SET before = ? WHERE number = ?"
_REMOVE = (
    "DELETE FROM articles WHERE number IN (SELECT value FROM json_each(?))",
    "DELETE FROM postings WHERE article IN (SELECT value FROM json_each(?))",
)
_LEAVE = "DELETE FROM members WHERE article IN (SELECT value FROM json_each(?))"
_FORGET = """
DELETE FROM names WHERE number NOT IN (
    SELECT file FROM articles UNION SELECT IFNULL(outlet, 0) FROM articles UNION SELECT IFNULL(agency, 0) FROM articles)
"""


@dataclass(frozen=True, slots=True)
class Added:
    """How many articles were put in, how many of these are revisions of others, and how many were there already."""

    articles: int
    revisions: int
    present: int

    def __add__(self, more: Added) -> Added:
        return Added(self.articles + more.articles, self.revisions + more.revisions, self.present + more.present)


@dataclass(frozen=True, slots=True)
class Kept:
    """What an index holds of an article.

    ``number`` counts from 1 in the order of coming, ``before`` is the number of the revision before this one, ``url`` is
    canonical, ``added`` is in seconds since 1970; ``shingles`` is 0 for a text that is too short to be compared.
    """

    number: int
    id: str
    before: int | None
    url: str | None
    title: str | None
    published: str | None
    teaser: bool
    item: int
    added: int
    words: int
    shingles: int
    outlet: str | None
    agency: str | None
    file: str
    has_text: bool


class Index:
    """An open index; a context manager. ``open_index`` makes it. One thread uses it; other processes may at the same time.

    All methods raise ``InputError`` where the file cannot be read or written, or is damaged.
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings = database, settings
        self._scheme = scheme_of(settings.copies)
        self._names: dict[str, int] = {}

    @property
    def path(self) -> str:
        """The file."""
        return self.database.path

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Do several things as one: others see all of it or nothing. Waits for its turn to write."""
        if self.database.connection.in_transaction:
            yield
            return
        self._names.clear()  # what was undone is not there
        with self.database.writing():
            yield

    def scheme(self) -> Mapping[str, str]:
        """Give how the articles were signed."""
        with self.database.told():
            return {str(name): str(value) for name, value in self.database.execute("SELECT name, value FROM scheme")}

    def add(self, articles: Iterable[Article], *, keep_text: bool = False) -> Added:
        """Put articles in, some thousands at a time; each is in the file whole or not at all.

        One that is there already, with the same id and the same words, is passed over; so is one that has no id of its own,
        but the canonical URL and the words of one that is there. With the id or canonical URL of one that is there, and
        other words, it is a new revision of it, and the one before stays. ``keep_text`` keeps the texts too, packed.
        """
        sketched = sketches(articles, self.settings.copies)
        entries = (entry(article, sketch, keep_text=keep_text) for article, sketch in sketched)
        added = Added(0, 0, 0)
        for batch in in_batches(entries, _weight, _BATCH, _KEYS):
            added += self.put(batch)
        return added

    def put(self, entries: Sequence[Entry]) -> Added:
        """Put entries in, all or none, as ``add`` does.

        Raises ``IndexMismatch`` where another process has made the index anew with other settings meanwhile.
        """
        revisions = present = 0
        with self.writing(), self.database.told():
            demand_same(self.path, self.scheme(), self._scheme)
            known, now = Known(self.database), int(time.time())
            (number,) = self.database.execute("SELECT IFNULL(MAX(seq), 0) FROM sqlite_sequence").fetchone()
            for batch in in_batches(entries, _weight, _BATCH, _KEYS):
                found_by = []
                for one in batch:
                    earlier = known.look(one)
                    if earlier.by_id or (earlier.by_url and one.made):
                        present += 1
                        continue
                    number += 1
                    before = None if earlier.by_url else earlier.latest
                    self._insert(number, one, before, now)
                    known.note(number, one)
                    revisions += before is not None
                    found_by.append((number, one.keys))
                post(self.database, found_by)
                known.posted()
        return Added(len(entries) - present, revisions, present)

    def _insert(self, number: int, one: Entry, before: int | None, now: int) -> None:
        values = (
            number, one.id, one.url, self._name(one.outlet), self._name(one.agency), one.title, one.published,
            int(one.teaser), self._name(one.file), one.item, now, one.words, one.shingles, key_sum(one.keys),
            one.content, one.bits, one.text,
        )  # fmt: skip
        self.database.execute(_INSERT, (before, row_sum(values), *values))

    def _name(self, name: str | None) -> int | None:
        if name is None:
            return None
        number = self._names.get(name)
        if number is None:
            self.database.execute("INSERT OR IGNORE INTO names (name) VALUES (?)", (name,))
            (number,) = self.database.execute("SELECT number FROM names WHERE name = ?", (name,)).fetchone()
            if len(self._names) > 10_000:
                self._names.clear()
            self._names[name] = number
        return number

    def get(self, name: str) -> tuple[Kept, ...]:
        """Give all revisions of the article with this id, the first one first; none where there is no such article."""
        (key,) = named_keys(name, None)
        where = "JOIN postings p ON p.article = a.number WHERE p.key = ? AND a.id = ? ORDER BY a.number"
        return self._kept(where, (key, storable(name)))

    def __iter__(self) -> Iterator[Kept]:
        """Give all that is held, in the order in which it came; what others put in meanwhile may come too."""
        last = 0
        while some := self._kept("WHERE a.number > ? ORDER BY a.number LIMIT 1000", (last,)):
            yield from some
            last = some[-1].number

    def __len__(self) -> int:
        """Give how many articles are held, revisions among them."""
        with self.database.told():
            (count,) = self.database.execute("SELECT COUNT(*) FROM articles").fetchone()
        return int(count)

    def _kept(self, where: str, values: Sequence[object]) -> tuple[Kept, ...]:
        with self.database.told():
            rows = self.database.execute(f"SELECT {_COLUMNS} {_JOINED} {where}", values).fetchall()
        kept = (Kept(*row) for row in rows)
        return tuple(replace(one, teaser=bool(one.teaser), has_text=bool(one.has_text)) for one in kept)

    def text(self, number: int) -> str | None:
        """Give the text of what came under this number, where it is kept."""
        with self.database.told():
            row = self.database.execute("SELECT text FROM articles WHERE number = ?", (number,)).fetchone()
            return unpack(row[0]) if row and row[0] is not None else None

    def remove(self, names: Iterable[str]) -> int:
        """Take the articles with these ids out, all their revisions and texts; give how many. Those not there are none.

        They leave the events that they are in; an event without articles is none.
        What was a revision of one of them becomes one of that before it. The time is that of reading all keys once.
        """
        with self.writing(), self.database.told():
            gone = sorted({kept.number for name in names for kept in self.get(name)})
            if not gone:
                return 0
            numbers = json.dumps(gone)
            before = dict(self.database.execute(_BEFORE.format("number"), (numbers,)).fetchall())
            for number, gone_before in self.database.execute(_BEFORE.format("before"), (numbers,)).fetchall():
                last = gone_before
                while last in before:
                    last = before[last]
                self.database.execute(_MEND, (last, number))
            for statement in _REMOVE:
                self.database.execute(statement, (numbers,))
            if self.database.has("members"):
                self.database.execute(_LEAVE, (numbers,))
            self.database.execute(_FORGET)
            self._names.clear()
        return len(gone)

    def find(self, article: Article, sketch: Sketch | None = None) -> tuple[Duplicate, ...]:
        """Give the known articles that this one repeats, the closest first, ten of a kind at most.

        ``sketch`` is that of the article, where it is there already. Raises ``IndexMismatch`` where another process has made
        the index anew with other settings meanwhile.
        """
        if sketch is None:
            ((_, sketch),) = sketches([article], self.settings.copies)
        with self.database.told(), self.database.reading():
            demand_same(self.path, self.scheme(), self._scheme)
            return find_duplicates(self.database, article, sketch, self.settings.copies)


def open_index(
    path: str | Path,
    settings: Settings | None = None,
    *,
    create: bool = True,
    read_only: bool = False,
    any_scheme: bool = False,
) -> Index:
    """Open an index, or make one where there is none and ``create`` says so. ``:memory:`` is one that no file holds.

    Raises ``InputError`` where there is none or it is none, and ``IndexMismatch`` where its articles were signed with other
    settings than these; with ``any_scheme`` only where they would be compared or put in.
    """
    chosen = settings or Settings()
    wanted = scheme_of(chosen.copies)
    database = Database(str(path), create=create, read_only=read_only, scheme=wanted)
    index = Index(database, chosen)
    try:
        if not any_scheme:
            demand_same(index.path, index.scheme(), wanted)
    except BaseException:
        index.close()
        raise
    return index


def _weight(one: Entry) -> int:
    return len(one.keys)


def key_sum(keys: Sequence[int]) -> int:
    """Give a number that tells whether one of an article's keys is missing or another one."""
    return sum(keys) + len(keys)


def post(database: Database, found_by: Sequence[tuple[int, Sequence[int]]]) -> None:
    """Write under which keys articles are found: each is a number and its keys."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    keys = np.array([key for _, own in found_by for key in own], dtype=np.uint64)
    owners = np.repeat(np.array([number for number, _ in found_by], dtype=np.uint64), [len(own) for _, own in found_by])
    # Sorted, so that neighbours stand on one page; one statement, as the interpreter would be called for every row.
    both = np.sort((keys << np.uint64(_NUMBER)) + owners)
    packed = orjson.dumps(both, option=orjson.OPT_SERIALIZE_NUMPY).decode()
    database.execute(_POST, (packed,))
