"""Copies that rest on boilerplate: a paragraph under every article of an outlet proves nothing.

Takes verified matches and the outlet of each text. Gives the matches that hold without what is boilerplate. Knows nothing
of articles or of where in a text a shingle stands.

A shingle is boilerplate if more than ``MANY`` different texts of one outlet hold it. Only what a match rests on is looked
at: first a sample of the shingles that the two texts share, and where a part of it is boilerplate, all that they share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from compare.copies.groups import Match
from compare.copies.holders import find_holders

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.copies.store import Hashes, Sets

MANY = 256
_SAMPLE, _SOME = 8, 2  # shared shingles of a match that are looked at first, and how many of them are a reason to go on
_KEYS = 2_000_000  # shingles looked up at a time


def without_boilerplate(
    matches: Sequence[Match], sets: Sets, outlets: NDArray[np.int64], jaccard: float, containment: float
) -> list[Match]:
    """Give the matches that still reach a threshold when shared boilerplate is counted in neither text.

    ``outlets`` has a number for each set. The measures of a match stay those of the whole texts.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    kept = list(matches)
    if not kept or np.bincount(outlets).max() <= MANY:
        return kept
    sample = [_shared(match, sets)[:_SAMPLE] for match in kept]
    common = _standing(sample, sets, outlets)
    suspects = [n for n, own in enumerate(sample) if _count(own, common) >= min(_SOME, len(own))]
    gone = set()
    for some in _parts(suspects, kept, sets):
        shared = [_shared(kept[n], sets) for n in some]
        common = _standing(shared, sets, outlets)
        for n, own in zip(some, shared, strict=True):
            one, two = (int(sets.sizes[index]) for index in (kept[n].a, kept[n].b))
            passed = _count(own, common)
            both = len(own) - passed
            near, held = both / max(1, one + two - len(own) - passed), both / max(1, min(one, two) - passed)
            if near < jaccard and held < containment:
                gone.add(n)
    return [match for n, match in enumerate(kept) if n not in gone]


def _shared(match: Match, sets: Sets) -> Hashes:
    import numpy as np  # noqa: PLC0415 - as above

    return np.intersect1d(sets[match.a], sets[match.b], assume_unique=True)


def _count(own: Hashes, common: Hashes) -> int:
    import numpy as np  # noqa: PLC0415 - as above

    return int(np.isin(own, common, assume_unique=True).sum())


def _parts(suspects: Sequence[int], matches: Sequence[Match], sets: Sets) -> Iterator[Sequence[int]]:
    """Divide the matches so that what a part shares fits into the memory."""
    cuts, size = [0], 0
    for place, n in enumerate(suspects):
        size += int(sets.sizes[matches[n].a])
        if size > _KEYS:
            cuts.append(place + 1)
            size = 0
    for begin, end in pairwise([*cuts, len(suspects)]):
        if begin < end:
            yield suspects[begin:end]


def _standing(shared: Sequence[Hashes], sets: Sets, outlets: NDArray[np.int64]) -> Hashes:
    """Give which of some shingles stand in more than ``MANY`` sets of one outlet, sorted."""
    import numpy as np  # noqa: PLC0415 - as above

    keys = np.unique(np.concatenate(shared))
    width = int(outlets.max()) + 1
    found, counts = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    waiting, size = [found], 0

    def counted() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        new, many = np.unique(np.concatenate(waiting), return_counts=True)
        both, inverse = np.unique(np.concatenate([found, new]), return_inverse=True)
        return both, np.bincount(inverse, np.concatenate([counts, many])).astype(np.int64)

    for place, owner in find_holders(keys, sets):
        waiting.append(place * width + outlets[owner])
        size += len(place)
        if size > max(_KEYS, len(found)):
            (found, counts), waiting, size = counted(), [found[:0]], 0
    found, counts = counted()
    return keys[np.unique(found[counts > MANY] // width)]
