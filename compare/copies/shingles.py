"""Word shingles as sorted arrays of 64-bit hashes.

Takes text. Gives hashes, and how many of them two texts share. Knows nothing of articles or thresholds.

A hash of 64 bits stands for its word or shingle: among the shingles of two articles of a thousand words, two different
ones share a hash with a chance of about one in 10^13, so that counts made on hashes are taken as exact.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeAlias

from compare.language.tokens import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes: TypeAlias = NDArray[np.uint64]

_ODD = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio: multiplying by it spreads low bits upwards


def word_hashes(text: str, known: dict[str, int]) -> Hashes:
    """Give a hash for each folded word of ``text``, in order; ``known`` remembers words between calls."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    hashes = []
    for word in words(text):
        value = known.get(word)
        if value is None:
            # A lone surrogate, which JSON can carry, has no UTF-8 of its own.
            digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            value = known[word] = int.from_bytes(digest, "little")
        hashes.append(value)
    return np.array(hashes, dtype=np.uint64)


def sequence_key(hashes: Hashes) -> str:
    """Give a key that two word sequences share only if they are the same: 32 hexadecimal digits."""
    return hashlib.blake2b(hashes.astype("<u8").tobytes(), digest_size=16).hexdigest()


def shingles(hashes: Hashes, size: int) -> Hashes:
    """Give the set of runs of ``size`` words as sorted, distinct hashes; empty where there are fewer words."""
    import numpy as np  # noqa: PLC0415 - as above

    count = max(0, len(hashes) - size + 1)
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(size):
        mixed = (mixed ^ hashes[place : place + count]) * np.uint64(_ODD)
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed * np.uint64(_ODD))


def shared(a: Hashes, b: Hashes) -> int:
    """Give how many hashes are in both of two sorted, distinct arrays."""
    import numpy as np  # noqa: PLC0415 - as above

    small, large = (a, b) if len(a) <= len(b) else (b, a)
    if not len(small):
        return 0
    places = np.minimum(np.searchsorted(large, small), len(large) - 1)
    return int(np.count_nonzero(large[places] == small))
