"""Which pairs of texts are worth comparing: MinHash bands for resemblance, sampled shingles for containment.

Takes sets of shingle hashes, sorted by size. Gives pairs of indexes ``a < b``, so that ``a`` is never the larger. Knows
nothing of articles, and decides nothing: every pair is verified elsewhere.

Nothing here is quadratic. In a bucket of a band, each text is paired with the ``WINDOW`` next larger ones, so that texts
which are nearly one still hang together, and a bucket filled by shared boilerplate costs ``WINDOW`` pairs a text. A
shingle that more than ``COMMON`` texts hold says nothing of who holds whom, and is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.copies.shingles import Hashes

WINDOW = 32
COMMON = 256
_SAMPLE = 8  # shingles of a text looked up in the others; half of them must be there
_MISS = 1e-3  # share of pairs at the threshold that the bands may miss
_BATCH = 10_000_000  # pairs collected before those found twice are dropped
_SLICE = 8_192  # hashes permuted at a time, so that one huge text does not fill the memory


def banding(num_perm: int, jaccard: float) -> tuple[int, int]:
    """Give (bands, rows): the longest rows that miss at most one in 1,000 pairs of this Jaccard similarity, if any do.

    The chance that a pair shares a band is 1 - (1 - s^rows)^bands (Leskovec, Rajaraman and Ullman 2014, section 3.4).
    """
    rows = 1
    while num_perm // (rows + 1) and (1 - jaccard ** (rows + 1)) ** (num_perm // (rows + 1)) <= _MISS:
        rows += 1
    return num_perm // rows, rows


def signatures(sets: Sequence[Hashes], num_perm: int, seed: int) -> NDArray[np.uint32]:
    """Give a MinHash signature a row, of the upper 32 bits of each hash, in datasketch's scheme ``affine32``."""
    import numpy as np  # noqa: PLC0415 - half a second with datasketch, only where it is needed
    from datasketch import MinHash  # noqa: PLC0415 - as above

    matrix = np.empty((len(sets), num_perm), dtype=np.uint32)
    blank = MinHash(num_perm=num_perm, seed=seed, hashfunc=int, scheme="affine32")
    for row, hashes in enumerate(sets):
        sketch, upper = blank.copy(), (hashes >> np.uint64(32)).astype(np.uint32)
        for start in range(0, len(upper), _SLICE):
            sketch.update_batch(upper[start : start + _SLICE])
        matrix[row] = sketch.hashvalues
    return matrix


def near_candidates(matrix: NDArray[np.uint32], sizes: Sequence[int], jaccard: float) -> Iterator[tuple[int, int]]:
    """Give the pairs that share a band and whose sizes allow them to reach ``jaccard``, sorted."""
    import numpy as np  # noqa: PLC0415 - as above

    count, num_perm = matrix.shape
    bands, rows = banding(num_perm, jaccard)
    size, found = np.array(sizes), np.empty(0, dtype=np.int64)
    pairs, waiting = [], 0
    for band in range(bands):
        key = np.zeros(count, dtype=np.uint64)
        for column in range(band * rows, (band + 1) * rows):
            key = (key ^ matrix[:, column]) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(29)
        order = np.argsort(key, kind="stable")
        ordered = key[order]
        for step in range(1, min(WINDOW, count - 1) + 1):
            same = ordered[step:] == ordered[:-step]
            if not same.any():
                break
            a, b = order[:-step][same], order[step:][same]
            fits = size[a] >= jaccard * size[b]
            pairs.append(a[fits] * count + b[fits])
            waiting += len(pairs[-1])
        if waiting > _BATCH or band == bands - 1:
            found, pairs, waiting = np.unique(np.concatenate([found, *pairs])), [], 0
    for code in found.tolist():
        yield divmod(code, count)


def containment_candidates(sets: Sequence[Hashes]) -> Iterator[tuple[int, int]]:
    """Give the pairs in which the larger holds half or more of the smaller's sample, sorted by the smaller.

    The sample is the lowest hashes, a random choice that is the same in every run. At a containment of 0.85, half of
    eight are missing in about one pair of 350.
    """
    import numpy as np  # noqa: PLC0415 - as above

    if not sets:
        return
    keys = np.unique(np.concatenate([hashes[:_SAMPLE] for hashes in sets]))
    likely = np.zeros(1 << 20, dtype=np.bool_)
    likely[keys >> np.uint64(44)] = True
    hits, holders = [], []
    for text, hashes in enumerate(sets):
        few = hashes[likely[hashes >> np.uint64(44)]]
        places = np.minimum(np.searchsorted(keys, few), len(keys) - 1)
        held = places[keys[places] == few]
        hits.append(held)
        holders.append(np.full(len(held), text))
    hit, holder = np.concatenate(hits), np.concatenate(holders)
    order = np.argsort(hit, kind="stable")
    holder, starts = holder[order], np.searchsorted(hit[order], np.arange(len(keys) + 1))
    for text, hashes in enumerate(sets):
        sample = np.searchsorted(keys, hashes[:_SAMPLE])
        lists = [holder[starts[key] : starts[key + 1]] for key in sample.tolist()]
        lists = [one for one in lists if len(one) <= COMMON]
        if lists:
            others, counts = np.unique(np.concatenate(lists), return_counts=True)
            for other in others[(counts * 2 >= len(lists)) & (others > text)].tolist():
                yield text, other
