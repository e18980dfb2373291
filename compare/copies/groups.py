"""Exact verification of candidate pairs, and which verified pairs make one group.

Takes sets of shingle hashes, sorted by size, and pairs of indexes. Gives matches and groups. Knows nothing of articles or
of how the pairs were found.

Resemblance chains: near-duplicates are joined into families by union-find. Containment does not, because a round-up that
holds two releases must not make them one. It is looked for between the longest and shortest texts of the families, in
two steps:

1. A family that is held by others goes to the largest of them, if all the others share at least half with that one (half
   of the smaller text's shingles). If not, it is a passage that different texts carry, and goes nowhere.
2. A family joins those that go to it if they all share at least half with the largest of them. If not, it is a round-up
   of different texts, and none of them joins it.

So in a group, each text is a near-duplicate of another, or lies nearly whole in another, and every family is in one group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, cast

from compare.copies.shingles import shared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.copies.candidates import Pairs
    from compare.copies.store import Sets
    from compare.language.hashes import Hashes
    from compare.model import CopyKind

_AT_A_TIME = 8_000_000  # hashes of the sets that are compared


class Match(NamedTuple):
    """A verified pair: indexes ``a < b``, the kind (``near`` or ``contained``), and both measures."""

    a: int
    b: int
    kind: CopyKind
    jaccard: float
    containment: float


def verify(pairs: Iterable[Pairs], sets: Sets, jaccard: float, containment: float) -> list[Match]:
    """Give the pairs that reach one of the two thresholds, measured on the whole sets."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    matches = []
    for some, both in _shared_counts(pairs, sets):
        small, large = sets.sizes[some[:, 0]], sets.sizes[some[:, 1]]
        resemblance, held = both / (small + large - both), both / small
        reached = np.flatnonzero((resemblance >= jaccard) | (held >= containment))
        found = zip(some[reached].tolist(), resemblance[reached].tolist(), held[reached].tolist(), strict=True)
        for (a, b), near, part in cast("Iterable[tuple[tuple[int, int], float, float]]", found):
            kind: CopyKind = "near" if near >= jaccard else "contained"
            matches.append(Match(a, b, kind, near, part))
    return matches


def _shared_counts(pairs: Iterable[Pairs], sets: Sets) -> Iterator[tuple[Pairs, NDArray[np.int64]]]:
    """Give the pairs again, as many at a time as memory is kept for, each time with how many hashes the two share."""
    import numpy as np  # noqa: PLC0415 - as above

    for several in pairs:
        weight = np.cumsum(sets.sizes[several].sum(axis=1))
        start = 0
        while start < len(several):
            before = weight[start - 1] if start else 0
            end = max(start + 1, int(np.searchsorted(weight, before + _AT_A_TIME, side="right")))
            some = several[start:end]
            needed, inverse = np.unique(some, return_inverse=True)
            values, bounds = sets.gather(needed)
            place: Pairs = inverse.reshape(some.shape)
            if sets.compiled:
                from compare.copies.kernel import count_shared  # noqa: PLC0415 - numba, where there is enough work

                yield some, count_shared(place, values, bounds)
            else:
                parts = [values[begin:stop] for begin, stop in pairwise(bounds.tolist())]
                yield some, np.array([shared(parts[a], parts[b]) for a, b in place.tolist()], dtype=np.int64)
            start = end


def families(matches: Iterable[Match]) -> dict[int, int]:
    """Give for each text of a near match the longest one (the highest index) that such matches join it with."""
    return _joined((match.a, match.b) for match in matches if match.kind == "near")


def group_texts(sets: Sequence[Hashes], matches: Sequence[Match]) -> list[list[int]]:
    """Give the groups of two or more texts, each sorted; no text is in two."""
    family = families(matches)
    holders: dict[int, set[int]] = defaultdict(set)
    for match in matches:
        small, large = family.get(match.a, match.a), family.get(match.b, match.b)
        if match.kind == "contained" and small != large:
            holders[small].add(large)
    held: dict[int, set[int]] = defaultdict(set)
    for small, larges in holders.items():
        if _kindred(larges, sets):
            held[max(larges)].add(small)
    joins = [(small, large) for large, smalls in held.items() if _kindred(smalls, sets) for small in smalls]
    members: dict[int, list[int]] = defaultdict(list)
    for text, name in sorted(_joined([*family.items(), *joins]).items()):
        members[name].append(text)
    return [texts for texts in members.values() if len(texts) > 1]


def _kindred(texts: set[int], sets: Sequence[Hashes]) -> bool:
    """Say whether every text shares half or more with the largest of them, counted in the smaller one's shingles."""
    if len(texts) == 1:
        return True
    largest = sets[max(texts)]
    return all(2 * shared(one, largest) >= min(len(one), len(largest)) for one in (sets[text] for text in texts))


def _joined(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Give for each index in a pair the highest one that it hangs together with (union-find)."""
    parent: dict[int, int] = {}

    def find(one: int) -> int:
        parent.setdefault(one, one)
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for a, b in pairs:
        low, high = sorted((find(a), find(b)))
        parent[low] = high
    return {one: find(one) for one in list(parent)}
