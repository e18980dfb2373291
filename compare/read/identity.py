"""Ids: made from content where an article has none, and each once.

Takes articles. Gives ids, and articles with ids that no other has. Knows nothing of files but their names.
"""

from __future__ import annotations

import hashlib
from array import array
from dataclasses import replace

from compare.errors import InputError
from compare.model import Article

_NAMED = ("outlet", "title", "url", "published")


def content_id(article: Article) -> str:
    """Give ``a`` and 16 hexadecimal digits of the SHA-256 of what the article says: the same on every machine and run."""
    published = article.published.iso if article.published else None
    parts = (article.title, article.outlet, article.agency, published, article.url, article.text)
    digest = hashlib.sha256()
    for part in parts:
        encoded = (part or "").encode("utf-8", "surrogatepass")
        digest.update(f"{len(encoded)}:".encode() + encoded)
    return f"a{digest.hexdigest()[:16]}"


class Register:
    """The ids that have come so far, with where each came and a hash of what it said; not the articles themselves."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._files: dict[str, int] = {}
        self._named: list[str] = []
        self._places, self._items = array("l"), array("q")
        self._texts, self._heads = array("q"), array("q")
        self._again: dict[str, int] = {}

    def admit(self, article: Article) -> Article | InputError:
        """Give the article, with another id where its own is made from content and has come before; else the error.

        With the same text it is one article, counted once; with another one it is a mistake, and the first one stays.
        """
        number = self._numbers.setdefault(article.id, len(self._items))
        if number < len(self._items):
            return self._second(article, number)
        file = self._files.setdefault(article.origin.file, len(self._named))
        if file == len(self._named):
            self._named.append(article.origin.file)
        self._places.append(file)
        self._items.append(article.origin.item)
        self._texts.append(hash(article.text))
        self._heads.append(_head(article))
        return article

    def _second(self, article: Article, first: int) -> Article | InputError:
        name, origin = article.id, article.origin
        if name == content_id(article):
            self._again[name] = self._again.get(name, 1) + 1
            return self.admit(replace(article, id=f"{name}-{self._again[name]}"))
        where = f"{self._named[self._places[first]]}:{self._items[first]}"
        same = self._texts[first] == hash(article.text)
        if same:
            unlike = "" if self._heads[first] == _head(article) else f", but another {', '.join(_NAMED[:-1])} or date"
            message = f"id {name!r} again, with the same text as in {where}{unlike}; counted once"
        else:
            message = f"id {name!r} already stands in {where} with another text; give one of them another id"
        return InputError(origin.file, message, origin.item or None, lost=not same)


def _head(article: Article) -> int:
    return hash(tuple(getattr(article, name) for name in _NAMED))
