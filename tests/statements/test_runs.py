"""Runs of words that quotations share, beside looking at all pairs."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from compare.statements.runs import RUN, Runs


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=RUN, max_size=12), max_size=10))
def test_the_pairs_are_those_that_share_five_words_in_a_row(texts: list[list[str]]) -> None:
    runs = Runs()
    for text in texts:
        runs.add(text)
    held = [{tuple(text[i : i + RUN]) for i in range(len(text) - RUN + 1)} for text in texts]
    expected = [(i, j) for i, j in combinations(range(len(texts)), 2) if held[i] & held[j]]
    assert runs.pairs(lambda one, other: True) == expected
    assert runs.pairs(lambda one, other: other == 3) == [pair for pair in expected if pair[1] == 3]


def test_of_a_run_that_very_many_hold_the_first_ones_are_paired_with_all() -> None:
    runs = Runs()
    for _ in range(60):
        runs.add(["at", "the", "end", "of", "it"])
    found = runs.pairs(lambda one, other: True)
    assert {one for one, _ in found} == {0, 1, 2}
    assert {other for one, other in found if one == 0} == set(range(1, 60))
