"""The compiled reader: word hashes in, shingle sets and signatures out.

Takes NumPy arrays. Gives NumPy arrays, the same to the bit as ``shingles``, ``bands`` and ``candidates`` make without it.
Knows nothing of articles. Imported only where there is enough work to pay for numba; what is compiled is kept on disk.

Every function lets other threads run, uses only what it is given, and takes time linear in its input.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from compare.work.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ODD = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(0xC2B2AE3D27D4EB4F)
_S29, _S32 = np.uint64(29), np.uint64(32)
_U0, _U1 = np.uint64(0), np.uint64(1)
_FEW = 24  # hashes in a bucket that are sorted by insertion


@compiled
def _sort_distinct(values: NDArray[np.uint64], out: NDArray[np.uint64], starts: NDArray[np.int64], shift: int) -> int:
    """Sort hashes into ``out`` by their upper bits and then within each bucket; give how many are distinct.

    Linear in the number of values where they are spread evenly, as hashes are; a crowded bucket is sorted by NumPy's sort.
    """
    starts[:] = 0
    for value in values:
        starts[np.int64(value >> np.uint64(shift)) + 1] += 1
    for bucket in range(1, len(starts)):
        starts[bucket] += starts[bucket - 1]
    for value in values:
        upper = np.int64(value >> np.uint64(shift))
        out[starts[upper]] = value
        starts[upper] += 1
    begin = 0
    for bucket in range(len(starts) - 1):
        end = starts[bucket]
        if end - begin > _FEW:
            out[begin:end] = np.sort(out[begin:end])
        else:
            for i in range(begin + 1, end):
                value, k = out[i], i
                while k > begin and out[k - 1] > value:
                    out[k] = out[k - 1]
                    k -= 1
                out[k] = value
        begin = end
    distinct = 0
    for i in range(len(values)):
        if i == 0 or out[i] != out[distinct - 1]:
            out[distinct] = out[i]
            distinct += 1
    return distinct


@compiled
def _sign(hashes: NDArray[np.uint64], a: NDArray[np.uint32], b: NDArray[np.uint32], mixed: NDArray[np.uint32],
          row: NDArray[np.uint32]) -> None:  # fmt: skip
    """Write the MinHash signature of the upper halves of ``hashes``: datasketch's ``affine32``."""
    for i in range(len(hashes)):
        h = hashes[i] >> _S32
        h = ((h ^ (h >> np.uint64(16))) * np.uint64(0x85EBCA6B)) & np.uint64(0xFFFFFFFF)
        h = ((h ^ (h >> np.uint64(13))) * np.uint64(0xC2B2AE35)) & np.uint64(0xFFFFFFFF)
        mixed[i] = np.uint32(h ^ (h >> np.uint64(16)))
    few = mixed[: len(hashes)]
    for p in range(len(a)):
        factor, added, least = a[p], b[p], np.uint32(0xFFFFFFFF)
        for i in range(len(few)):  # by index: numba keeps this loop in vector registers
            least = min(least, np.uint32(few[i] * factor + added))
        row[p] = least


@compiled
def _mix_runs(own: NDArray[np.uint64], size: int, out: NDArray[np.uint64]) -> int:
    """Write a hash for each run of ``size`` words, in order; give how many there are."""
    count = max(0, len(own) - size + 1)
    for i in range(count):
        value = _U0
        for k in range(size):
            value = (value ^ own[i + k]) * _ODD
            value ^= value >> _S29
        out[i] = value * _ODD
    return count


