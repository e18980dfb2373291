"""Words numbered, terms counted, columns given, weights made.

Takes and gives NumPy arrays, the same as ``lexicon`` and ``terms``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from compare.work.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ODD = np.uint64(0x9E3779B97F4A7C15)
_U0, _U1 = np.uint64(0), np.uint64(1)
_S32 = np.uint64(32)
_SECOND, _READING = np.uint64(31), np.uint64(62)  # as in ``terms``
_BITS = 16  # of the table in which the terms of one article are counted
_RAW, _FINE = 2.0**12, 2.0**24  # as in ``terms``


@compiled
def number_words(
    hashes: NDArray[np.uint64],
    ends: NDArray[np.int64],
    most: int,
    slots: NDArray[np.uint64],
    known: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
    """Give the number of each word, and of the new ones the place of the first occurrence and the slot.

    ``slots`` holds the hashes met before and ``known`` their numbers. The n-th new word gets -2 - n. Words after the
    ``most`` first ones of a text get -1.
    """
    numbers = np.full(len(hashes), -1, dtype=np.int32)
    places, homes = np.empty(len(hashes), dtype=np.int64), np.empty(len(hashes), dtype=np.int64)
    mask, new = np.uint64(len(slots) - 1), 0
    for text in range(len(ends) - 1):
        for i in range(ends[text], min(ends[text + 1], ends[text] + most)):
            value = max(hashes[i], _U1)  # an empty slot is 0
            slot = (value * _ODD >> _S32) & mask
            while slots[slot] != value and slots[slot] != _U0:
                slot = (slot + _U1) & mask
            if slots[slot] == _U0:
                slots[slot], known[slot] = value, -2 - new
                places[new], homes[new] = i, np.int64(slot)
                new += 1
            numbers[i] = known[slot]
    return numbers, places[:new], homes[:new]


@compiled
def doubled(slots: NDArray[np.uint64], known: NDArray[np.int32]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Give a hash table with what one holds and twice as many slots."""
    larger, moved = np.zeros(2 * len(slots), dtype=np.uint64), np.zeros(2 * len(slots), dtype=np.int32)
    mask = np.uint64(len(larger) - 1)
    for i in range(len(slots)):
        if slots[i] != _U0:
            slot = (slots[i] * _ODD >> _S32) & mask
            while larger[slot] != _U0:
                slot = (slot + _U1) & mask
            larger[slot], moved[slot] = slots[i], known[i]
    return larger, moved


@compiled
def count_terms(  # noqa: C901, PLR0912 - one loop within the other, in one place
    numbers: NDArray[np.int32], ends: NDArray[np.int64], times: NDArray[np.int64], most: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.uint16], NDArray[np.int64]]:
    """Give the keys of all terms, how often each occurs, and the bounds of each article's readings.

    ``numbers`` are those of the words of title and text in turn, of which ``ends`` gives the bounds; reading r takes the
    title ``times[r]`` times and the ``most[r]`` first words of the text.
    """
    articles, room = (len(ends) - 1) // 2, 0
    for article in range(articles):
        title, text = ends[2 * article + 1] - ends[2 * article], ends[2 * article + 2] - ends[2 * article + 1]
        for r in range(len(times)):
            room += 2 * (title + min(text, most[r]))
    keys, counts = np.empty(room, dtype=np.uint64), np.empty(room, dtype=np.uint16)
    bounds = np.zeros(articles * len(times) + 1, dtype=np.int64)
    table, mask = np.full(1 << _BITS, -1, dtype=np.int32), np.uint64((1 << _BITS) - 1)
    homes = np.empty(1 << _BITS, dtype=np.int64)
    filled, n = 0, 0
    for article in range(articles):
        middle, stop = ends[2 * article + 1], ends[2 * article + 2]
        for r in range(len(times)):
            start = filled
            for part in range(times[r] + 1):
                begin, end = ends[2 * article], middle
                if part == times[r]:
                    begin, end = middle, min(stop, middle + most[r])
                before = -1
                for i in range(begin, end):
                    word = numbers[i]
                    if word >= 0:
                        for pair in range(1 + (before >= 0)):
                            key = np.uint64(r) << _READING | np.uint64(word) << _SECOND
                            if pair:
                                key = np.uint64(r) << _READING | np.uint64(before) << _SECOND | np.uint64(word + 1)
                            slot = (key * _ODD >> np.uint64(40)) & mask
                            while table[slot] >= 0 and keys[table[slot]] != key:
                                slot = (slot + _U1) & mask
                            if table[slot] < 0:
                                table[slot], homes[filled - start] = filled, np.int64(slot)
                                keys[filled], counts[filled] = key, 0
                                filled += 1
                            counts[table[slot]] += 1
                    before = word
            for i in range(filled - start):
                table[homes[i]] = -1
            n += 1
            bounds[n] = filled
    return keys[:filled].copy(), counts[:filled].copy(), bounds


