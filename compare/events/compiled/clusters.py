"""Average linkage.

Takes and gives NumPy arrays, the same as ``linkage``.

While they are joined, a cluster is called by its lowest member. Its neighbours are a list, in which joined ones still stand
under their old names; the sums of similarities are in one hash table; its vector, if it has several members, is in a long
array that is packed when it is full.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from compare.work.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ODD = np.uint64(0x9E3779B97F4A7C15)
_S32 = np.uint64(32)
_COARSE = 2.0**30  # as in ``similarity``


@compiled
def _slot(keys: NDArray[np.int64], a: np.int64 | int, b: np.int64 | int) -> np.int64:
    """Give the slot of a pair, or the free one where it belongs."""
    key = np.int64(min(a, b)) << 32 | np.int64(max(a, b))
    mask = np.int64(len(keys) - 1)
    slot = np.int64(np.uint64(key) * _ODD >> _S32) & mask
    while keys[slot] != key and keys[slot] >= 0:
        slot = (slot + 1) & mask
    return slot


@compiled
def _put(
    keys: NDArray[np.int64], sums: NDArray[np.float64], a: np.int64 | int, b: np.int64 | int, value: float
) -> bool:
    """Write the sum of a pair, and say whether it is a new one."""
    slot = _slot(keys, a, b)
    new = bool(keys[slot] < 0)
    keys[slot], sums[slot] = np.int64(min(a, b)) << 32 | np.int64(max(a, b)), value
    return new


@compiled
def _root(parent: NDArray[np.int64], one: int) -> int:
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = parent[one]
    return one


@compiled
def _fit(  # noqa: PLR0917 - compiled functions are called by position
    first: NDArray[np.float64], last: NDArray[np.float64], a: int, b: int, window: float, days: float
) -> float:
    gap = max(0.0, first[a] - last[b], first[b] - last[a])
    if gap == np.inf:
        return 1.0
    return 0.0 if gap > window else 1 / (1 + gap / days)


@compiled
def _push(  # noqa: PLR0917 - as above
    heap: NDArray[np.float64], pair: NDArray[np.int64], size: int, value: float, a: int, b: int
) -> None:
    """Put an entry behind the ``size`` ones of a heap that gives the lowest value first, of equal ones the lowest pair."""
    one, k = np.int64(min(a, b)) << 32 | np.int64(max(a, b)), size
    while k > 0:
        above = (k - 1) // 2
        if heap[above] < value or (heap[above] == value and pair[above] <= one):
            break
        heap[k], pair[k] = heap[above], pair[above]
        k = above
    heap[k], pair[k] = value, one


@compiled
def _pop(heap: NDArray[np.float64], pair: NDArray[np.int64], size: int) -> None:
    """Take the first of ``size`` entries out."""
    value, one, k = heap[size - 1], pair[size - 1], 0
    while True:
        below = 2 * k + 1
        if below >= size - 1:
            break
        if below + 1 < size - 1 and (
            heap[below + 1] < heap[below] or (heap[below + 1] == heap[below] and pair[below + 1] < pair[below])
        ):
            below += 1
        if value < heap[below] or (value == heap[below] and one <= pair[below]):
            break
        heap[k], pair[k] = heap[below], pair[below]
        k = below
    heap[k], pair[k] = value, one


@compiled
def _scatter(
    row: NDArray[np.float64], columns: NDArray[np.int32], weights: NDArray[np.floating], begin: int, length: int
) -> None:
    for k in range(begin, begin + length):
        row[columns[k]] = weights[k]


@compiled
def _product(
    row: NDArray[np.float64], columns: NDArray[np.int32], weights: NDArray[np.floating], begin: int, length: int
) -> float:
    total = 0.0
    for k in range(begin, begin + length):
        total += row[columns[k]] * np.float64(weights[k])
    return total


@compiled
def _add_up(  # noqa: PLR0917 - as above
    row: NDArray[np.float64],
    columns: NDArray[np.int32],
    weights: NDArray[np.floating],
    begin: int,
    length: int,
    seen: NDArray[np.int32],
    end: int,
) -> int:
    """Add a vector to ``row``, write its new columns behind the first ``end`` of ``seen``, and give the new end."""
    for k in range(begin, begin + length):
        if row[columns[k]] == 0.0:
            seen[end] = columns[k]
            end += 1
        row[columns[k]] += weights[k]
    return end


@compiled
def _pack_vectors(  # noqa: PLR0917 - as above
    parent: NDArray[np.int64],
    size: NDArray[np.float64],
    begin: NDArray[np.int64],
    length: NDArray[np.int64],
    columns: NDArray[np.int32],
    weights: NDArray[np.float64],
) -> int:
    """Move the vectors of several members that are still in use to the front, and give where the room behind begins."""
    live = np.flatnonzero((parent == np.arange(len(parent))) & (size > 1))
    taken = 0
    for c in live[np.argsort(begin[live])]:
        for k in range(length[c]):  # from a place behind to one before
            columns[taken + k], weights[taken + k] = columns[begin[c] + k], weights[begin[c] + k]
        begin[c] = taken
        taken += length[c]
    return taken


@compiled
def _packed_lists(
    parent: NDArray[np.int64], start: NDArray[np.int64], degree: NDArray[np.int64], near: NDArray[np.int64], room: int
) -> tuple[NDArray[np.int64], int]:
    """Give the lists of neighbours that are still in use, with room behind them, and where that begins."""
    packed, used = np.empty(room, dtype=np.int64), 0
    for c in range(len(parent)):
        if parent[c] == c:
            packed[used : used + degree[c]] = near[start[c] : start[c] + degree[c]]
            start[c] = used
            used += degree[c]
    return packed, used


@compiled
def _live_sums(
    parent: NDArray[np.int64], keys: NDArray[np.int64], sums: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], int]:
    """Give a table of the sums of clusters that are still there, with room for three times as many, and their number."""
    held, room = 0, 1024
    for slot in range(len(keys)):
        a, b = keys[slot] >> 32, keys[slot] & 0xFFFFFFFF
        held += keys[slot] >= 0 and parent[a] == a and parent[b] == b and not np.isnan(sums[slot])
    while room < 4 * held:
        room *= 2
    live, amounts, held = np.full(room, -1, dtype=np.int64), np.zeros(room), 0
    for slot in range(len(keys)):
        a, b = keys[slot] >> 32, keys[slot] & 0xFFFFFFFF
        if keys[slot] >= 0 and parent[a] == a and parent[b] == b and not np.isnan(sums[slot]):
            _put(live, amounts, a, b, sums[slot])
            held += 1
    return live, amounts, held


@compiled
def join_pairs(  # noqa: C901, PLR0912, PLR0915, PLR0917 - its state is a dozen arrays
    pairs: NDArray[np.int64],
    similarities: NDArray[np.float64],
    columns: NDArray[np.int32],
    weights: NDArray[np.float32],
    bounds: NDArray[np.int64],
    width: int,
    first: NDArray[np.float64],
    last: NDArray[np.float64],
    threshold: float,
    window: float,
    days: float,
    rival: float,
    neighbours: int,
) -> NDArray[np.int64]:
    """Give the lowest member of the cluster of each item; ``first`` and ``last`` are written over.

    ``width`` is the number of columns, ``days`` the gap by which a similarity is halved, ``rival`` the share
    of what a third cluster is more similar to one than to the other by which the threshold is raised.
    """
    count = len(bounds) - 1
    parent, size = np.arange(count), np.ones(count)
    # The sums of similarities of two clusters.
    room = 1024
    while room < 4 * len(pairs):
        room *= 2
    keys, sums, held = np.full(room, -1, dtype=np.int64), np.zeros(room), len(pairs)
    # Neighbours.
    degree = np.zeros(count, dtype=np.int64)
    for n in range(len(pairs)):
        _put(keys, sums, pairs[n, 0], pairs[n, 1], similarities[n])
        degree[pairs[n, 0]] += 1
        degree[pairs[n, 1]] += 1
    start = np.zeros(count, dtype=np.int64)
    start[1:] = np.cumsum(degree)[:-1]
    near, used = np.empty(4 * len(pairs) + 1024, dtype=np.int64), 2 * len(pairs)
    filled = start.copy()
    for n in range(len(pairs)):
        for k in range(2):
            near[filled[pairs[n, k]]] = pairs[n, 1 - k]
            filled[pairs[n, k]] += 1
    # Vectors of several members.
    begin, length = bounds[:-1].copy(), bounds[1:] - bounds[:-1]
    room = 2 * bounds[-1]  # those in use take half of it at most; what is not used takes no memory
    own_columns, own_weights, taken, limit = np.empty(room, dtype=np.int32), np.empty(room), 0, min(room, 1 << 20)
    row = np.zeros(width)
    # What may be joined, the most similar first.
    heap, pair, entries = np.empty(2 * len(pairs) + 1024), np.empty(2 * len(pairs) + 1024, dtype=np.int64), 0
    for n in range(len(pairs)):
        a, b = pairs[n, 0], pairs[n, 1]
        value = similarities[n] * _fit(first, last, a, b, window, days)
        if value >= threshold:
            _push(heap, pair, entries, -value, a, b)
            entries += 1
    in_a, in_b, tick = np.full(count, -1, dtype=np.int64), np.full(count, -1, dtype=np.int64), 0
    both, gained, likeness = np.empty(count, dtype=np.int64), np.zeros(count), np.zeros(count)
    while entries:
        value, a, b = -heap[0], pair[0] >> 32, pair[0] & 0xFFFFFFFF
        _pop(heap, pair, entries)
        entries -= 1
        # An entry is out of date if one of the two has been joined to another since.
        if parent[a] != a or parent[b] != b:
            continue
        slot = _slot(keys, a, b)
        if keys[slot] < 0:  # forgotten
            continue
        now = sums[slot] / (size[a] * size[b]) * _fit(first, last, a, b, window, days)
        if now != value:
            continue
        tick += 1
        found, best = 0, 0.0
        for which in range(2):
            mine, seen = (a, in_a) if which == 0 else (b, in_b)
            for i in range(start[mine], start[mine] + degree[mine]):
                c = _root(parent, near[i])
                if c in (a, b) or seen[c] == tick:
                    continue
                slot = _slot(keys, mine, c)
                if keys[slot] < 0 or np.isnan(sums[slot]):
                    continue
                if which == 0 or in_a[c] != tick:
                    both[found], gained[c] = c, 0.0
                    found += 1
                close = sums[slot] / (size[mine] * size[c]) * _fit(first, last, mine, c, window, days)
                if which == 1 and in_a[c] == tick:
                    likeness[c] = abs(likeness[c] - close)
                else:
                    likeness[c] = close
                seen[c] = tick
                gained[c] += sums[slot]
        # With those that are near one of the two only, nobody has compared the other.
        for which in range(2):
            mine, seen = (a, in_a) if which == 0 else (b, in_b)
            scattered = False
            for i in range(found):
                c = both[i]
                if seen[c] == tick:
                    continue
                if not scattered:
                    scattered = True
                    if size[mine] > 1:
                        _scatter(row, own_columns, own_weights, begin[mine], length[mine])
                    else:
                        _scatter(row, columns, weights, begin[mine], length[mine])
                if size[c] > 1:
                    total = _product(row, own_columns, own_weights, begin[c], length[c])
                else:
                    total = _product(row, columns, weights, begin[c], length[c])
                total = np.floor(total * _COARSE + 0.5) / _COARSE
                gained[c] += total
                close = total / (size[mine] * size[c]) * _fit(first, last, mine, c, window, days)
                likeness[c] = abs(likeness[c] - close)
            if scattered and size[mine] > 1:
                row[own_columns[begin[mine] : begin[mine] + length[mine]]] = 0.0
            elif scattered:
                row[columns[begin[mine] : begin[mine] + length[mine]]] = 0.0
        for i in range(found):
            best = max(best, likeness[both[i]])
        if value < threshold + rival * best:
            continue
        # The two become one.
        if taken + length[a] + length[b] > limit:
            taken = _pack_vectors(parent, size, begin, length, own_columns, own_weights)
            limit = min(room, taken + length[a] + length[b] + max(taken // 4, 1 << 20))
        end = taken
        for mine in (a, b):
            if size[mine] > 1:
                end = _add_up(row, own_columns, own_weights, begin[mine], length[mine], own_columns, end)
            else:
                end = _add_up(row, columns, weights, begin[mine], length[mine], own_columns, end)
        own_weights[taken:end] = row[own_columns[taken:end]]
        row[own_columns[taken:end]] = 0.0
        begin[a], length[a], taken = taken, end - taken, end
        size[a] += size[b]
        first[a], last[a] = min(first[a], first[b]), max(last[a], last[b])
        parent[b] = a
        # Its neighbours are those of both, or the nearest of them.
        for i in range(found):
            c = both[i]
            likeness[i] = gained[c] / (size[a] * size[c]) * _fit(first, last, a, c, window, days)
        least = -np.inf
        if found > neighbours:
            least = np.partition(likeness[:found], found - neighbours)[found - neighbours]
        degree[a] = 0
        if used + found > len(near):
            near, used = _packed_lists(parent, start, degree, near, 2 * (used + found))
        if 2 * (held + found) > len(keys):  # each of those found may be a new pair
            keys, sums, held = _live_sums(parent, keys, sums)
        if entries + found > len(heap):
            heap = np.concatenate((heap, np.empty(len(heap) + found)))
            pair = np.concatenate((pair, np.empty(len(pair) + found, dtype=np.int64)))
        start[a] = used
        for i in range(found):
            c = both[i]
            kept = likeness[i] >= least
            if not kept:
                kept = True
                for k in range(start[c], start[c] + degree[c]):
                    other = _root(parent, near[k])
                    slot = _slot(keys, c, other)
                    if other not in (a, c) and keys[slot] >= 0 and not np.isnan(sums[slot]):
                        close = sums[slot] / (size[c] * size[other]) * _fit(first, last, c, other, window, days)
                        if close > likeness[i]:
                            kept = False
                            break
            if not kept:
                slot = _slot(keys, a, c)
                if keys[slot] >= 0:
                    sums[slot] = np.nan
                continue
            near[used] = c
            used += 1
            held += _put(keys, sums, a, c, gained[c])
            if likeness[i] >= threshold:
                _push(heap, pair, entries, -likeness[i], a, c)
                entries += 1
        degree[a] = used - start[a]
    for one in range(count):
        parent[one] = _root(parent, one)
    return parent
