"""The local alignment of two utterances, beside an obvious and slow one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from compare.model import Span
from compare.statements.overlap import Bench, local_alignment
from compare.statements.words import words_of

Pairs = Sequence[tuple[int, int]]


def gap(n: int) -> float:
    return 0.7 + 0.05 * (n - 1) if n else 0.0


def between(x: int, y: int) -> float:
    """Give the cost of x and y unequal words between two equal ones: some side by side, the others missing."""
    return min(0.5 * k + gap(x - k) + gap(y - k) for k in range(min(x, y) + 1))


def worth(pairs: Pairs, weights: Sequence[float]) -> float:
    steps = pairwise(pairs)
    return sum(weights[i] for i, _ in pairs) - sum(between(k - i - 1, m - j - 1) for (i, j), (k, m) in steps)


def best(a: Sequence[str], b: Sequence[str], weights: Sequence[float]) -> float:
    """Try every chain of equal words."""
    ending: dict[tuple[int, int], float] = {}
    for i, j in [(i, j) for i in range(len(a)) for j in range(len(b)) if a[i] == b[j]]:
        before = (ending[k, m] - between(i - k - 1, j - m - 1) for k, m in ending if k < i and m < j)
        ending[i, j] = weights[i] + max(before, default=0.0) if ending else weights[i]
        ending[i, j] = max(ending[i, j], weights[i])
    return max(ending.values(), default=0.0)


words = st.lists(st.sampled_from("abcdef"), max_size=12)


@settings(max_examples=300, deadline=None)
@given(words, words)
def test_no_chain_of_equal_words_is_worth_more(a: list[str], b: list[str]) -> None:
    weights = [{"a": 0.2, "b": 0.5, "c": 1.0, "d": 1.5, "e": 0.8, "f": 0.3}[word] for word in a]
    pairs = local_alignment(a, b, weights)
    assert all(a[i] == b[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(pairs))
    assert abs(worth(pairs, weights) - best(a, b, weights)) < 1e-6


def test_equal_words_at_both_edges_belong_to_the_overlap() -> None:
    a, b = "The bank, as anybody in this town could have known, has lied to us", "The bank has lied to us"
    one, other = (words_of(text, [Span(0, len(text))]) for text in (a, b))
    shared = Bench().overlap(one, other)
    assert [j for _, j in shared.pairs] == [0, 1, 2, 3, 4, 5]
    assert shared.cover_b == 1.0
    assert shared.run == 4


def test_what_holds_the_other_is_found_without_any_work() -> None:
    texts = "the old mill at Lindow burned down", "mill at Lindow burned"
    a, b = (words_of(text, [Span(0, len(text))]) for text in texts)
    assert Bench(cells=0).overlap(a, b) == Bench().overlap(a, b)
    assert [i for i, _ in Bench(cells=0).overlap(a, b).pairs] == [2, 3, 4, 5]
    assert Bench(cells=0).overlap(a[:3], b).pairs == ()


@settings(max_examples=200, deadline=None)
@given(words, st.integers(0, 12), st.integers(0, 12))
def test_a_fragment_is_found_whole(a: list[str], start: int, length: int) -> None:
    part = a[start : start + length]
    text, fragment = " ".join(a), " ".join(part)
    shared = Bench(cells=0).overlap(words_of(text, [Span(0, len(text))]), words_of(fragment, [Span(0, len(fragment))]))
    assert len(shared.pairs) == len(part)
