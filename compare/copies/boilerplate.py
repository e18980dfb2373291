"""Copies that rest on boilerplate: a paragraph under every article of an outlet proves nothing.

Takes verified matches and the outlet of each text. Gives the matches that hold without what is boilerplate. Knows nothing
of articles or of where in a text a shingle stands.

A shingle is boilerplate if more than ``MANY`` different texts of one outlet hold it, and more than one in a hundred of that
outlet's. A match rests on it if at least half of what the two texts share is boilerplate, and the rest would not do. Texts
that differ in a few words are copies all the same: many versions of one article share all that they have. First a sample
of what a match shares is looked at, and all of it only where three in eight of the sample are boilerplate; that passes
over one match of twenty where half of the whole is, and one of 250 where 60 per cent are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from compare.copies.groups import Match
from compare.copies.holders import find_holders
from compare.copies.shingles import common
from compare.copies.store import LOW

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.copies.store import Sets
    from compare.language.hashes import Hashes

MANY, _PART = 50, 0.01
FEW_WORDS = 0.9  # Jaccard similarity of texts that differ in a few words
_SAMPLE, _SOME = 32, 3 / 8  # shared shingles of a match that are looked at first; the share that is reason to go on
_KEYS = 2_000_000  # shingles looked up at a time


def without_boilerplate(
    matches: Sequence[Match], sets: Sets, outlets: NDArray[np.int64], jaccard: float, containment: float
) -> list[Match]:
    """Give the matches of which less than half is boilerplate, or that reach a threshold when it is counted in neither text.

    ``outlets`` has a number for each set. The measures of a match stay those of the whole texts.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    if not matches or np.bincount(outlets).max() <= MANY:
        return list(matches)
    kept = [match for match in matches if match.jaccard < FEW_WORDS]
    sure = [match for match in matches if match.jaccard >= FEW_WORDS]
    suspects = []
    for start in range(0, len(kept), _KEYS // _SAMPLE):
        some = kept[start : start + _KEYS // _SAMPLE]
        sample = [
            common(sets[match.a], sets[match.b])[:_SAMPLE].copy() for match in some
        ]  # not a view, which would keep all of it
        standing = _standing(sample, sets, outlets)
        suspects += [start + n for n, own in enumerate(sample) if _count(own, standing) >= max(1, _SOME * len(own))]
    gone = set()
    for part in _parts(suspects, kept, sets):
        shared = [common(sets[kept[n].a], sets[kept[n].b]) for n in part]
        standing = _standing(shared, sets, outlets)
        for n, own in zip(part, shared, strict=True):
            one, two = (int(sets.sizes[index]) for index in (kept[n].a, kept[n].b))
            passed = _count(own, standing)
            both = len(own) - passed
            near, held = both / max(1, one + two - len(own) - passed), both / max(1, min(one, two) - passed)
            if both <= passed and near < jaccard and held < containment:
                gone.add(n)
    return sure + [match for n, match in enumerate(kept) if n not in gone]


def _count(own: Hashes, standing: Hashes) -> int:
    import numpy as np  # noqa: PLC0415 - as above

    return int(np.isin(own, standing, assume_unique=True).sum())


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
    """Give which of some shingles are boilerplate, sorted."""
    import numpy as np  # noqa: PLC0415 - as above

    keys = np.unique(np.concatenate([np.empty(0, dtype=np.uint64), *shared]))
    low = int(np.searchsorted(keys, LOW))
    return np.concatenate([_often(part, sets, outlets) for part in (keys[:low], keys[low:])])


def _often(keys: Hashes, sets: Sets, outlets: NDArray[np.int64]) -> Hashes:
    import numpy as np  # noqa: PLC0415 - as above

    width, often = int(outlets.max()) + 1, np.zeros(len(keys), dtype=np.bool_)
    many_of = np.maximum(MANY, _PART * np.bincount(outlets))
    found, counts = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    waiting, size = [found], 0

    def counted() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        new, many = np.unique(np.concatenate(waiting), return_counts=True)
        both, inverse = np.unique(np.concatenate([found, new]), return_inverse=True)
        sums = np.bincount(inverse, np.concatenate([counts, many])).astype(np.int64)
        often[both[sums > many_of[both % width]] // width] = True
        open_ = ~often[both // width]
        return both[open_], sums[open_]

    for place, owner in find_holders(keys, sets) if len(keys) else ():
        unsure = ~often[place]
        waiting.append(place[unsure] * width + outlets[owner[unsure]])
        size += len(waiting[-1])
        if size > max(_KEYS, len(found)):
            (found, counts), waiting, size = counted(), [found[:0]], 0
    counted()
    return keys[often]
