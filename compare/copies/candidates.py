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

from compare.copies.shingles import Sets

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.copies.shingles import Hashes

WINDOW = 32
COMMON = 256
_SAMPLE = 8  # shingles of a text looked up in the others; half of them must be there
_MISS = 1e-3  # share of pairs at the threshold that the bands may miss
_TEXTS = 1_000  # texts looked up at a time: eight shingles with up to COMMON holders each
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


def permutations(num_perm: int, seed: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Give the factors (odd) and summands of datasketch's scheme ``affine32`` for this seed."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    numbers = np.random.RandomState(seed)
    factors = numbers.randint(0, 1 << 31, num_perm, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, numbers.randint(0, 1 << 32, num_perm, dtype=np.uint32)


def signatures(sets: Sequence[Hashes], num_perm: int, seed: int) -> NDArray[np.uint32]:
    """Give a MinHash signature a row, of the upper 32 bits of each hash: datasketch's own, in its scheme ``affine32``.

    A row becomes an object of theirs by ``MinHash(hashvalues=row, seed=seed, scheme="affine32")``.
    """
    import numpy as np  # noqa: PLC0415 - as above

    factors, added = permutations(num_perm, seed)
    matrix = np.full((len(sets), num_perm), 0xFFFFFFFF, dtype=np.uint32)
    for row, hashes in zip(matrix, sets, strict=True):
        for start in range(0, len(hashes), _SLICE):
            h = (hashes[start : start + _SLICE] >> np.uint64(32)).astype(np.uint32)[:, None]
            h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
            h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
            h ^= h >> np.uint32(16)
            np.minimum(row, (h * factors + added).min(axis=0), out=row)
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

    if not len(sets):
        return
    samples = [hashes[:_SAMPLE] for hashes in sets]
    keys = np.unique(np.concatenate(samples))
    hit, holder = _holders(keys, sets)
    order = np.argsort(hit, kind="stable")
    holder, starts = holder[order], np.searchsorted(hit[order], np.arange(len(keys) + 1))
    held = np.diff(starts)
    for begin in range(0, len(samples), _TEXTS):
        some = samples[begin : begin + _TEXTS]
        text = np.repeat(np.arange(begin, begin + len(some)), [len(one) for one in some])
        key = np.searchsorted(keys, np.concatenate(some))
        told = held[key] <= COMMON
        telling = np.bincount(text[told] - begin, minlength=len(some))
        told &= held[key] > 1
        text, key = text[told], key[told]
        lengths = held[key]
        place = np.arange(lengths.sum()) + np.repeat(starts[key] - np.cumsum(lengths) + lengths, lengths)
        text, other = np.repeat(text, lengths), holder[place]
        codes, counts = np.unique((text * len(samples) + other)[other > text], return_counts=True)
        text, other = np.divmod(codes, len(samples))
        enough = 2 * counts >= telling[text - begin]
        yield from zip(text[enough].tolist(), other[enough].tolist(), strict=True)


def _holders(keys: Hashes, sets: Sequence[Hashes]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give every occurrence of one of the sorted ``keys`` in a set: the index of the key and of the set."""
    import numpy as np  # noqa: PLC0415 - as above

    if isinstance(sets, Sets) and sets.compiled:
        from compare.copies.kernel import find_holders  # noqa: PLC0415 - numba, where there is enough work

        likely = np.zeros(1 << 24, dtype=np.bool_)
        likely[keys >> np.uint64(40)] = True
        return find_holders(keys, np.packbits(likely, bitorder="little"), sets.values, sets.begins, sets.sizes)
    likely = np.zeros(1 << 20, dtype=np.bool_)
    likely[keys >> np.uint64(44)] = True
    hits, holders = [], []
    for text, hashes in enumerate(sets):
        few = hashes[likely[hashes >> np.uint64(44)]]
        places = np.minimum(np.searchsorted(keys, few), len(keys) - 1)
        found = places[keys[places] == few]
        hits.append(found)
        holders.append(np.full(len(found), text))
    return np.concatenate(hits), np.concatenate(holders)
