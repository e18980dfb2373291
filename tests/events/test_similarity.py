"""Terms, weights, candidates and similarities."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.events.linkage import fit_in_time
from compare.events.similarity import candidates, similarities, sketch
from compare.events.terms import Vector, collect, passages, stem, weigh
from compare.model import Article


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ministers", "minister"), ("minister's", "minister"), ("countries", "country"), ("churches", "church"),
        ("houses", "house"), ("movies", "movie"), ("glass", "glass"), ("gas", "gas"), ("tessin's", "tessin"),
        ("zorlanders", "zorlanders"), ("2010", "2010"),
    ],
)  # fmt: skip
def test_a_stem_has_no_plural_or_possessive_ending_where_the_rest_is_a_word(word: str, expected: str) -> None:
    assert stem(word) == expected


def vectors(*texts: str) -> list[Vector]:
    return weighed(*(Article(str(n), text) for n, text in enumerate(texts)))


def weighed(*articles: Article) -> list[Vector]:
    """Weigh articles, each beside a copy, since a term that one article alone has is left out."""
    return weigh(collect([twin for one in articles for twin in (one, one)]), 48)[::2]


def product(a: Vector, b: Vector) -> float:
    places, in_a, in_b = np.intersect1d(a.columns, b.columns, return_indices=True)
    return float(a.weights[in_a] @ b.weights[in_b]) if len(places) else 0.0


def test_a_rare_word_tells_more_than_a_common_one_in_a_single_article() -> None:
    (one,) = vectors("isotope. And country.")
    assert one.salient[0] in vectors("isotope")[0].salient


def test_a_word_in_the_title_tells_more_than_one_in_the_text() -> None:
    (one,) = weighed(Article("a", "the lantern", title="the magnet"))
    assert one.salient[0] in vectors("magnet")[0].salient


def test_the_head_of_an_article_tells_more_than_its_end() -> None:
    news, background = "Seals were counted off Morrow island.", "Ferries to Tessin dock there on Sundays."
    padding = " of the and" * 100
    whole, start, end = vectors(f"{news}{padding}{background}", news, background)
    assert product(whole, start) > product(whole, end) > 0


def test_vectors_have_length_one_and_function_words_none() -> None:
    one, none = vectors("The harbour board of Quellmar closed the northern lock.", "and of the to in")
    assert float(one.weights @ one.weights) == pytest.approx(1.0)
    assert len(none.columns) == len(none.salient) == 0


def test_terms_that_no_other_article_has_are_left_out() -> None:
    one, _ = weigh(collect([Article("a", "Seals counted"), Article("b", "Seals painted")]), 48)
    assert len(one.salient) == 1
    assert 0 < float(one.weights @ one.weights) < 1


def test_an_undated_article_keeps_less_of_its_likeness_and_a_short_one_hardly_any() -> None:
    both = vectors("Seals counted off Morrow island", "Seals counted off Morrow island")

    def similarity(first: float | None, second: float | None, length: int = 1_000) -> float:
        nothing = np.empty(0, dtype=np.uint64)
        pairs = similarities(
            np.array([[0, 1]]), both, [length] * 2, [first, second], least=0.001, passages=lambda _: nothing
        )
        return sum(value for _, _, value in pairs)

    assert similarity(1.0, 1.0) == pytest.approx(1.0)
    assert similarity(1.0, 9.0) == similarity(1.0, 1.0)
    assert similarity(1.0, 1.0) > similarity(1.0, None) > similarity(None, None)
    assert similarity(1.0, None) > similarity(1.0, None, length=80) > 0


def test_a_gap_weighs_the_more_the_longer_it_is_and_counts_for_all_beyond_the_window() -> None:
    assert fit_in_time(0, 14.0) == 1
    assert 1 > fit_in_time(1, 14.0) > fit_in_time(3, 14.0) > fit_in_time(14, 14.0) > 0
    assert fit_in_time(14.1, 14.0) == 0


def test_candidates_share_a_salient_term_and_are_within_the_window() -> None:
    terms = [np.array(one, dtype=np.uint64) << np.uint64(32) for one in ([1, 2, 3], [1, 2, 4], [8, 9], [1, 2, 3], [])]
    sketches = sketch(terms, 128, 1)
    assert candidates(sketches, [0.0, 10.0, 0.0, 20.0, 0.0], 14.0).tolist() == [[0, 1], [1, 3]]
    assert candidates(sketches, [0.0, 10.0, 0.0, None, 0.0], 14.0).tolist() == [[0, 1], [0, 3], [1, 3]]


@given(st.lists(st.frozensets(st.integers(0, 40), min_size=1, max_size=12), min_size=2, max_size=6))
@settings(max_examples=30, deadline=None)
def test_signatures_agree_about_as_often_as_sets_of_terms_do(sets: list[frozenset[int]]) -> None:
    spread = np.random.default_rng(5).integers(0, 1 << 64, 41, dtype=np.uint64)
    rows = sketch([spread[sorted(one)] for one in sets], 1024, 1)
    for (a, x), (b, y) in combinations(enumerate(sets), 2):
        assert float((rows[a] == rows[b]).mean()) == pytest.approx(len(x & y) / len(x | y), abs=0.12)


@pytest.mark.parametrize("when", [0.0, None])
def test_a_term_that_everybody_writes_of_costs_a_few_pairs_an_article(when: float | None) -> None:
    assert len(candidates(np.zeros((1_000, 16), dtype=np.uint32), [when] * 1_000, 14.0)) <= 48_000


def test_a_passage_is_a_dozen_words_whatever_their_case_and_marks() -> None:
    one = "Nobody told us where the keys to the old customs shed were kept"
    other = "She said: “nobody told us where the keys — to the old customs SHED were kept.”"
    assert len(np.intersect1d(passages(one), passages(other))) == 2
    assert not len(np.intersect1d(passages(one), passages(other.replace("customs", "custom"))))
    assert not len(passages("eleven words are too few"))
