"""Word shingles as sorted arrays of 64-bit hashes.

Takes text. Gives hashes, and how many of them two texts share. Knows nothing of articles or thresholds.

A hash of 64 bits stands for its word or shingle: among the shingles of two articles of a thousand words, two different
ones share a hash with a chance of about one in 10^13, so that counts made on hashes are taken as exact.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from compare.language.tokens import norm, written_words

if TYPE_CHECKING:
    from compare.copies.store import Hashes

_ODD = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio: multiplying by it spreads low bits upwards
_STEP = 0xC2B2AE3D27D4EB4F  # an odd number without a pattern (from xxHash)
_MASK = 2**64 - 1
_REMEMBERED, _LONG = 200_000, 50  # words, and characters of one
_known: dict[str, int] = {}  # words as they were written in texts before: a service reads one after the other


def word_hash(word: str) -> int:
    """Give the hash of a folded word: a polynomial of its code points modulo 2^64."""
    value = 0
    for letter in word:
        value = (value * _ODD + ord(letter)) & _MASK
    return value ^ (value >> 29)


@lru_cache(maxsize=1)  # of an article that is checked, the words are asked for again to show what differs
def word_hashes(text: str) -> Hashes:
    """Give a hash for each folded word of ``text``, in order."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    if len(_known) > _REMEMBERED:
        _known.clear()
    written = written_words(text)
    hashes = list(map(_known.get, written))
    if None in hashes:
        own = {word: word_hash(norm(word)) for word, value in zip(written, hashes, strict=True) if value is None}
        _known.update((word, value) for word, value in own.items() if len(word) <= _LONG)  # nothing of a hostile text
        hashes = [own[word] if value is None else value for word, value in zip(written, hashes, strict=True)]
    found = np.array(hashes, dtype=np.uint64)
    found.flags.writeable = False  # it is given out again
    return found


def sequence_key(hashes: Hashes) -> tuple[int, int]:
    """Give a key of 128 bits that two word sequences share only if they are the same."""
    import numpy as np  # noqa: PLC0415 - as above

    value = (hashes ^ (np.arange(len(hashes), dtype=np.uint64) * np.uint64(_STEP))) * np.uint64(_ODD)
    value = (value ^ (value >> np.uint64(29))) * np.uint64(_STEP)
    value ^= value >> np.uint64(32)
    return int(value.sum(dtype=np.uint64)), int((value * (value | np.uint64(1))).sum(dtype=np.uint64))


def runs(hashes: Hashes, size: int) -> Hashes:
    """Give a hash for each run of ``size`` words, in order; none where there are fewer words."""
    import numpy as np  # noqa: PLC0415 - as above

    count = max(0, len(hashes) - size + 1)
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(size):
        mixed = (mixed ^ hashes[place : place + count]) * np.uint64(_ODD)
        mixed ^= mixed >> np.uint64(29)
    return mixed * np.uint64(_ODD)


def shingles(hashes: Hashes, size: int) -> Hashes:
    """Give the set of runs of ``size`` words as sorted, distinct hashes; empty where there are fewer words."""
    import numpy as np  # noqa: PLC0415 - as above

    return np.unique(runs(hashes, size))


def common(a: Hashes, b: Hashes) -> Hashes:
    """Give the hashes that are in both of two sorted, distinct arrays."""
    import numpy as np  # noqa: PLC0415 - as above

    small, large = (a, b) if len(a) <= len(b) else (b, a)
    places = np.minimum(np.searchsorted(large, small), max(0, len(large) - 1))
    both: Hashes = small[large[places] == small]
    return both


def shared(a: Hashes, b: Hashes) -> int:
    """Give how many hashes are in both of two sorted, distinct arrays."""
    return len(common(a, b))
