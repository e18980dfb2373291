"""Terms, weights, candidates and similarities."""

from __future__ import annotations

import numpy as np
import pytest

from compare.events.similarity import WIDTH, candidates, similarities, sketch
from compare.events.terms import Vector, collect, passages, salient, stem, weigh
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
    return weigh(collect([Article(str(n), text) for n, text in enumerate(texts)]))


def test_a_rare_word_tells_more_than_a_common_one_in_a_single_article() -> None:
    (one,) = vectors("isotope. And country.")
    (rare,) = salient(one, 1).tolist()
    assert rare in vectors("isotope")[0].hashes.tolist()


def test_a_word_in_the_title_tells_more_than_one_in_the_text() -> None:
    (one,) = weigh(collect([Article("a", "the lantern", title="the magnet")]))
    (first,) = salient(one, 1).tolist()
    assert first in vectors("magnet")[0].hashes.tolist()


def test_vectors_have_length_one_and_function_words_none() -> None:
    one, none = vectors("The harbour board of Quellmar closed the northern lock.", "and of the to in")
    assert float(one.weights @ one.weights) == pytest.approx(1.0)
    assert len(none.hashes) == len(salient(none, 48)) == 0


def test_the_same_articles_are_as_alike_as_can_be_on_one_day_and_less_on_another() -> None:
    both = vectors("Seals counted off Morrow island", "Seals counted off Morrow island")

    def similarity(first: float | None, second: float | None, length: int = 1_000) -> float:
        pairs = similarities(
            [(0, 1)], both, [length] * 2, [first, second], window=14.0, passages=lambda _: np.empty(0, dtype=np.uint64)
        )
        return sum(value for _, _, value in pairs)

    assert similarity(1.0, 1.0) == pytest.approx(1.0)
    assert similarity(1.0, 1.0) > similarity(1.0, 3.0) > similarity(1.0, 12.0) > 0
    assert similarity(1.0, 16.0) == 0
    assert similarity(1.0, 1.0) > similarity(1.0, None) > similarity(1.0, None, length=80) > 0


def test_candidates_share_a_salient_term_and_are_within_the_window() -> None:
    terms = [np.array(one, dtype=np.uint64) << np.uint64(32) for one in ([1, 2, 3], [1, 2, 4], [8, 9], [1, 2, 3], [])]
    sketches = sketch(terms, 128, 1)
    assert list(candidates(sketches, [0.0, 10.0, 0.0, 20.0, 0.0], 14.0)) == [(0, 1), (1, 3)]
    assert list(candidates(sketches, [0.0, 10.0, 0.0, None, 0.0], 14.0)) == [(0, 1), (0, 3), (1, 3)]


def test_a_term_that_everybody_writes_of_costs_a_window_of_pairs_an_article() -> None:
    sketches = np.zeros((1_000, 16), dtype=np.uint32)
    assert len(list(candidates(sketches, [None] * 1_000, 14.0))) <= WIDTH * 1_000


def test_a_passage_is_a_dozen_words_whatever_their_case_and_marks() -> None:
    one = "Nobody told us where the keys to the old customs shed were kept"
    other = "She said: “nobody told us where the keys — to the old customs SHED were kept.”"
    assert len(np.intersect1d(passages(one), passages(other))) == 2
    assert not len(np.intersect1d(passages(one), passages(other.replace("customs", "custom"))))
    assert not len(passages("eleven words are too few"))