@compiled
def read_sets(  # noqa: PLR0917 - compiled functions are called by position
    words: NDArray[np.uint64],
    bounds: NDArray[np.int64],
    wanted: NDArray[np.bool_],
    size: int,
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    rows: int,
) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint64]]:
    """Give the key of each text's words, all sets one after the other and their bounds, the signatures and band keys.

    A text that is not wanted has an empty set and a signature of ones.
    """
    texts = len(bounds) - 1
    longest, total = 1, 0
    for n in range(texts):
        if wanted[n]:
            longest = max(longest, bounds[n + 1] - bounds[n])
            total += bounds[n + 1] - bounds[n]
    keys = np.empty((texts, 2), dtype=np.uint64)
    sets, ends = np.empty(total, dtype=np.uint64), np.zeros(texts + 1, dtype=np.int64)
    matrix = np.full((texts, len(a)), 0xFFFFFFFF, dtype=np.uint32)
    bands = np.empty((len(a) // rows, texts), dtype=np.uint64)
    values, sorted_ = np.empty(longest, dtype=np.uint64), np.empty(longest, dtype=np.uint64)
    mixed = np.empty(longest, dtype=np.uint32)
    starts = np.empty(2 * longest + 2, dtype=np.int64)
    filled = 0
    for n in range(texts):
        own = words[bounds[n] : bounds[n + 1]]
        one, two = _U0, _U0
        for i in range(len(own)):
            value = (own[i] ^ (np.uint64(i) * _STEP)) * _ODD
            value = (value ^ (value >> _S29)) * _STEP
            value ^= value >> _S32
            one += value
            two += value * (value | _U1)
        keys[n, 0], keys[n, 1] = one, two
        if wanted[n]:
            count = _mix_runs(own, size, values)
            bits = 0
            while (1 << bits) < count:
                bits += 1
            bits = max(1, bits)
            distinct = _sort_distinct(values[:count], sorted_, starts[: (1 << bits) + 1], 64 - bits)
            sets[filled : filled + distinct] = sorted_[:distinct]
            _sign(sorted_[:distinct], a, b, mixed, matrix[n])
            filled += distinct
        ends[n + 1] = filled
        for band in range(len(bands)):
            key = _U0
            for row in range(band * rows, band * rows + rows):
                key = (key ^ np.uint64(matrix[n, row])) * _ODD
                key ^= key >> _S29
            bands[band, n] = key
    return keys, sets[:filled], ends, matrix, bands


@compiled
def _winnow(own: NDArray[np.uint64], size: int, window: int, mixed: NDArray[np.uint64], out: NDArray[np.uint64]) -> int:
    """Write the lowest hash of each window of ``own``'s runs of words into ``out``, one that stays once; give how many."""
    count = _mix_runs(own, size, mixed)
    width, lowest, filled = min(window, count), -1, 0
    for last in range(max(0, width - 1), count):
        first, before = last - width + 1, lowest
        if lowest < first:  # what was the lowest is no longer in the window
            lowest = first
            for i in range(first + 1, last + 1):
                lowest = i if mixed[i] <= mixed[lowest] else lowest
        elif mixed[last] <= mixed[lowest]:
            lowest = last
        if lowest != before:
            out[filled] = mixed[lowest]
            filled += 1
    return filled


@compiled
def read_marks(
    words: NDArray[np.uint64], bounds: NDArray[np.int64], wanted: NDArray[np.bool_], size: int, window: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Give the marks of all wanted texts one after the other, each text's sorted and distinct, and their bounds."""
    texts, longest, total = len(bounds) - 1, 1, 0
    for n in range(texts):
        if wanted[n]:
            longest = max(longest, bounds[n + 1] - bounds[n])
            total += bounds[n + 1] - bounds[n]
    found, ends = np.empty(total, dtype=np.uint64), np.zeros(texts + 1, dtype=np.int64)
    mixed, some = np.empty(longest, dtype=np.uint64), np.empty(longest, dtype=np.uint64)
    filled = 0
    for n in range(texts):
        if wanted[n]:
            count = _winnow(words[bounds[n] : bounds[n + 1]], size, window, mixed, some)
            ordered = np.sort(some[:count])
            for i in range(count):
                if i == 0 or ordered[i] != ordered[i - 1]:
                    found[filled] = ordered[i]
                    filled += 1
        ends[n + 1] = filled
    return found[:filled], ends


@compiled
def count_shared(pairs: NDArray[np.int64], values: NDArray[np.uint64], bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give for each pair of sets how many hashes they share; set n is ``values[bounds[n]:bounds[n + 1]]``."""
    found = np.zeros(len(pairs), dtype=np.int64)
    for n in range(len(pairs)):
        i, k = bounds[pairs[n, 0]], bounds[pairs[n, 1]]
        ends = bounds[pairs[n, 0] + 1], bounds[pairs[n, 1] + 1]
        both = 0
        while i < ends[0] and k < ends[1]:
            one, two = values[i], values[k]
            both += one == two
            i += one <= two
            k += two <= one
        found[n] = both
    return found


@compiled
def look_up(  # noqa: PLR0917 - as above
    keys: NDArray[np.uint64],
    likely: NDArray[np.uint8],
    starts: NDArray[np.int32],
    shifts: tuple[int, int],
    values: NDArray[np.uint64],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give every occurrence of one of the sorted ``keys`` in a set: the index of the key and of the set, set by set.

    Set n is ``values[begins[n]:ends[n]]``, sorted. Bit n of ``likely``, from the lowest of each byte, says whether a
    key begins with n, what is left of it when it is shifted by the first of ``shifts``; those that begin with n when
    shifted by the second are ``keys[starts[n]:starts[n + 1]]``.
    """
    places, owners = np.empty(len(values), dtype=np.int64), np.empty(len(values), dtype=np.int64)
    fine, coarse = np.uint64(shifts[0]), np.uint64(shifts[1])
    highest = keys[-1]
    count = 0
    for n in range(len(begins)):
        for i in range(begins[n], ends[n]):
            value = values[i]
            if value > highest:
                break
            bit = value >> fine
            if not (likely[bit >> np.uint64(3)] >> (bit & np.uint64(7))) & np.uint64(1):
                continue
            for k in range(starts[value >> coarse], starts[(value >> coarse) + np.uint64(1)]):
                if keys[k] == value:
                    places[count], owners[count] = k, n
                    count += 1
    return places[:count], owners[:count]


@compiled
def note_owners(  # noqa: PLR0917 - as above
    found: NDArray[np.int64],
    owners: NDArray[np.int64],
    most: int,
    count: NDArray[np.int64],
    places: NDArray[np.int32],
    texts: NDArray[np.int32],
    filled: int,
) -> int:
    """Write who holds which key behind the ``filled`` ones in ``places`` and ``texts``, and count them; give the new end.

    Of a key that is held more often than ``most``, what comes after that is passed over. Gives -1 where the room ends.
    """
    for i in range(len(found)):
        key = found[i]
        if count[key] <= most:
            if filled == len(places):
                return -1
            count[key] += 1
            places[filled], texts[filled] = key, owners[i]
            filled += 1
    return filled


@compiled
def by_key(places: NDArray[np.int32], owners: NDArray[np.int32], count: NDArray[np.int64]) -> NDArray[np.int32]:
    """Give ``owners`` in the order of their ``places``, of which each comes ``count`` times; a stable sort, in one step."""
    ends = np.zeros(len(count) + 1, dtype=np.int64)
    for key in range(len(count)):
        ends[key + 1] = ends[key] + count[key]
    ordered = np.empty(len(owners), dtype=np.int32)
    for n in range(len(places)):
        ordered[ends[places[n]]] = owners[n]
        ends[places[n]] += 1
    return ordered
