"""Which pairs of texts are worth comparing: MinHash bands for resemblance, sampled shingles for containment.

Takes sets of shingle hashes, sorted by size, and the keys of their bands. Gives pairs of indexes ``a < b``, so that ``a``
is never the larger. Knows nothing of articles, and decides nothing: every pair is verified elsewhere.

Nothing here is quadratic. In a bucket of a band, each text is paired with the ``WINDOW`` next larger ones, so that texts
which are nearly one still hang together, and a bucket filled by shared boilerplate costs ``WINDOW`` pairs a text. A
shingle that more than ``COMMON`` texts hold says nothing of who holds whom, and is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from compare.copies.bands import SAMPLE
from compare.copies.holders import find_holders
from compare.copies.store import LOW

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.copies.bands import Columns
    from compare.copies.store import Hashes, Sets

    Pairs: TypeAlias = NDArray[np.int64]  # of shape (number, 2)
    Follow: TypeAlias = Callable[[str, Sequence[NDArray[np.int64]]], Iterable[NDArray[np.int64]]]

WINDOW = 32
COMMON = 256
_RAREST = 10  # shingles of a text's sample that are looked for in the others: the rarest
_ENOUGH = 0.5  # share of them that must be there
_BATCH = 4_000_000  # pairs collected before those found twice are dropped
_KEYS = 1_000_000  # shingles looked up at a time
_HITS = 16_000_000  # places where they are found, at a time
_TEXTS = 1_000  # texts whose shingles are put together at a time


def near_candidates(bands: Columns | Sequence[Hashes], sizes: NDArray[np.int64], jaccard: float) -> Pairs:
    """Give the pairs that share a band and whose sizes allow them to reach ``jaccard``, sorted."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    count = len(sizes)
    found, pairs, waiting = np.empty(0, dtype=np.int64), [], 0
    for band in range(len(bands)):
        key = bands[band]
        order = np.argsort(key, kind="stable")
        ordered = key[order]
        for step in range(1, min(WINDOW, count - 1) + 1):
            same = np.flatnonzero(ordered[step:] == ordered[:-step])
            if not len(same):
                break
            a, b = order[same], order[same + step]
            fits = sizes[a] >= jaccard * sizes[b]
            pairs.append(a[fits] * count + b[fits])
            waiting += len(pairs[-1])
        if waiting > _BATCH or band == len(bands) - 1:
            found, pairs, waiting = np.unique(np.concatenate([found, *pairs])), [], 0
    return np.stack(np.divmod(found, max(1, count)), axis=1)


def containment_candidates(sets: Sets, samples: Columns, follow: Follow = lambda _, parts: parts) -> Iterator[Pairs]:
    """Give the pairs in which the larger holds enough of the smaller's sample, in several arrays.

    ``samples`` are the 16 lowest hashes of each set. Of the rarest 10, those that ``COMMON`` or fewer texts hold count, and
    half must be there. At a containment of 0.85 that misses about one pair of 700.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    # Texts of which the whole sample is low are looked up together, and fast; of short ones it is not.
    low = np.logical_and.reduce([row < LOW for row in samples])
    several, each = [np.flatnonzero(low), np.flatnonzero(~low)], _KEYS // SAMPLE
    parts = [texts[start : start + each] for texts in several for start in range(0, len(texts), each)]
    for part in follow("comparing", parts):
        waiting = [part]
        while waiting:
            texts = waiting.pop(0)
            sample = np.stack([row[texts] for row in samples], axis=1)
            keys, key = np.unique(sample, return_inverse=True)
            held = _held(keys, sets)
            if held is None:  # too many to keep
                waiting = [*np.array_split(texts, 2), *waiting]
            else:
                yield _shared_by(texts, np.minimum(sets.sizes[texts], SAMPLE), key.reshape(sample.shape), *held)


def _held(keys: Hashes, sets: Sets) -> tuple[NDArray[np.int64], NDArray[np.int32]] | None:
    """Give for each key how many sets hold it, and the sets of all keys one after the other; None if they are too many.

    Of a key that more than ``COMMON`` hold, only some of them, but more than that.
    """
    import numpy as np  # noqa: PLC0415 - as above

    count, filled = np.zeros(len(keys), dtype=np.int64), 0
    places, owners = [np.empty(0, dtype=np.int32)], [np.empty(0, dtype=np.int32)]
    for place, owner in find_holders(keys, sets):
        telling = count[place] <= COMMON
        places.append(place[telling].astype(np.int32))
        owners.append(owner[telling].astype(np.int32))
        np.add.at(count, places[-1], 1)
        filled += len(places[-1])
        if filled > _HITS and len(keys) > SAMPLE:
            return None
    return count, np.concatenate(owners)[np.argsort(np.concatenate(places), kind="stable")]


def _shared_by(
    texts: NDArray[np.int64],
    lengths: NDArray[np.int64],
    keys: NDArray[np.int64],
    count: NDArray[np.int64],
    owners: NDArray[np.int32],
) -> Pairs:
    """Give the pairs of a text and a larger one that holds enough of its sample.

    Each text has a row in ``keys``, of which the first ``lengths`` are its sample; key k is held by ``count[k]`` of
    ``owners``, one after the other.
    """
    import numpy as np  # noqa: PLC0415 - as above

    first = np.cumsum(count) - count
    number = np.where(np.arange(SAMPLE) < lengths[:, None], count[keys], COMMON + 1)
    rarest = np.argsort(number, axis=1, kind="stable")[:, :_RAREST]
    keys, number = np.take_along_axis(keys, rarest, axis=1), np.take_along_axis(number, rarest, axis=1)
    telling = number <= COMMON
    shared = telling & (number > 1)
    needed = np.maximum(1, _ENOUGH * telling.sum(axis=1))
    hopeful = np.flatnonzero(shared.sum(axis=1) >= needed)  # a text whose shingles nobody else has lies in no other
    found = [np.empty((0, 2), dtype=np.int64)]
    for begin in range(0, len(hopeful), _TEXTS):
        some = hopeful[begin : begin + _TEXTS]
        place, column = np.nonzero(shared[some])
        key = keys[some[place], column]
        many = count[key]
        hits = np.arange(many.sum()) + np.repeat(first[key] - np.cumsum(many) + many, many)
        text, other = np.repeat(some[place], many), owners[hits].astype(np.int64)
        larger = other > texts[text]
        codes, both = np.unique((text[larger] << 32) + other[larger], return_counts=True)
        codes = codes[both >= needed[codes >> 32]]
        found.append(np.stack([texts[codes >> 32], codes & 0xFFFFFFFF], axis=1))
    return np.concatenate(found)
