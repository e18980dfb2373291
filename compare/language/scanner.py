"""The compiled reader of words: texts as code points in, word hashes out.

Takes NumPy arrays. Gives NumPy arrays, the same to the bit as ``hashes.word_hash`` makes of ``tokens``. Knows nothing of
articles. Imported only where there is enough work to pay for numba.

The function lets other threads run, uses only what it is given, and takes time linear in its input.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from compare.language.alphabet import DIGIT, HARD, JOINER, LATIN, LETTER, OTHER, POINT, SEPARATOR, SHIFT, WITHIN
from compare.work.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ODD = np.uint64(0x9E3779B97F4A7C15)
_S29 = np.uint64(29)
_SHIFT = np.uint32(SHIFT)
_U0 = np.uint64(0)
PADDING = 4  # zeros behind each text, so that looking ahead stays inside


@compiled
def read_words(
    codes: NDArray[np.unsignedinteger],
    bounds: NDArray[np.int64],
    table: NDArray[np.uint32],
    begins: NDArray[np.int64],
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """Give the word hashes of all texts one after the other, the bounds of each text in them, and the words left over.

    ``codes`` are code points (of 16 bits where no text needs more); text n is ``codes[bounds[n]:bounds[n + 1]]`` without
    the ``PADDING`` zeros at its end. A word left over has no hash yet; its row says which it is, of which text, and at
    which characters of that it begins and ends. If ``begins`` is as long as ``codes``, the places in them where the words
    begin are written there. The branches are the alternatives of ``compare.language.tokens``.
    """
    hashes = np.empty(len(codes) // 2 + 1, dtype=np.uint64)  # a word of one letter has something behind it
    ends = np.zeros(len(bounds), dtype=np.int64)
    left = np.empty((len(codes) // 2 + 1, 4), dtype=np.int64)  # memory that is not touched is not taken
    count, missing = 0, 0
    for n in range(len(bounds) - 1):
        end, stop = bounds[n], bounds[n + 1] - PADDING
        while end < stop:
            letter = table[codes[end]]
            if not letter & (LETTER | DIGIT):
                end += 1
                continue
            begin, value, seen = end, _U0, np.uint32(0)
            # Not a function of its own: that took twice the time.
            if not letter & LETTER:
                while letter & DIGIT or (letter & SEPARATOR and table[codes[end + 1]] & DIGIT):
                    seen |= letter
                    value = value * _ODD + np.uint64(letter >> _SHIFT)
                    end += 1
                    letter = table[codes[end]]
                while letter & LETTER:
                    seen |= letter
                    value = value * _ODD + np.uint64(letter >> _SHIFT)
                    end += 1
                    letter = table[codes[end]]
            elif table[codes[end + 1]] & POINT and table[codes[end + 2]] & LETTER and table[codes[end + 3]] & POINT:
                while letter & LETTER and table[codes[end + 1]] & POINT:
                    seen |= letter
                    value = value * _ODD + np.uint64(letter >> _SHIFT)
                    end += 2
                    letter = table[codes[end]]
            else:
                while letter & WITHIN or (letter & JOINER and table[codes[end + 1]] & WITHIN):
                    seen |= letter
                    value = value * _ODD + np.uint64(letter >> _SHIFT)
                    end += 1
                    letter = table[codes[end]]
            if seen & HARD or (seen & LATIN and seen & OTHER):
                left[missing] = count, n, begin - bounds[n], end - bounds[n]
                missing += 1
            if len(begins):
                begins[count] = begin
            hashes[count] = value ^ (value >> _S29)
            count += 1
        ends[n + 1] = count
    return hashes[:count], ends, left[:missing]
