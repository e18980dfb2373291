"""Articles without their copies: which stay and which go, and why.

Takes articles and their ``CopyGroup`` values. Gives the articles that stay, and a ``Removed`` for each other one. Knows
nothing of files, nor of how copies are found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from compare.copies import find_copies
from compare.language.moments import days
from compare.model import Article, CopyGroup, CopyPair
from compare.settings import Settings

Keep = Literal["original", "longest", "last"]


@dataclass(frozen=True, slots=True)
class Removed:
    """An article that goes: its id, that of the one that stays for it, their group, and the pair that tells why.

    ``pair`` is the pair of the two, or where they hang together only through others, the closest one that it is in.
    """

    id: str
    duplicate_of: str
    group: str
    pair: CopyPair


def dedupe(
    articles: Sequence[Article], settings: Settings | None = None, keep: Keep = "original"
) -> tuple[tuple[Article, ...], tuple[Removed, ...]]:
    """Give the articles that stay, in their order, and those that go, in theirs; each group keeps exactly one.

    ``original`` keeps the earliest, as ``find_copies`` names it; ``longest`` the one of most characters; ``last`` the one
    published last, where dates are known. Ties go to the original, then to the first by id.
    """
    known = {article.id: article for article in articles}
    gone: dict[str, Removed] = {}
    for group in find_copies(articles, settings):
        kept = _kept(group, known, keep)
        for name in group.articles:
            if name != kept:
                gone[name] = Removed(name, kept, group.id, _reason(group.pairs, name, kept))
    stay = tuple(article for article in articles if article.id not in gone)
    return stay, tuple(gone[article.id] for article in articles if article.id in gone)


def _kept(group: CopyGroup, known: dict[str, Article], keep: Keep) -> str:
    if keep == "original":
        return group.original
    measure: Callable[[Article], float] = _day if keep == "last" else _length
    return min(group.articles, key=lambda name: (-measure(known[name]), name != group.original, name))


def _length(article: Article) -> float:
    return len(article.text)


def _day(article: Article) -> float:
    return days(article.published.iso) if article.published else float("-inf")


def _reason(pairs: Iterable[CopyPair], name: str, kept: str) -> CopyPair:
    own = [pair for pair in pairs if name in (pair.a, pair.b)]
    return min(own, key=lambda pair: (kept not in (pair.a, pair.b), -pair.jaccard, -pair.containment, pair.a, pair.b))
