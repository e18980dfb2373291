"""What holds clusters together, and how strongly each member belongs.

Takes clusters and vectors. Gives similarities and terms. Knows nothing of how a cluster was made, nor of time.

The similarity of two members is a sum over the terms that they share, so that each term has its share in what all pairs of
members have in common.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from compare.model import EventTerm

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.events.terms import Vectors

TERMS = 8  # named of an event
_DIGITS = 6  # to which is rounded what does not depend on the order in which it was added up


class Cohesion(NamedTuple):
    """How similar each member of a cluster is to the others, on average, from 0 to 1, and the terms that make most of it.

    A term's weight is its share of all similarities in the cluster.
    """

    strengths: tuple[float, ...]
    terms: tuple[EventTerm, ...]


def cohesions(clusters: Sequence[Sequence[int]], vectors: Vectors, *, compiled: bool) -> Iterator[Cohesion]:
    """Give what holds each cluster together; nothing does where there is but one member."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    several = [cluster for cluster in clusters if len(cluster) > 1]
    texts, words = np.unique(vectors.words(), return_inverse=True)
    members = np.array([one for cluster in several for one in cluster], dtype=np.int64)
    ends = np.cumsum([0, *map(len, several)], dtype=np.int64)
    likeness, leading, shares = (_cohere_compiled if compiled else _cohere_plainly)(
        members, ends, vectors, words.astype(np.int32), len(texts)
    )
    found = zip(np.split(likeness, ends[1:-1]), leading, shares, strict=False)
    for cluster in clusters:
        if len(cluster) == 1:
            yield Cohesion((0.0,), ())
            continue
        own, words_of, shares_of = next(found)
        strengths = (own / (len(cluster) - 1)).clip(0, 1).round(_DIGITS).tolist()
        pairs = zip(words_of.tolist(), shares_of.round(_DIGITS).tolist(), strict=True)
        terms = [EventTerm(vectors.written(int(texts[word])), share) for word, share in pairs if word >= 0]
        yield Cohesion(tuple(strengths), tuple(sorted(terms, key=lambda term: (-term.weight, term.text))))


_Held = tuple["NDArray[np.float64]", "NDArray[np.int32]", "NDArray[np.float64]"]


def _cohere_plainly(
    members: NDArray[np.int64], ends: NDArray[np.int64], vectors: Vectors, words: NDArray[np.int32], width: int
) -> _Held:
    """Give the sum of each member's products with the others, the leading words of each cluster, and their shares."""
    import numpy as np  # noqa: PLC0415 - as above

    likeness: list[float] = []
    leading, shares = np.full((len(ends) - 1, TERMS), -1, dtype=np.int32), np.zeros((len(ends) - 1, TERMS))
    for n in range(len(ends) - 1):
        rows = [vectors.row(one) for one in members[ends[n] : ends[n + 1]]]
        columns, weights = (
            np.concatenate([own for own, _ in rows]),
            np.concatenate([own for _, own in rows]).astype(float),
        )
        sums, squares = np.bincount(columns, weights, len(words)), np.bincount(columns, weights * weights, len(words))
        own = [float(own.astype(float) @ (sums[columns] - own)) for columns, own in rows]
        likeness += own
        amounts = np.bincount(words, sums * sums - squares, width)
        best = np.lexsort((np.arange(width), -amounts))[:TERMS]
        best = best[amounts[best] > 0]
        leading[n, : len(best)], shares[n, : len(best)] = best, amounts[best] / sum(own) if len(best) else 0.0
    return np.array(likeness), leading, shares


def _cohere_compiled(
    members: NDArray[np.int64], ends: NDArray[np.int64], vectors: Vectors, words: NDArray[np.int32], width: int
) -> _Held:
    from compare.events.compiled.holding import cohere  # noqa: PLC0415 - numba, where there is enough work

    return cohere(members, ends, vectors.columns, vectors.weights, vectors.bounds, words, width, TERMS)
