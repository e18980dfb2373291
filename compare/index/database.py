"""The file of an index: one SQLite database that many processes read while one writes.

Takes a path. Gives connections and transactions; SQLite's errors leave as errors that say what to do. Knows nothing of
what an article is.

It is in write-ahead mode: readers see the last whole transaction, and a process that is killed leaves nothing of its own
unfinished one. Two writers wait for each other. The file must lie on a disk of this machine, not on a network share.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from compare.errors import InputError
from compare.index.sums import harmed, harmed_members

MEMORY = ":memory:"
_NAME, _FORMAT = 0x6E637069, 1  # SQLite's application_id and user_version
_PATIENCE = 600.0  # seconds that a writer waits for its turn
_SPELL = 500  # milliseconds
_CACHE = 64_000  # kilobytes of pages kept in memory
_SCHEMA = """
CREATE TABLE scheme (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE names (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE articles (
    before INTEGER,
    sum INTEGER NOT NULL,
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
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


_CLOSED = "the index is closed"
DAMAGED = "is damaged; put a copy in its place, or make it anew with newscompare index add"
READ_WRONG = (sqlite3.DatabaseError, UnicodeDecodeError, MemoryError)  # what comes of reading what is damaged
_WHY = {
    sqlite3.SQLITE_FULL: "cannot be written: the disk is full; what was not reported as done was not done",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk is full or fails; what was not reported as done was not done",
    sqlite3.SQLITE_READONLY: "cannot be written: it is read-only, or its folder is",
    sqlite3.SQLITE_PERM: "cannot be opened: permission denied",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: is it a file, in a folder that can be written?",
    sqlite3.SQLITE_BUSY: f"another process has been writing for more than {_PATIENCE:.0f} seconds; try again later",
    sqlite3.SQLITE_BUSY_SNAPSHOT: "was changed by another process while this one reads it; read to the end first",
    sqlite3.SQLITE_NOTADB: "is no index of newscompare",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
}


class Database:
    """A connection; ``execute`` is that of ``sqlite3``. The thread that opened it uses it.

    Where there is no file and ``create`` says so, or an empty one, it is made, with ``scheme`` in it.
    """

    def __init__(self, path: str, *, create: bool, read_only: bool, scheme: Mapping[str, str] | None = None) -> None:
        self.path, self.read_only = path, read_only
        self._place = path if path == MEMORY else os.path.abspath(path)  # the process may go to another folder
        self._connection: sqlite3.Connection | None = None
        self._frozen: tuple[object, ...] | None = None  # how the file looked, where it is read without locks
        self._owner = _here()
        if os.path.isdir(path):
            raise InputError(path, "is a folder; an index is a file")
        if path != MEMORY and not os.path.exists(path) and (read_only or not create):
            raise InputError(
                path,
                f"there is no index; newscompare index add PATH... --index {path} makes one",
            )
        try:
            with self.told():
                self._open("ro" if read_only else "rwc" if create else "rw", scheme or {})
        except BaseException:
            self.close()
            raise

    def _open(self, mode: str, scheme: Mapping[str, str]) -> None:
        try:
            self._connect(mode)
            empty = self._empty()
        except sqlite3.OperationalError as error:
            if mode != "ro":
                raise
            empty = self._empty_otherwise(error)
        if empty and mode == "ro":
            raise InputError(
                self.path, f"is empty; newscompare index add PATH... --index {self.path} makes an index of it"
            )
        if empty:
            self._make(scheme)
        (name,), (form,) = (self.execute(f"PRAGMA {one}").fetchone() for one in ("application_id", "user_version"))
        if name != _NAME:
            raise InputError(self.path, "is no index of newscompare")
        if form != _FORMAT:
            raise InputError(self.path, f"is an index of format {form}; this newscompare reads format {_FORMAT}")
        if mode != "ro":
            self._write_ahead()
            self.execute("PRAGMA journal_size_limit = 67108864")

    def _write_ahead(self) -> None:
        """Turn to a write-ahead log; where another process does so at this moment, SQLite does not wait but refuses."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                self.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(_SPELL / 10_000)
            else:
                return

    def _empty_otherwise(self, error: sqlite3.OperationalError) -> bool:
        """Read where a reader cannot as usual, and say whether it is empty."""
        if (
            error.sqlite_errorcode == sqlite3.SQLITE_READONLY_ROLLBACK
        ):  # who made it was killed: that is undone by writing
            self._connect("rw")
            self._empty()
            self._connect("ro")
            return self._empty()
        # In a folder that cannot be written, a file without a log is as it is as long as it looks the same.
        self._frozen = self._look()
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CANTOPEN or self._frozen[-1]:
            raise error
        self._connect("ro&immutable=1")
        return self._empty()

    def _connect(self, mode: str) -> None:
        name = MEMORY if self.path == MEMORY else f"{Path(self._place).as_uri()}?mode={mode}"
        self.close()
        self._connection = sqlite3.connect(name, timeout=_PATIENCE, isolation_level=None, uri=name != MEMORY)
        self._file = self._there()
        self.execute(f"PRAGMA cache_size = -{_CACHE}")

    def _empty(self) -> bool:
        tables, name = "SELECT COUNT(*) FROM sqlite_master", "PRAGMA application_id"
        return not any(self.execute(one).fetchone()[0] for one in (tables, name))

    def _make(self, scheme: Mapping[str, str]) -> None:
        with self.writing():
            if self._empty():  # nor made by another meanwhile
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    self.execute(statement)
                self.connection.executemany("INSERT INTO scheme VALUES (?, ?)", scheme.items())
                self.execute(f"PRAGMA application_id = {_NAME}")
                self.execute(f"PRAGMA user_version = {_FORMAT}")

    def _there(self) -> tuple[int, int] | None:
        """Give which file stands at the path; None where there is none."""
        try:
            now = os.stat(self._place)
        except OSError:
            return None
        return now.st_dev, now.st_ino

    def _demand_there(self) -> None:
        """Refuse to go on with a file that is no longer the one at the path: what is written to it would be lost."""
        if self._there() != self._file:
            raise InputError(self.path, "was moved, replaced or deleted while it was open; open it again")

    def _look(self) -> tuple[object, ...]:
        """Give how the file looks; what comes last says whether it has a log, so that somebody writes or was killed."""
        place = os.path.realpath(self._place)
        now = os.stat(place)
        return now.st_ino, now.st_size, now.st_mtime_ns, os.path.exists(f"{place}-wal")

    @property
    def connection(self) -> sqlite3.Connection:
        """The open connection. Raises InputError where it was closed, or opened in another thread or process."""
        if self._connection is None:
            raise InputError(self.path, _CLOSED)
        if self._owner != _here():
            raise InputError(self.path, "the index was opened in another thread or process; open it in this one too")
        return self._connection

    def execute(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self.connection.execute(statement, values)

    def has(self, table: str) -> bool:
        """Say whether there is this table, as not all are made with the file."""
        found = self.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,))
        return found.fetchone() is not None

    def close(self) -> None:
        """Close the connection; the last one puts what is in the log into the file."""
        if self._connection is not None:
            self.connection.close()
        self._connection = None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See the index inside as it is at one moment, whatever others write meanwhile."""
        if self.connection.in_transaction:
            yield
            return
        self._demand_there()
        if self._frozen and self._frozen != self._look():
            self._frozen = None
            self._open("ro", {})
        self.execute("BEGIN")
        try:
            yield
        finally:
            self._end("COMMIT")
        if self._frozen and self._frozen != self._look():
            raise InputError(self.path, "was changed while it was read; try again")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Wait for the turn to write; what is done inside is kept whole, or not at all where an error leaves."""
        try:
            with self.told():
                self._wait()
            yield
            with self.told():
                self._demand_there()
                self.execute("COMMIT")
        except BaseException:
            self._end("ROLLBACK")
            raise

    def _wait(self) -> None:
        """Begin to write when it is our turn; wait for that in short spells, as no Ctrl-C is heard in them."""
        end = time.monotonic() + _PATIENCE
        self.execute(f"PRAGMA busy_timeout = {_SPELL}")
        try:
            while True:
                try:
                    self.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                    # Where this connection still reads an older state, waiting does not help.
                    if not busy or error.sqlite_errorcode == sqlite3.SQLITE_BUSY_SNAPSHOT or time.monotonic() > end:
                        raise
                else:
                    return
        finally:
            self.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000:.0f}")

    def _end(self, statement: str) -> None:
        with self.told():
            if self._connection is not None and self._connection.in_transaction:
                self._connection.execute(statement)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Let SQLite's errors, and those that damage leads to, out as errors that say what is wrong and what to do."""
        try:
            yield
        except sqlite3.Error as error:
            closed = self._connection is None and isinstance(error, sqlite3.ProgrammingError)
            raise InputError(self.path, _CLOSED if closed else _why(error)) from None
        except (ArithmeticError, LookupError, MemoryError, TypeError, ValueError, zlib.error):
            if self._connection is not None and self._damaged(self._connection):
                raise InputError(self.path, DAMAGED) from None
            raise

    def _damaged(self, connection: sqlite3.Connection) -> bool:
        try:
            if harmed(connection) or (self.has("members") and harmed_members(connection)):
                return True
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",))
        except READ_WRONG:
            return True


def _here() -> tuple[int, int]:
    return os.getpid(), threading.get_ident()


def _why(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and isinstance(error, sqlite3.OperationalError):  # text that is no UTF-8
        return DAMAGED
    code = code or sqlite3.SQLITE_ERROR
    return _WHY.get(code) or _WHY.get(code & 0xFF) or f"the index cannot be used: {error}"