@compiled
def number_columns(  # noqa: PLR0917 - as above
    keys: NDArray[np.uint64],
    slots: NDArray[np.uint64],
    known: NDArray[np.int32],
    terms: NDArray[np.uint64],
    articles: NDArray[np.int32],
    count: int,
) -> tuple[NDArray[np.int32], int]:
    """Give the column of each key, and how many columns there are now; write their ``terms`` and count their articles."""
    columns, mask = np.empty(len(keys), dtype=np.int32), np.uint64(len(slots) - 1)
    for i in range(len(keys)):
        value = keys[i] + _U1  # an empty slot is 0
        slot = (value * _ODD >> _S32) & mask
        while slots[slot] != value and slots[slot] != _U0:
            slot = (slot + _U1) & mask
        if slots[slot] == _U0:
            slots[slot], known[slot], terms[count], articles[count] = value, count, keys[i], 0
            count += 1
        columns[i] = known[slot]
        articles[known[slot]] += 1
    return columns, count


@compiled
def weigh_terms(  # noqa: C901, PLR0912, PLR0917 - as above
    columns: NDArray[np.int32],
    counts: NDArray[np.uint16],
    bounds: NDArray[np.int64],
    rarity: NDArray[np.float64],
    often: NDArray[np.float64],
    places: NDArray[np.int32],
    hashes: NDArray[np.uint64],
    portions: NDArray[np.float64],
    most: int,
) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]:
    """Give the vectors' columns, weights and bounds, and each article's salient hashes and how many these are.

    ``often`` are the weights of counts; ``places`` the columns' numbers among those that are shared, or -1, and ``hashes``
    are those of the shared ones.
    """
    readings = len(portions)
    articles = (len(bounds) - 1) // readings
    own, weights = np.empty(len(columns), dtype=np.int32), np.empty(len(columns), dtype=np.float32)
    ends = np.zeros(articles + 1, dtype=np.int64)
    salient, told = np.zeros((articles, most), dtype=np.uint64), np.zeros(articles, dtype=np.int64)
    best = np.empty(most, dtype=np.float32)
    lengths = np.empty(readings)
    filled = 0
    for article in range(articles):
        whole = 0.0
        for r in range(readings):
            lengths[r] = 0.0
            for i in range(bounds[article * readings + r], bounds[article * readings + r + 1]):
                raw = np.floor(often[counts[i]] * rarity[columns[i]] * _RAW + 0.5) / _RAW
                lengths[r] += raw * raw
            if lengths[r] > 0:
                whole += portions[r]
        chosen = 0
        for r in range(readings):
            if lengths[r] == 0:
                continue
            scale = np.sqrt(portions[r] / lengths[r] / whole)
            for i in range(bounds[article * readings + r], bounds[article * readings + r + 1]):
                place = places[columns[i]]
                if place < 0:
                    continue
                raw = np.floor(often[counts[i]] * rarity[columns[i]] * _RAW + 0.5) / _RAW
                weight = np.float32(np.floor(raw * scale * _FINE + 0.5) / _FINE)
                if weight <= 0:
                    continue
                own[filled], weights[filled] = place, weight
                filled += 1
                if r:
                    continue
                # Kept in order, the weightiest first; few get far.
                value, k = hashes[place], chosen
                while k > 0 and (best[k - 1] < weight or (best[k - 1] == weight and salient[article, k - 1] > value)):
                    if k < most:
                        best[k], salient[article, k] = best[k - 1], salient[article, k - 1]
                    k -= 1
                if k < most:
                    best[k], salient[article, k] = weight, value
                    chosen = min(most, chosen + 1)
        told[article] = chosen
        ends[article + 1] = filled
    return own[:filled].copy(), weights[:filled].copy(), ends, salient, told
