"""Where articles are: files, folders, standard input.

Takes paths as a user types them. Gives ``Source`` values that can be opened, and an ``InputError`` for each that cannot.
Knows nothing of formats but their file names.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from compare.errors import InputError

SUFFIXES = (".txt", ".text", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson")
_PACKED = ("", ".gz", ".zst")
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


class DamagedZstd(Exception):  # noqa: N818 - never leaves this module
    """Zstandard data that cannot be unpacked."""


def _unzstd(raw: IO[bytes]) -> io.RawIOBase:
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415 - only for packed files
    else:
        import backports.zstd as zstd  # noqa: PLC0415, PLR0402 - the standard library's module, for older Pythons

    class Unpacked(io.RawIOBase):
        """A ZstdFile whose own error, known only once the library is loaded, is one that the reader knows."""

        def __init__(self) -> None:
            self._file = zstd.ZstdFile(raw)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            try:
                data = self._file.read(len(buffer))
            except zstd.ZstdError as error:
                raise DamagedZstd(str(error)) from None
            buffer[: len(data)] = data
            return len(data)

    return Unpacked()


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, ``-`` for standard input."""

    path: str

    @property
    def name(self) -> str:
        """Give the path as messages and origins call it: a name that is not UTF-8 with U+FFFD in it."""
        return os.fsencode(self.path).decode("utf-8", "replace")

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open the file as bytes, unpacked where it is gzip or zstd. Raises ``InputError`` where that fails."""
        try:
            with self._raw() as raw:
                head = raw.peek(4)[:4]
                if head.startswith(_GZIP):
                    with gzip.GzipFile(fileobj=raw) as unpacked:
                        yield io.BufferedReader(cast("io.RawIOBase", unpacked))
                elif head == _ZSTD:
                    with _unzstd(raw) as unpacked:
                        yield io.BufferedReader(unpacked)
                else:
                    yield raw
        except (EOFError, gzip.BadGzipFile, zlib.error, DamagedZstd) as error:
            raise InputError(self.name, f"the packed data are damaged: {error}") from None
        except OSError as error:
            raise InputError(self.name, f"cannot be read: {error.strerror or error}") from None

    @contextmanager
    def _raw(self) -> Iterator[io.BufferedReader]:
        if self.path != "-":
            with open(self.path, "rb") as stream:
                yield stream
        elif sys.stdin is None or sys.stdin.closed:
            raise InputError("-", "there is no standard input")
        else:
            yield cast("io.BufferedReader", sys.stdin.buffer)  # left open: it is not ours to close


def find_sources(paths: Iterable[str]) -> Iterator[Source | InputError]:
    """Give the files that ``paths`` name, folders searched through in sorted order; each file once."""
    seen: set[str] = set()
    for path in paths:
        for source in _sources(path):
            key = "" if isinstance(source, InputError) else "-" if source.path == "-" else os.path.realpath(source.path)
            if not key or key not in seen:
                seen.add(key)
                yield source


def _sources(path: str) -> Iterator[Source | InputError]:
    if path == "-":
        yield Source("-")
    elif not os.path.lexists(path):
        yield InputError(path, "there is no such file or folder")
    elif os.path.isdir(path):
        yield from _folder(path)
    elif Path(path).is_file() or Path(path).is_fifo():
        yield Source(path)
    else:
        yield InputError(path, "is neither a file nor a folder")


def _folder(path: str) -> Iterator[Source | InputError]:
    """Search a folder. A file of another kind is left out without a word: folders hold notes and settings too."""
    found = False
    problems: list[InputError] = []

    def unreadable(error: OSError) -> None:
        problems.append(InputError(str(error.filename), f"cannot be read: {error.strerror}"))

    for folder, folders, names in os.walk(path, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            place = os.path.join(folder, name)
            known = name.lower().endswith(tuple(suffix + packed for suffix in SUFFIXES for packed in _PACKED))
            if known and not name.startswith(".") and os.path.isfile(place):
                found = True
                yield Source(place)
    yield from problems
    if not found and not problems:
        yield InputError(path, f"the folder holds no file that can be read ({', '.join(SUFFIXES)}; also .gz and .zst)")
