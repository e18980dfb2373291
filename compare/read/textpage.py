"""Text pages as files.

Takes the bytes of one page. Gives its articles. Knows nothing of how a page is understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from compare.errors import InputError
from compare.model import Article, Origin
from compare.read.decode import decode
from compare.read.identity import content_id
from compare.read.page import read_page
from compare.settings import ReadSettings


def read(stream: IO[bytes], path: str, settings: ReadSettings) -> Iterator[Article | InputError]:
    """Read one text page: one article, or the items of a digest or index, numbered from 0."""
    data = stream.read(settings.max_page_bytes + 1)
    if len(data) > settings.max_page_bytes:
        yield too_large(path, settings)
        return
    text, damaged = decode(data)
    if damaged is not None:
        yield InputError(path, "bytes that are not UTF-8; read with � in their place", damaged, lost=False)
    drafts = read_page(text)
    if not drafts:
        yield InputError(path, "no article was found on this page: no run of lines on it reads as sentences")
    for item, draft in enumerate(drafts):
        article = Article(
            id="",
            text=draft.text,
            title=draft.title,
            outlet=draft.outlet,
            agency=draft.agency,
            author=draft.author,
            dek=draft.dek,
            published=draft.published,
            place=draft.place,
            kind="teaser" if draft.teaser else "article",
            truncated=draft.truncated,
            origin=Origin(path, item),
        )
        yield replace(article, id=content_id(article))


def too_large(path: str, settings: ReadSettings) -> InputError:
    """Give the error for a page over the limit."""
    limit = f"{settings.max_page_bytes / 1e6:g} MB"
    return InputError(path, f"too large for one page (over {limit}); raise max_page_bytes under [read] in the settings")
