"""Word shingles as sorted arrays of 64-bit hashes.

Takes the hashes of words. Gives those of shingles, and how many two texts share. Knows nothing of articles or thresholds.

A hash of 64 bits stands for its word or shingle: among the shingles of two articles of a thousand words, two different
ones share a hash with a chance of about one in 10^13, so that counts made on hashes are taken as exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compare.language.hashes import Hashes

_ODD = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio: multiplying by it spreads low bits upwards
_STEP = 0xC2B2AE3D27D4EB4F  # an odd number without a pattern (from xxHash)


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
