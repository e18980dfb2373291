"""Whether what an index holds of an article is what was written.

Takes the columns of an article, or of its place in an event. Gives a checksum, which is kept with them: SQLite has one for
its log, none for its pages. Knows nothing of what they mean.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable

# All but ``before``, which changes when another article is removed.
SUMMED = (
    "number, id, url, outlet, agency, title, published, teaser, file, item, added, words, shingles, keys, content, bits,"
    " text"
)
_ALL = "SELECT sum, {} FROM articles"
_ONE = "SELECT {} FROM articles WHERE number = ?"
_PUT = "UPDATE articles SET sum = ? WHERE number = ?"
_MEMBERS = "SELECT sum, article, event, day FROM members"


def row_sum(values: Iterable[object]) -> int:
    """Give the CRC-32 of the values of the columns ``SUMMED``: None, integers, text (as str or in UTF-8), bytes."""
    return zlib.crc32(b"\x1f".join(map(_bytes, values)))


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def sum_anew(connection: sqlite3.Connection, number: int) -> None:
    """Write the checksum of an article whose columns were changed."""
    row = connection.execute(_ONE.format(SUMMED), (number,)).fetchone()
    connection.execute(_PUT, (row_sum(row), number))


def harmed(connection: sqlite3.Connection) -> list[int]:
    """Read all articles and give the numbers of those that are not as they were written."""
    return _unlike(connection, _ALL.format(SUMMED))


def harmed_members(connection: sqlite3.Connection) -> list[int]:
    """Read in which events articles are, and give the numbers of those of which that is not as it was written."""
    return _unlike(connection, _MEMBERS)


def _unlike(connection: sqlite3.Connection, query: str) -> list[int]:
    factory = connection.text_factory
    connection.text_factory = bytes  # what is damaged may be no UTF-8
    try:
        return [number for kept, number, *rest in connection.execute(query) if kept != row_sum((number, *rest))]
    finally:
        connection.text_factory = factory
