"""Exact verification of candidate pairs, and which verified pairs make one group.

Takes sets of shingle hashes, sorted by size, and pairs of indexes. Gives matches and groups. Knows nothing of articles or
of how the pairs were found.

Resemblance chains: near-duplicates are joined into families by union-find. Containment does not, because a round-up that
holds two releases must not make them one. It is looked for between the longest texts of the families, in two steps:

1. A family that is held by others goes to the largest of them, if all the others share at least half with that one (half
   of the smaller text's shingles). If not, it is a passage that different texts carry, and goes nowhere.
2. A family joins those that go to it if they all share at least half with the largest of them. If not, it is a round-up
   of different texts, and none of them joins it.

So in a group, each text is a near-duplicate of another, or lies nearly whole in another, and every family is in one group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from compare.copies.shingles import shared, shared_counts

if TYPE_CHECKING:
    from compare.copies.shingles import Hashes
    from compare.model import CopyKind


class Match(NamedTuple):
    """A verified pair: indexes ``a < b``, the kind (``near`` or ``contained``), and both measures."""

    a: int
    b: int
    kind: CopyKind
    jaccard: float
    containment: float


def verify(pairs: Iterable[tuple[int, int]], sets: Sequence[Hashes], jaccard: float, containment: float) -> list[Match]:
    """Give the pairs that reach one of the two thresholds, measured on the whole sets."""
    matches, pairs = [], list(pairs)
    for (a, b), both in zip(pairs, shared_counts(pairs, sets), strict=True):
        small, large = len(sets[a]), len(sets[b])
        resemblance, held = both / (small + large - both), both / small
        if resemblance >= jaccard:
            matches.append(Match(a, b, "near", resemblance, held))
        elif held >= containment:
            matches.append(Match(a, b, "contained", resemblance, held))
    return matches


def families(count: int, matches: Iterable[Match]) -> list[int]:
    """Give for each text the longest one (the highest index) that near matches join it with; itself if none does."""
    return _joined(count, ((match.a, match.b) for match in matches if match.kind == "near"))


def group_texts(sets: Sequence[Hashes], matches: Sequence[Match]) -> list[list[int]]:
    """Give the groups of two or more texts, each sorted; no text is in two."""
    family = families(len(sets), matches)
    holders: dict[int, set[int]] = defaultdict(set)
    for match in matches:
        small, large = family[match.a], family[match.b]
        if match.kind == "contained" and small != large:
            holders[small].add(large)
    held: dict[int, set[int]] = defaultdict(set)
    for small, larges in holders.items():
        if _kindred(larges, sets):
            held[max(larges)].add(small)
    joins = [(small, large) for large, smalls in held.items() if _kindred(smalls, sets) for small in smalls]
    group = _joined(len(sets), [*enumerate(family), *joins])
    members: dict[int, list[int]] = defaultdict(list)
    for text, name in enumerate(group):
        members[name].append(text)
    return [texts for texts in members.values() if len(texts) > 1]


def _kindred(texts: set[int], sets: Sequence[Hashes]) -> bool:
    """Say whether every text shares half or more with the largest of them, counted in the smaller one's shingles."""
    largest = max(texts)
    return all(2 * shared(sets[text], sets[largest]) >= min(len(sets[text]), len(sets[largest])) for text in texts)


def _joined(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Give for each index the highest one that it hangs together with (union-find)."""
    parent = list(range(count))

    def find(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for a, b in pairs:
        low, high = sorted((find(a), find(b)))
        parent[low] = high
    return [find(one) for one in range(count)]
