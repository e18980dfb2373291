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


Found = tuple[Article | InputError, bytes | None]
Reader = Callable[[IO[bytes], str, ReadSettings], Iterator[Found]]


class Format(NamedTuple):
    """A format: its name, what its files begin with (white space apart), and the function that reads one."""

    name: str
    begins: re.Pattern[bytes]
    read: Reader


def _without_lines(read: Callable[[IO[bytes], str, ReadSettings], Iterator[Article | InputError]]) -> Reader:
    return lambda stream, path, settings: ((found, None) for found in read(stream, path, settings))


def _not_lines(stream: IO[bytes], path: str, settings: ReadSettings) -> Iterator[Article | InputError]:
    """Refuse JSON that is one document: it would have to be read whole, and no line of it could be named."""
    del stream, settings
    yield InputError(
        path, "one JSON document, not JSON lines; write one article a line (jq -c '.[]' makes them of an array)"
    )


FORMATS = (
    Format("a JSON document", re.compile(rb"\[\s*[\[{]|\{\s*[\r\n]"), _without_lines(_not_lines)),
    Format("JSON lines", re.compile(rb"\{"), jsonlines.read),
    Format(
        "HTML",
        re.compile(rb"<[a-z!?]", re.IGNORECASE),
        _without_lines(html.read),
    ),
    Format("text page", re.compile(rb""), _without_lines(textpage.read)),
)


def read_source(source: Source, settings: ReadSettings) -> Iterator[Found]:
    """Read one file in the format that its first bytes tell; with each article the line that it stands in, if it does."""
    try:
        with source.open() as stream:
            head = _peek(stream)
            if not head.strip():
                yield InputError(source.name, "the file is empty"), None
            elif b"\0" in head and not head.startswith(_UTF16):
                why = "this is a binary file, not text; newscompare reads text, HTML and JSON lines"
                yield InputError(source.name, why), None
            else:
                start = head.removeprefix(_BOM).lstrip()
                reader = next(form for form in FORMATS if form.begins.match(start))
                yield from reader.read(stream, source.name, settings)
    except InputError as error:
        yield error, None


def _peek(stream: IO[bytes]) -> bytes:
    head: bytes = stream.peek(_HEAD)[:_HEAD]  # type: ignore[attr-defined]  # every stream of Source.open is buffered
    return head
