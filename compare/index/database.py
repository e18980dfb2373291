"""The file of an index: one SQLite database that many processes read while one writes.

Takes a path. Gives connections and transactions; SQLite's errors leave as errors that say what to do. Knows nothing of
what an article is.

It is in write-ahead mode: readers see the last whole transaction, and a process that is killed leaves nothing of its own
unfinished one. Two writers wait for each other. The file must lie on a disk of this machine, not on a network share.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from compare.errors import CompareError, InputError

MEMORY = ":memory:"
_NAME, _FORMAT = 0x6E637069, 1  # SQLite's application_id and user_version
_PATIENCE = 600.0  # seconds that a writer waits for its turn
_CACHE = 64_000  # kilobytes of pages kept in memory
_SCHEMA = """
CREATE TABLE scheme (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE names (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    before INTEGER,
    url TEXT,
    outlet INTEGER,
    agency INTEGER,
    title TEXT,
    published TEXT,
    teaser INTEGER NOT NULL,
    file INTEGER NOT NULL,
    item INTEGER NOT NULL,
    added INTEGER NOT NULL,
    words INTEGER NOT NULL,
    shingles INTEGER NOT NULL,
    keys INTEGER NOT NULL,
    content BLOB NOT NULL,
    bits BLOB NOT NULL,
    text BLOB
);
CREATE TABLE postings (key INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (key, article)) WITHOUT ROWID;
"""


class Database:
    """A connection; ``execute`` is that of ``sqlite3``. One thread uses it."""

    def __init__(self, path: str, *, create: bool, read_only: bool) -> None:
        self.path, self.read_only = path, read_only
        self._connection: sqlite3.Connection | None = None
        if path != MEMORY and not os.path.exists(path) and (read_only or not create):
            raise InputError(path, f"there is no index; newscompare index add PATH... --index {path} makes one")
        with self.told():
            self._open()

    def _open(self) -> None:
        mode = "ro" if self.read_only else "rwc"
        try:
            self._connect(mode)
        except sqlite3.OperationalError as error:
            # In a folder that cannot be written, a file without a log is as it is, and nobody can be writing to it.
            closed = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CANTOPEN and not os.path.exists(f"{self.path}-wal")
            if not (self.read_only and closed):
                raise
            self._connect("ro&immutable=1")
        if not self.read_only:
            self.execute("PRAGMA journal_mode = WAL")
            self.execute("PRAGMA journal_size_limit = 67108864")

    def _connect(self, mode: str) -> None:
        name = MEMORY if self.path == MEMORY else f"{Path(self.path).absolute().as_uri()}?mode={mode}"
        self.close()
        self._connection = sqlite3.connect(name, timeout=_PATIENCE, isolation_level=None, uri=name != MEMORY)
        self.execute(f"PRAGMA cache_size = -{_CACHE}")
        (count,) = self.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        if not count and not self.read_only:
            with self.writing():
                if not self.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[
                    0
                ]:  # nor made by another meanwhile
                    for statement in filter(str.strip, _SCHEMA.split(";")):
                        self.execute(statement)
                    self.execute(f"PRAGMA application_id = {_NAME}")
                    self.execute(f"PRAGMA user_version = {_FORMAT}")
        (name_,), (form,) = (self.execute(f"PRAGMA {one}").fetchone() for one in ("application_id", "user_version"))
        if name_ != _NAME:
            raise InputError(self.path, "is no index of newscompare")
        if form != _FORMAT:
            raise InputError(self.path, f"is an index of format {form}; this newscompare reads format {_FORMAT}")

    @property
    def connection(self) -> sqlite3.Connection:
        """The open connection. Raises CompareError where the index was closed."""
        if self._connection is None:
            raise CompareError(f"{self.path}: the index is closed")
        return self._connection

    def execute(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self.connection.execute(statement, values)

    def close(self) -> None:
        """Close the connection; the last one puts what is in the log into the file."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Wait for the turn to write; what is done inside is kept whole, or not at all where an error leaves."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.execute("ROLLBACK")
            raise

    @contextmanager
    def told(self) -> Iterator[None]:
        """Let SQLite's errors out as errors that say what is wrong with the file and what to do."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._told(error) from None

    def _told(self, error: sqlite3.Error) -> CompareError:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        why = {
            sqlite3.SQLITE_FULL: "cannot be written: the disk is full; what was not reported as done was not done",
            sqlite3.SQLITE_IOERR: "cannot be read or written: the disk is full or fails; what was not reported as done was"
            " not done",
            sqlite3.SQLITE_READONLY: "cannot be written: it is read-only, or its folder is",
            sqlite3.SQLITE_PERM: "cannot be opened: permission denied",
            sqlite3.SQLITE_CANTOPEN: "cannot be opened: is it a file, in a folder that can be written?",
            sqlite3.SQLITE_BUSY: f"another process has been writing for more than {_PATIENCE:.0f} seconds; try again later",
            sqlite3.SQLITE_NOTADB: "is no index of newscompare",
            sqlite3.SQLITE_CORRUPT: "is damaged; put a copy in its place, or make it anew with newscompare index add",
        }.get(code, f"the index cannot be used: {error}")
        return InputError(self.path, why)
