"""Articles without their copies: which stay and which go, and why.

Takes articles and their ``CopyGroup`` values. Gives the articles that stay, and a ``Removed`` for each other one. Knows
nothing of files, nor of how copies are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    sizes = {article.id: measure(article, keep) for article in articles}
    gone = removals(find_copies(articles, settings), sizes)
    stay = tuple(article for article in articles if article.id not in gone)
    return stay, tuple(gone[article.id] for article in articles if article.id in gone)


def measure(article: Article, keep: Keep) -> float:
    """Give the number that is highest for the article of a group that ``keep`` says stays."""
    if keep == "longest":
        return len(article.text)
    return days(article.published.iso) if keep == "last" and article.published else float("-inf")


def removals(groups: Iterable[CopyGroup], sizes: Mapping[str, float]) -> dict[str, Removed]:
    """Give what goes, by id; of each group the article of the highest measure stays, and of equals the original."""
    gone: dict[str, Removed] = {}
    for group in groups:
        kept = min(group.articles, key=lambda name: (-sizes[name], name != group.original, name))
        reasons = _reasons(group.pairs, kept)
        gone |= {name: Removed(name, kept, group.id, reasons[name]) for name in group.articles if name != kept}
    return gone


def _reasons(pairs: Iterable[CopyPair], kept: str) -> dict[str, CopyPair]:
    """Give for each article its pair with the one that stays, or where there is none, the closest that it is in."""
    best: dict[str, CopyPair] = {}
    for pair in sorted(pairs, key=lambda p: (kept not in (p.a, p.b), -p.jaccard, -p.containment, p.a, p.b)):
        best.setdefault(pair.a, pair)
        best.setdefault(pair.b, pair)
    return best
