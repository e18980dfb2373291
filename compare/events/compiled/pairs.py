"""Which pairs share a bucket or a passage, and how alike they are.

Takes and gives NumPy arrays, the same as ``similarity``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from compare.work.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ODD = np.uint64(0x9E3779B97F4A7C15)
_U0 = np.uint64(0)
_S29, _S32 = np.uint64(29), np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_FILTER = 1 << 14  # low bits of a column that are looked at first


@compiled
def _free(table: NDArray[np.int64], pair: np.int64) -> np.int64:
    """Give the slot of a pair, or the empty one where it belongs."""
    mask = np.int64(len(table) - 1)
    slot = np.int64(np.uint64(pair) * _ODD >> _S32) & mask
    while table[slot] != pair and table[slot] >= 0:
        slot = (slot + 1) & mask
    return slot


@compiled
def near_in_buckets(
    ranked: NDArray[np.uint64], days: NDArray[np.float64], window: float, width: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the pairs of places in time that are near each other in a bucket, and in how many.

    ``ranked`` are, a permutation a row, sorted, the values of the sketches in the upper half and the places in ``days`` in
    the lower. A pair is the lower place * their number + the higher.
    """
    count = len(days)
    seen, times, held = np.full(1 << 16, -1, dtype=np.int64), np.zeros(1 << 16, dtype=np.int64), 0
    for both in ranked:
        for i in range(count):
            for k in range(i + 1, min(count, i + 1 + width)):
                if both[i] >> _S32 != both[k] >> _S32:
                    break
                a, b = np.int64(both[i] & _LOW), np.int64(both[k] & _LOW)
                if days[b] - days[a] > window:
                    break
                if 2 * held >= len(seen):
                    larger, moved = np.full(4 * len(seen), -1, dtype=np.int64), np.zeros(4 * len(seen), dtype=np.int64)
                    for n in range(len(seen)):
                        if seen[n] >= 0:
                            slot = _free(larger, seen[n])
                            larger[slot], moved[slot] = seen[n], times[n]
                    seen, times = larger, moved
                slot = _free(seen, a * count + b)
                held += seen[slot] < 0
                seen[slot] = a * count + b
                times[slot] += 1
    return seen[seen >= 0], times[seen >= 0]


@compiled
def most_met(
    wanted: NDArray[np.int64],
    sketches: NDArray[np.uint32],
    ranked: NDArray[np.uint64],
    bucket: int,
    nearest: int,
) -> NDArray[np.int64]:
    """Give for each wanted article those that share most buckets with it, of equal ones the first, -1 behind the last.

    ``ranked`` are, a permutation a row, sorted, the values of the sketches in the upper half and the articles in the lower;
    of a bucket the first ``bucket`` ones are looked at.
    """
    count = sketches.shape[0]
    found = np.full((len(wanted), nearest), -1, dtype=np.int64)
    times, met = np.zeros(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    for n in range(len(wanted)):
        own, many = wanted[n], 0
        for p in range(sketches.shape[1]):
            start = np.searchsorted(ranked[p], np.uint64(sketches[own, p]) << _S32)
            for k in range(start, min(count, start + bucket)):
                if ranked[p, k] >> _S32 != sketches[own, p]:
                    break
                other = np.int64(ranked[p, k] & _LOW)
                if other != own:
                    if times[other] == 0:
                        met[many] = other
                        many += 1
                    times[other] += 1
        others = np.sort(met[:many])
        best = np.argsort(-times[others], kind="mergesort")
        for k in range(min(nearest, many)):
            found[n, k] = others[best[k]]
        times[others] = 0
    return found


@compiled
def runs_of_words(
    words: NDArray[np.uint64], ends: NDArray[np.int64], most: int, size: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Give a hash for each run of ``size`` among the ``most`` first words of each text, sorted, and the bounds of texts."""
    texts = len(ends) - 1
    runs, bounds, filled = np.empty(len(words), dtype=np.uint64), np.zeros(texts + 1, dtype=np.int64), 0
    for text in range(texts):
        begin, end = ends[text], min(ends[text + 1], ends[text] + most)
        start = filled
        for i in range(begin, end - size + 1):
            value = _U0
            for k in range(size):
                value = (value ^ words[i + k]) * _ODD
                value ^= value >> _S29
            runs[filled] = value
            filled += 1
        runs[start:filled].sort()
        bounds[text + 1] = filled
    return runs[:filled].copy(), bounds


@compiled
def share_runs(pairs: NDArray[np.int64], runs: NDArray[np.uint64], bounds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say for each pair of texts whether they share a run; text n has ``runs[bounds[n]:bounds[n + 1]]``, sorted."""
    found = np.zeros(len(pairs), dtype=np.bool_)
    for n in range(len(pairs)):
        i, k = bounds[pairs[n, 0]], bounds[pairs[n, 1]]
        ends = bounds[pairs[n, 0] + 1], bounds[pairs[n, 1] + 1]
        while i < ends[0] and k < ends[1] and not found[n]:
            one, two = runs[i], runs[k]
            found[n] = one == two
            i += one <= two
            k += two <= one
    return found


@compiled
def multiply_pairs(  # noqa: PLR0917 - as above
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    columns: NDArray[np.int32],
    weights: NDArray[np.float32],
    bounds: NDArray[np.int64],
    width: int,
) -> NDArray[np.float64]:
    """Give the products of pairs of vectors; pairs that share their ``first`` should follow each other."""
    products = np.zeros(len(first))
    row, maybe = np.zeros(width, dtype=np.float32), np.zeros(_FILTER, dtype=np.bool_)
    last = np.int64(-1)
    for n in range(len(first)):
        if first[n] != last:
            if last >= 0:
                for i in range(bounds[last], bounds[last + 1]):
                    row[columns[i]] = 0.0
                maybe[:] = False
            last = first[n]
            for i in range(bounds[last], bounds[last + 1]):
                row[columns[i]] = weights[i]
                maybe[columns[i] & (_FILTER - 1)] = True
        total = 0.0
        for i in range(bounds[second[n]], bounds[second[n] + 1]):
            if maybe[columns[i] & (_FILTER - 1)]:
                total += np.float64(row[columns[i]]) * np.float64(weights[i])
        products[n] = total
    return products


@compiled
def lowest_hashes(
    salient: NDArray[np.uint64], told: NDArray[np.int64], factors: NDArray[np.uint64], shifts: NDArray[np.uint64]
) -> NDArray[np.uint32]:
    """Give for each article and permutation the upper half of the lowest hash of its first ``told`` terms."""
    rows = np.full((len(salient), len(factors)), 0xFFFFFFFF, dtype=np.uint32)
    for n in range(len(salient)):
        for p in range(len(factors)):
            lowest = np.uint64(0xFFFFFFFFFFFFFFFF)
            for i in range(told[n]):
                lowest = min(lowest, salient[n, i] * factors[p] + shifts[p])
            rows[n, p] = np.uint32(lowest >> _S32)
    return rows
