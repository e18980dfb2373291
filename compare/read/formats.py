"""The formats that can be read, and how a file's own is told.

Takes a ``Source``. Gives its articles and errors. Knows nothing of folders.

Content decides, not the name: a file that begins with ``{`` is JSON lines, one that begins with markup is HTML, and
everything else that is text is a text page. A new format is one module and one line in ``FORMATS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

from compare.errors import InputError
from compare.model import Article
from compare.read import html, jsonlines, textpage
from compare.read.sources import Source
from compare.settings import ReadSettings

_HEAD = 4096
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Format(NamedTuple):
    """A format: its name, what its files begin with (white space apart), and the function that reads one."""

    name: str
    begins: re.Pattern[bytes]
    read: Callable[[IO[bytes], str, ReadSettings], Iterator[Article | InputError]]


def _not_lines(stream: IO[bytes], path: str, settings: ReadSettings) -> Iterator[Article | InputError]:
    """Refuse JSON that is one document: it would have to be read whole, and no line of it could be named."""
    del stream, settings
    yield InputError(
        path, "one JSON document, not JSON lines; write one article a line (jq -c '.[]' makes them of an array)"
    )


FORMATS = (
    Format("a JSON document", re.compile(rb"\[\s*[\[{]|\{\s*[\r\n]"), _not_lines),
    Format("JSON lines", re.compile(rb"\{"), jsonlines.read),
    Format(
        "HTML",
        re.compile(rb"<[a-z!?]", re.IGNORECASE),
        html.read,
    ),
    Format("text page", re.compile(rb""), textpage.read),
)


def read_source(source: Source, settings: ReadSettings) -> Iterator[Article | InputError]:
    """Read one file in the format that its first bytes tell."""
    try:
        with source.open() as stream:
            head = _peek(stream)
            if not head.strip():
                yield InputError(source.name, "the file is empty")
            elif b"\0" in head and not head.startswith(_UTF16):
                yield InputError(
                    source.name, "this is a binary file, not text; newscompare reads text, HTML and JSON lines"
                )
            else:
                start = head.removeprefix(_BOM).lstrip()
                reader = next(form for form in FORMATS if form.begins.match(start))
                yield from reader.read(stream, source.name, settings)
    except InputError as error:
        yield error


def _peek(stream: IO[bytes]) -> bytes:
    head: bytes = stream.peek(_HEAD)[:_HEAD]  # type: ignore[attr-defined]  # every stream of Source.open is buffered
    return head
