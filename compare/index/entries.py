"""What an index keeps of an article.

Takes articles and their sketches. Gives entries, and the keys under which they are found. Knows nothing of files.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

from compare.index.urls import canonical_url
from compare.read.identity import content_id

if TYPE_CHECKING:
    from compare.copies.sketches import Sketch
    from compare.model import Article


_MADE = re.compile(r"a[0-9a-f]{16}")


class Entry(NamedTuple):
    """An article as it is kept: ``url`` is canonical, ``text`` is packed.

    ``made`` says that the id was made from the content, so that where there is a URL, that says better which article it is.
    ``keys`` are distinct numbers of 32 bits; the ``named`` ones, of the id and the URL, are among them, and the one of what
    is ``said``, if there are words.
    """

    id: str
    made: bool
    url: str | None
    outlet: str | None
    agency: str | None
    title: str | None
    published: str | None
    teaser: bool
    file: str
    item: int
    words: int
    shingles: int
    content: bytes
    bits: bytes
    named: tuple[int, ...]
    said: tuple[int, ...]
    keys: tuple[int, ...]
    text: bytes | None


def entry(article: Article, sketch: Sketch, *, keep_text: bool) -> Entry:
    """Give what is kept of an article."""
    url = canonical_url(article.url) if article.url else None
    named, said = named_keys(article.id, url), content_keys(sketch)
    return Entry(
        id=storable(article.id),
        made=_MADE.fullmatch(article.id) is not None and article.id == content_id(article),
        url=url and storable(url),
        outlet=article.outlet and storable(article.outlet),
        agency=article.agency and storable(article.agency),
        title=article.title and storable(article.title),
        published=article.published.iso if article.published else None,
        teaser=article.kind == "teaser",
        file=storable(article.origin.file),
        item=article.origin.item,
        words=sketch.words,
        shingles=len(sketch.shingles),
        content=sketch.content,
        bits=sketch.bits,
        named=named,
        said=said,
        keys=all_keys(article.id, url, sketch),
        text=pack(article.text) if keep_text else None,
    )


def all_keys(name: str, url: str | None, sketch: Sketch) -> tuple[int, ...]:
    """Give all keys under which an article is found, each once."""
    return tuple({*named_keys(name, url), *content_keys(sketch), *sketch.keys})


def named_keys(name: str, url: str | None) -> tuple[int, ...]:
    """Give the keys of an id and of a canonical URL, if there is one."""
    return (_key("id", name), _key("url", url)) if url else (_key("id", name),)


def content_keys(sketch: Sketch) -> tuple[int, ...]:
    """Give the key of the words of a text; none where there are no words."""
    return (int.from_bytes(sketch.content[:4], "little"),) if sketch.words else ()


def _key(kind: str, value: str) -> int:
    named = f"{kind}:{storable(value)}".encode()
    return int.from_bytes(hashlib.blake2b(named, digest_size=4).digest(), "little")


def storable(text: str) -> str:
    """Give ``text`` as UTF-8 can hold it: a lone surrogate, which JSON can carry, becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def pack(text: str) -> bytes:
    """Give a text in as few bytes as is done fast."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def unpack(packed: bytes) -> str:
    """Give back the text, to the character."""
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")
