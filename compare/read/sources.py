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
from typing import IO, cast

from compare.errors import InputError

SUFFIXES = (".txt", ".text", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson")
_PACKED = ("", ".gz", ".zst")
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; ``path`` is how messages and origins call it, ``-`` for standard input."""

    path: str

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
                    import zstandard  # noqa: PLC0415 - only for packed files

                    with zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True) as unpacked:
                        yield io.BufferedReader(cast("io.RawIOBase", unpacked))
                else:
                    yield raw
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise InputError(self.path, f"the gzip data are damaged: {error}") from None
        except OSError as error:
            raise InputError(self.path, f"cannot be read: {error.strerror or error}") from None

    def _raw(self) -> io.BufferedReader:
        if self.path == "-":
            return cast("io.BufferedReader", sys.stdin.buffer)
        return open(self.path, "rb")


def find_sources(paths: Iterable[str]) -> Iterator[Source | InputError]:
    """Give the files that ``paths`` name, folders searched through in sorted order; each file once."""
    seen: set[str] = set()
    for path in paths:
        for source in _sources(path):
            key = os.path.realpath(source.path) if isinstance(source, Source) and source.path != "-" else ""
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
            if not name.startswith(".") and name.lower().endswith(tuple(s + p for s in SUFFIXES for p in _PACKED)):
                found = True
                yield Source(os.path.join(folder, name))
    yield from problems
    if not found and not problems:
        yield InputError(path, f"the folder holds no file that can be read ({', '.join(SUFFIXES)}; also .gz and .zst)")
