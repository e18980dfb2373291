"""What holds clusters together.

Takes and gives NumPy arrays, the same as ``cohesion``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from compare.work.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@compiled
def cohere(  # noqa: C901, PLR0912, PLR0917 - called by position; one loop within the other
    members: NDArray[np.int64],
    ends: NDArray[np.int64],
    columns: NDArray[np.int32],
    weights: NDArray[np.float32],
    bounds: NDArray[np.int64],
    words: NDArray[np.int32],
    width: int,
    most: int,
) -> tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.float64]]:
    """Give the sum of each member's products with the others of its cluster, the leading words, and their shares.

    Cluster n is ``members[ends[n]:ends[n + 1]]``; ``words`` says which word, or pair of words, a column stands for, in
    whatever reading, of ``width`` in all. Of equal ones, the lower word leads; -1 is behind the last.
    """
    likeness = np.zeros(len(members))
    leading, shares = np.full((len(ends) - 1, most), -1, dtype=np.int32), np.zeros((len(ends) - 1, most))
    sums, squares = np.zeros(len(words)), np.zeros(len(words))
    amounts, own = np.zeros(width), np.empty(width, dtype=np.int64)
    for n in range(len(ends) - 1):
        for m in range(ends[n], ends[n + 1]):
            for i in range(bounds[members[m]], bounds[members[m] + 1]):
                sums[columns[i]] += weights[i]
                squares[columns[i]] += np.float64(weights[i]) * np.float64(weights[i])
        total = 0.0
        for m in range(ends[n], ends[n + 1]):
            for i in range(bounds[members[m]], bounds[members[m] + 1]):
                weight = np.float64(weights[i])
                likeness[m] += weight * (sums[columns[i]] - weight)
            total += likeness[m]
        many = 0
        for m in range(ends[n], ends[n + 1]):
            for i in range(bounds[members[m]], bounds[members[m] + 1]):
                column = columns[i]
                amount = sums[column] * sums[column] - squares[column]
                sums[column] = squares[column] = 0.0
                if amount > 0:
                    if amounts[words[column]] == 0:
                        own[many] = words[column]
                        many += 1
                    amounts[words[column]] += amount
        for i in range(many):
            word = own[i]
            amount, k = amounts[word], most
            while k > 0 and (shares[n, k - 1] < amount or (shares[n, k - 1] == amount and (leading[n, k - 1] > word))):
                if k < most:
                    shares[n, k], leading[n, k] = shares[n, k - 1], leading[n, k - 1]
                k -= 1
            if k < most:
                shares[n, k], leading[n, k] = amount, word
            amounts[word] = 0.0
        if total > 0:
            shares[n] /= total
    return likeness, leading, shares
