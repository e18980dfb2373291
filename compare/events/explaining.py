"""Why two articles are in one event, or in two.

Takes articles, the groups of copies among them, and two ids. Gives a ``PairEvidence``. Knows nothing of how it is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from compare.errors import CompareError
from compare.events.clustering import Clustering, cluster
from compare.events.linkage import RIVAL, fit_in_time
from compare.events.similarity import multiply, similarities
from compare.model import Article, CopyGroup, PairEvidence, SharedTerm
from compare.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_READINGS: tuple[Literal["whole", "head", "title"], ...] = ("whole", "head", "title")


def explain_pair(
    articles: Iterable[Article],
    a: str,
    b: str,
    copies: Iterable[CopyGroup] = (),
    settings: Settings | None = None,
) -> PairEvidence:
    """Give what speaks for and against two articles telling of one event, among ``articles``.

    Raises CompareError where an id is not among them or both are the same, and ValueError where a date is not ISO 8601.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    chosen = (settings or Settings()).events
    found = cluster(articles, copies, chosen)
    leading = {one.id: place for place, voice in enumerate(found.voices) for one in found.followers[voice.id]}
    for name in (a, b):
        if name not in leading:
            raise CompareError(f"there is no article {name!r}; newscompare read prints the ids")
    if a == b:
        raise CompareError(f"both ids are {a!r}; give two articles")
    one, two = leading[a], leading[b]
    of = {voice: place for place, own in enumerate(found.clusters) for voice in own}
    mine, other = of[one], of[two]
    days = abs(float(found.when[one] - found.when[two]))
    gap = None if math.isnan(days) else days
    pair = np.array([sorted((one, two))])
    products = multiply(pair, found.vectors, compiled=False)
    times = found.trusted, found.vectors.lengths, found.when
    (similarity,) = similarities(pair, products, *times, found.text, compiled=False).tolist()
    average = needed = None
    if mine != other:
        there, back = _to_clusters(found, (mine, other), chosen.window)
        rival = np.delete(np.abs(there - back), [mine, other]).max(initial=0.0)
        average, needed = float(there[other]), chosen.threshold + RIVAL * float(rival)
    product = 1.0 if one == two else min(1.0, float(products[0]))
    return PairEvidence(
        a=a,
        b=b,
        voices=(found.voices[one].id, found.voices[two].id),
        same_event=mine == other,
        terms=() if one == two else _shared(found, one, two),
        similarity=product,
        trust=min(1.0, similarity / product) if product and one != two else 1.0,
        days=gap,
        closeness=1.0 if gap is None else fit_in_time(gap, chosen.window),
        window=chosen.window,
        compared=one == two or bool((found.pairs == pair).all(axis=1).any()),
        threshold=chosen.threshold,
        average=average,
        needed=needed,
    )


def _shared(found: Clustering, one: int, two: int) -> tuple[SharedTerm, ...]:
    """Give what each term that both have adds to the similarity, the most first."""
    vectors = found.vectors
    columns, weights = vectors.row(one)
    own = dict(zip(columns.tolist(), weights.tolist(), strict=True))
    names = vectors.words()
    columns, weights = vectors.row(two)
    terms = [
        SharedTerm(vectors.written(int(names[column])), _READINGS[vectors.reading(column)], own[column] * weight)
        for column, weight in zip(columns.tolist(), weights.tolist(), strict=True)
        if column in own
    ]
    return tuple(sorted(terms, key=lambda term: (-term.weight, term.text, term.read_in)))


def _to_clusters(found: Clustering, clusters: Iterable[int], window: float) -> Iterator[NDArray[np.float64]]:
    """Give of each of these clusters the average similarity to every cluster, the less the longer the gap in time."""
    import numpy as np  # noqa: PLC0415 - as above

    vectors = found.vectors
    weights = vectors.weights * np.repeat(found.trusted, np.diff(vectors.bounds))
    # Without a place in time, a cluster begins at no time and ends at none, so that no gap is finite.
    begins = np.array([np.nan_to_num(found.when[own], nan=np.inf).min() for own in found.clusters])
    ends = np.array([np.nan_to_num(found.when[own], nan=-np.inf).max() for own in found.clusters])
    for mine in clusters:
        row = np.zeros(len(vectors.terms))
        for voice in found.clusters[mine]:
            own = slice(vectors.bounds[voice], vectors.bounds[voice + 1])
            row[vectors.columns[own]] += weights[own]
        totals = np.concatenate([[0.0], np.cumsum(row[vectors.columns] * weights)])
        products = totals[vectors.bounds[1:]] - totals[vectors.bounds[:-1]]
        likeness = np.array([products[own].mean() for own in found.clusters]) / len(found.clusters[mine])
        gaps = np.maximum(0.0, np.maximum(begins[mine] - ends, begins - ends[mine])).tolist()
        yield likeness * [fit_in_time(gap if gap < math.inf else 0.0, window) for gap in gaps]
