"""Average linkage on a sparse graph against the slow and obvious way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from compare.events import linkage as linkage_module
from compare.events.linkage import average_linkage, fit_in_time
from compare.events.terms import Vectors


def rows_of(matrix: NDArray[np.float64]) -> Vectors:
    """Make vectors of the rows of a matrix; what else vectors hold, linkage does not ask for."""
    items, columns = np.nonzero(matrix)
    bounds = np.searchsorted(items, np.arange(len(matrix) + 1))
    none = np.empty((len(matrix), 0), dtype=np.uint64)
    number = np.zeros(len(matrix), dtype=np.int64)
    weights = matrix[items, columns].astype(np.float32)
    terms = np.arange(matrix.shape[1], dtype=np.uint64)
    return Vectors(columns.astype(np.int32), weights, bounds, terms, none, number, number, ())


def linkage(
    pairs: Sequence[tuple[int, int, float]],
    matrix: NDArray[np.float64],
    when: Sequence[float | None],
    threshold: float,
    window: float,
    *,
    compiled: bool = False,
) -> list[list[int]]:
    vectors, days = rows_of(matrix), np.array(when, dtype=np.float64)
    which, alike = np.array([pair[:2] for pair in pairs], dtype=np.int64).reshape(-1, 2), [pair[2] for pair in pairs]
    similarities = np.array(alike, dtype=np.float64)
    return average_linkage(which, similarities, vectors, days, threshold, window, compiled=compiled)


def linked(
    matrix: NDArray[np.float64],
    when: Sequence[float | None],
    threshold: float,
    window: float,
    *,
    compiled: bool = False,
) -> list[list[int]]:
    pairs = [(a, b, float(matrix[a] @ matrix[b])) for a, b in combinations(range(len(matrix)), 2)]
    return linkage([one for one in pairs if one[2]], matrix, when, threshold, window, compiled=compiled)


def slow(matrix: NDArray[np.float64], when: Sequence[float | None], threshold: float, window: float) -> list[list[int]]:
    clusters = [[one] for one in range(len(when))]
    refused: set[tuple[int, ...]] = set()

    def similarity(one: list[int], two: list[int]) -> float:
        total = sum(float(matrix[a] @ matrix[b]) for a in one for b in two)
        first, second = ([place for a in cluster if (place := when[a]) is not None] for cluster in (one, two))
        gap = max(0.0, min(first) - max(second), min(second) - max(first)) if first and second else 0.0
        return total / (len(one) * len(two)) * fit_in_time(gap, window)

    while True:
        every = [sorted(pair) for pair in combinations(sorted(clusters), 2)]
        joins = sorted((-similarity(one, two), min(one), min(two), one, two) for one, two in every)
        for negative, _, _, one, two in joins:
            key = (*sorted(one), -1, *sorted(two))
            if -negative < threshold or key in refused:
                continue
            thirds = [c for c in clusters if c not in (one, two)]
            rivals = [abs(similarity(one, c) - similarity(two, c)) for c in thirds]
            if -negative >= threshold + linkage_module.RIVAL * max(rivals, default=0.0):
                break
            refused.add(key)  # until one of the two has grown
        else:
            return sorted(sorted(cluster) for cluster in clusters)
        clusters.remove(two)
        one += two


@st.composite
def rows(draw: st.DrawFn) -> tuple[NDArray[np.float64], list[float | None]]:
    when = draw(st.lists(st.none() | st.integers(0, 30).map(float), min_size=1, max_size=9))
    # Multiples of a power of two add up exactly, so that both ways see the same ties.
    weights = st.lists(st.sampled_from([0, 0, 1, 2, 4, 8]), min_size=5, max_size=5)
    return np.array(draw(st.lists(weights, min_size=len(when), max_size=len(when)))) / 16, when


@pytest.mark.parametrize("compiled", [False, True])
@given(given_rows=rows(), threshold=st.sampled_from([0.05, 0.1, 0.25]), window=st.sampled_from([5.0, 14.0, 100.0]))
@settings(max_examples=300, deadline=None)
def test_clusters_are_those_of_the_slow_way(
    given_rows: tuple[NDArray[np.float64], list[float | None]], threshold: float, window: float, compiled: bool
) -> None:
    matrix, when = given_rows
    assert linked(matrix, when, threshold, window, compiled=compiled) == slow(matrix, when, threshold, window)


@pytest.mark.parametrize("neighbours", [3, 96])
@given(
    st.integers(0, 10_000), st.sampled_from([2, 4, 12]), st.sampled_from([0.05, 0.1, 0.25]), st.sampled_from([0.1, 1.0])
)
@settings(max_examples=60, deadline=None)
def test_compiled_code_makes_the_same_clusters_of_many(
    neighbours: int, seed: int, width: int, threshold: float, asked: float
) -> None:
    choice = np.random.default_rng(seed)
    matrix = choice.choice([0, 0, 0, 1, 2, 5], (120, width)) / 16
    when = [float(day) if day else None for day in choice.integers(0, 60, len(matrix))]
    pairs = [(a, b, float(matrix[a] @ matrix[b])) for a, b in combinations(range(len(matrix)), 2)]
    pairs = [pair for pair in pairs if pair[2] and choice.random() < asked]
    with mock.patch.object(linkage_module, "NEIGHBOURS", neighbours):
        plain = linkage(pairs, matrix, when, threshold, 14.0)
        assert linkage(pairs, matrix, when, threshold, 14.0, compiled=True) == plain


def test_one_bridge_does_not_chain_two_events() -> None:
    one, two = (
        [(a, b, 0.9) for a, b in combinations(range(4), 2)],
        [(a, b, 0.9) for a, b in combinations(range(4, 8), 2)],
    )
    matrix = np.array([[0.9, 0]] * 4 + [[0, 0.9]] * 4)
    assert linkage([*one, *two, (3, 4, 0.9)], matrix, [None] * 8, 0.2, 14.0) == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_pairs_that_nobody_compared_count_as_what_their_vectors_are() -> None:
    chain = [(a, a + 1, 0.81) for a in range(5)]
    assert linkage(chain, np.full((6, 1), 0.9), [None] * 6, 0.2, 14.0) == [list(range(6))]
    assert len(linkage(chain, np.eye(6) * 0.9, [None] * 6, 0.2, 14.0)) > 1


@pytest.mark.parametrize("compiled", [False, True])
def test_what_is_close_to_both_is_no_rival_even_if_it_was_compared_with_one_only(compiled: bool) -> None:
    alike = np.full((3, 1), 0.1**0.5)
    assert linkage([(0, 1, 0.1), (0, 2, 0.1)], alike, [None] * 3, 0.07, 14.0, compiled=compiled) == [[0, 1, 2]]


def test_what_is_reported_every_day_goes_on_and_what_rests_too_long_is_over() -> None:
    daily = [float(day) for day in range(20)]
    assert len(linked(np.full((20, 1), 0.5), daily, 0.1, 14.0)) == 1
    rested = [*daily[:10], *(day + 15.0 for day in daily[10:])]
    assert linked(np.full((20, 1), 0.5), rested, 0.1, 14.0) == [list(range(10)), list(range(10, 20))]


@pytest.mark.parametrize(("rivals", "joined"), [(1, True), (2, False)])
def test_two_that_are_barely_alike_are_joined_unless_there_are_rivals(rivals: int, joined: bool) -> None:
    pairs = [(0, other, 0.11) for other in range(1, 1 + rivals)]
    assert ([0, 1] in linkage(pairs, np.zeros((4, 1)), [None] * 4, 0.1, 14.0)) is joined
