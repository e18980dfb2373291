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
    from compare.copies.store import Sets
    from compare.language.hashes import Hashes

    Pairs: TypeAlias = NDArray[np.int64]  # of shape (number, 2)
    Follow: TypeAlias = Callable[[str, Sequence[NDArray[np.int64]]], Iterable[NDArray[np.int64]]]

WINDOW = 32
COMMON = 256
# How many shingles of a sample are looked for in the others, the rarest first, and the share of them that must be there:
# a few for all texts, and the whole sample where these are found somewhere.
_STEPS = ((10, 0.5), (SAMPLE, 0.55))
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
            fits = sizes[a] / sizes[b] >= jaccard
            pairs.append(a[fits] * count + b[fits])
            waiting += len(pairs[-1])
        if waiting > _BATCH or band == len(bands) - 1:
            found, pairs, waiting = np.unique(np.concatenate([found, *pairs])), [], 0
    return np.stack(np.divmod(found, max(1, count)), axis=1)


def containment_candidates(
    sets: Sets, samples: NDArray[np.uint64], chosen: NDArray[np.int64], follow: Follow = lambda _, parts: parts
) -> Iterator[Pairs]:
    """Give the pairs of ``chosen`` sets, in rising order, in which the larger holds enough of the smaller's sample.

    ``samples`` has the 16 lowest hashes of each set in a column. Those that ``COMMON`` or fewer texts hold count, and nine
    in sixteen must be there; only texts of which half of the rarest 10 are in another are looked at so closely. At a
    containment of 0.85 that misses one pair of 300.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    # Texts of which the whole sample is low are looked up together, and fast; of short ones it is not.
    low = samples[-1, chosen] < LOW
    several, each, sets = [np.flatnonzero(low), np.flatnonzero(~low)], _KEYS // SAMPLE, sets.take(chosen)
    parts = [texts[start : start + each] for texts in several for start in range(0, len(texts), each)]
    pieces = 1
    for part in follow("comparing", parts):
        waiting, done = np.array_split(part, min(pieces, len(part))), 0
        while waiting:
            texts = waiting.pop(0)
            sample = samples[:, chosen[texts]].T
            keys, key = np.unique(sample, return_inverse=True)
            held = _held(keys, sets, int(texts[0]))  # the smaller ones hold none of them
            if held is None:  # too many to keep
                waiting = [*np.array_split(texts, 2), *waiting]
            else:
                done += 1
                lengths = np.minimum(sets.sizes[texts], SAMPLE)
                yield chosen[_shared_by(texts, lengths, key.reshape(sample.shape), *held)]
        pieces = max(pieces, done)  # the next part is like this one


def _held(keys: Hashes, sets: Sets, start: int) -> tuple[NDArray[np.int64], NDArray[np.int32]] | None:
    """Give how many sets from ``start`` on hold each key, and these, key by key; None if they are too many.

    Of a key that more than ``COMMON`` hold, only some of them, but more than that.
    """
    import numpy as np  # noqa: PLC0415 - as above

    count, filled = np.zeros(len(keys), dtype=np.int64), 0
    room = max(_HITS, SAMPLE * (COMMON + len(sets))) if len(keys) <= SAMPLE else _HITS  # one text must do
    places, owners = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.int32)
    if sets.compiled:
        from compare.copies.kernel import by_key, note_owners  # noqa: PLC0415 - numba, where there is enough work

        for place, owner in find_holders(keys, sets, start):
            filled = note_owners(place, owner, COMMON, count, places, owners, filled)
            if filled < 0:
                return None
        return count, by_key(places[:filled], owners[:filled], count)
    for place, owner in find_holders(keys, sets, start):
        telling = count[place] <= COMMON
        end = filled + int(telling.sum())
        if end > room:
            return None
        places[filled:end], owners[filled:end], filled = place[telling], owner[telling], end
        np.add.at(count, place[telling], 1)
    return count, owners[:filled][np.argsort(places[:filled], kind="stable")]


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

    number = np.where(np.arange(SAMPLE) < lengths[:, None], count[keys], COMMON + 1)
    first, found = np.cumsum(count) - count, [np.empty((0, 2), dtype=np.int64)]
    for begin in range(0, len(texts), _TEXTS):
        some = np.arange(begin, min(begin + _TEXTS, len(texts)))
        rarest = np.argsort(number[some], axis=1, kind="stable")
        for most, enough in _STEPS:
            column = rarest[some - begin, :most]
            here, many = keys[some[:, None], column], number[some[:, None], column]
            telling = many <= COMMON
            needed = np.maximum(1, enough * telling.sum(axis=1))
            telling &= many > 1  # a text whose shingles nobody else has lies in no other
            telling &= (telling.sum(axis=1) >= needed)[:, None]
            place, which = np.nonzero(telling)
            key, many = here[place, which], many[place, which]
            hits = np.arange(many.sum()) + np.repeat(first[key] - np.cumsum(many) + many, many)
            row, other = np.repeat(place, many), owners[hits].astype(np.int64)
            larger = other > texts[some[row]]
            codes, both = np.unique((row[larger] << 32) + other[larger], return_counts=True)
            codes = codes[both >= needed[codes >> 32]]
            pairs = np.stack([texts[some[codes >> 32]], codes & 0xFFFFFFFF], axis=1)
            some = some[np.unique(codes >> 32)]
        found.append(pairs)
    return np.concatenate(found)
