"""Average linkage on a sparse graph against the slow and obvious way."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from compare.events.linkage import average_linkage

Pairs = list[tuple[int, int, float]]


def slow(pairs: Pairs, when: list[float | None], threshold: float, span: float) -> list[list[int]]:
    similarity = {(a, b): value for a, b, value in pairs}
    clusters = [[one] for one in range(len(when))]

    def average(one: list[int], two: list[int]) -> float:
        return sum(similarity.get((min(a, b), max(a, b)), 0.0) for a in one for b in two) / (len(one) * len(two))

    def fits(cluster: list[int]) -> bool:
        known = [place for one in cluster if (place := when[one]) is not None]
        return not known or max(known) - min(known) <= span

    while True:
        joins = [
            (-average(one, two), min(one), min(two))
            for one, two in combinations(sorted(clusters), 2)
            if average(one, two) >= threshold and fits(one + two)
        ]
        if not joins:
            return sorted(sorted(one) for one in clusters)
        _, first, second = min(joins)
        one = next(cluster for cluster in clusters if min(cluster) == first)
        two = next(cluster for cluster in clusters if min(cluster) == second)
        clusters.remove(two)
        one += two


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Pairs, list[float | None]]:
    when = draw(st.lists(st.none() | st.integers(0, 30).map(float), min_size=1, max_size=9))
    every = list(combinations(range(len(when)), 2))
    # Multiples of a power of two add up exactly, so that both ways see the same ties.
    values = draw(st.lists(st.none() | st.integers(1, 64), min_size=len(every), max_size=len(every)))
    return [(a, b, value / 64) for (a, b), value in zip(every, values, strict=True) if value], when


@given(graphs(), st.sampled_from([0.1, 0.25, 0.5, 0.8]), st.sampled_from([5.0, 14.0, 100.0]))
@settings(max_examples=400, deadline=None)
def test_clusters_are_those_of_the_slow_way(
    graph: tuple[Pairs, list[float | None]], threshold: float, span: float
) -> None:
    pairs, when = graph
    assert average_linkage(pairs, when, threshold, span) == slow(pairs, when, threshold, span)


def test_one_bridge_does_not_chain_two_events() -> None:
    one = [(a, b, 0.9) for a, b in combinations(range(4), 2)]
    two = [(a, b, 0.9) for a, b in combinations(range(4, 8), 2)]
    assert average_linkage([*one, *two, (3, 4, 0.9)], [None] * 8, 0.2, 14.0) == [[0, 1, 2, 3], [4, 5, 6, 7]]
