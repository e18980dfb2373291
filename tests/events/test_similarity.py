"""Terms, weights, candidates and similarities."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from compare.events.cohesion import cohesions
from compare.events.lexicon import stem
from compare.events.linkage import fit_in_time
from compare.events.similarity import (
    _share_compiled,
    _share_plainly,
    candidates,
    multiply,
    restore,
    shorten,
    similarities,
    sketch,
    trust,
)
from compare.events.terms import Vectors, read_vectors
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


def vectors(*texts: str) -> Vectors:
    return weighed(*(Article(str(n), text) for n, text in enumerate(texts)))


def weighed(*articles: Article) -> Vectors:
    """Weigh articles, and behind them a copy of each, since a term that one article alone has is left out."""
    return read_vectors([*articles, *articles], 48, compiled=False)


def product(of: Vectors, a: int, b: int) -> float:
    return float(multiply(np.array([[a, b]]), of, compiled=False)[0])


def most_salient(of: Vectors, article: int) -> int:
    return int(of.salient[article, 0])


def test_a_rare_word_tells_more_than_a_common_one_in_a_single_article() -> None:
    both = vectors("isotope. And country.", "isotope")
    assert most_salient(both, 0) == most_salient(both, 1)


def test_a_word_in_the_title_tells_more_than_one_in_the_text() -> None:
    both = weighed(Article("a", "the lantern", title="the magnet"), Article("b", "magnet"))
    assert most_salient(both, 0) == most_salient(both, 1)


def test_the_head_of_an_article_tells_more_than_its_end() -> None:
    news, background = "Seals were counted off Morrow island.", "Ferries to Tessin dock there on Sundays."
    padding = " of the and" * 100
    whole = vectors(f"{news}{padding}{background}", news, background)
    assert product(whole, 0, 1) > product(whole, 0, 2) > 0


def test_vectors_have_length_one_and_function_words_none() -> None:
    both = vectors("The harbour board of Quellmar closed the northern lock.", "and of the to in")
    assert product(both, 0, 0) == pytest.approx(1.0, abs=1e-6)
    assert len(both.row(1)[0]) == both.told[1] == 0


def test_terms_that_no_other_article_has_are_left_out() -> None:
    both = read_vectors([Article("a", "Seals counted"), Article("b", "Seals painted")], 48, compiled=False)
    assert both.told.tolist() == [1, 1]
    assert {both.written(int(term)) for term in both.words()} == {"seals"}
    assert 0 < product(both, 0, 0) < 1


def test_an_undated_article_keeps_less_of_its_likeness_and_a_short_one_hardly_any() -> None:
    both = vectors("Seals counted off Morrow island")

    def similarity(first: float | None, second: float | None, length: int = 1_000) -> float:
        # Beside them, likes of other times.
        when, pairs = (
            days(first, second, 50.0, 5_000.0, 9_000.0),
            np.array([[0, 1], *([a, b] for a in (0, 1) for b in (2, 3, 4))]),
        )
        products = np.array([float(multiply(np.array([[0, 1]]), both, compiled=False)[0])] * len(pairs))
        lengths = np.full(len(when), length)
        trusted = trust(pairs, products, lengths, when, 14.0)
        return float(similarities(pairs, products, trusted, lengths, when, lambda _: "", compiled=False)[0])

    assert similarity(1.0, 1.0) == pytest.approx(1.0, abs=1e-6)
    assert similarity(1.0, 9.0) == similarity(1.0, 1.0)
    assert similarity(1.0, 1.0) > similarity(1.0, None) > similarity(None, None)
    assert similarity(1.0, None) > similarity(1.0, None, length=80) > 0


def test_a_gap_weighs_the_more_the_longer_it_is_and_counts_for_all_beyond_the_window() -> None:
    assert fit_in_time(0, 14.0) == 1
    assert 1 > fit_in_time(1, 14.0) > fit_in_time(3, 14.0) > fit_in_time(14, 14.0) > 0
    assert fit_in_time(14.1, 14.0) == 0


def sketched(sets: Sequence[Sequence[int]], num_perm: int = 128) -> NDArray[np.uint32]:
    rows = np.zeros((len(sets), max(map(len, sets))), dtype=np.uint64)
    for row, own in zip(rows, sets, strict=True):
        row[: len(own)] = own
    return sketch(rows, np.array([len(own) for own in sets]), num_perm, 1, compiled=False)


def days(*when: float | None) -> NDArray[np.float64]:
    return np.array(when, dtype=np.float64)


@pytest.mark.parametrize("compiled", [False, True])
def test_candidates_share_a_salient_term_and_are_within_the_window(compiled: bool) -> None:
    sketches = sketched([[one << 32 for one in own] for own in ([1, 2, 3], [1, 2, 4], [8, 9], [1, 2, 3], [])])
    dated = candidates(sketches, days(0.0, 10.0, 0.0, 20.0, 0.0), 14.0, compiled=compiled)
    assert dated.tolist() == [[0, 1], [1, 3]]
    undated = candidates(sketches, days(0.0, 10.0, 0.0, None, 0.0), 14.0, compiled=compiled)
    assert undated.tolist() == [[0, 1], [0, 3], [1, 3]]


@given(st.lists(st.frozensets(st.integers(0, 40), min_size=1, max_size=12), min_size=2, max_size=6))
@settings(max_examples=30, deadline=None)
def test_signatures_agree_about_as_often_as_sets_of_terms_do(sets: list[frozenset[int]]) -> None:
    spread = np.random.default_rng(5).integers(0, 1 << 64, 41, dtype=np.uint64)
    rows = sketched([spread[sorted(one)].tolist() for one in sets], 1024)
    for (a, x), (b, y) in combinations(enumerate(sets), 2):
        assert float((rows[a] == rows[b]).mean()) == pytest.approx(len(x & y) / len(x | y), abs=0.12)


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("when", [0.0, None])
def test_a_term_that_everybody_writes_of_costs_a_few_pairs_an_article(when: float | None, compiled: bool) -> None:
    same = np.zeros((1_000, 16), dtype=np.uint32)
    assert 0 < len(candidates(same, days(*[when] * 1_000), 14.0, compiled=compiled)) <= 48_000


@pytest.mark.parametrize("compiled", [False, True])
def test_a_passage_is_a_dozen_words_whatever_their_case_and_marks(compiled: bool) -> None:
    one = "Nobody told us where the keys to the old customs shed were kept"
    other = "She said: “nobody told us where the keys — to the old customs SHED were kept.”"
    texts = [one, other, other.replace("customs", "custom"), "eleven words are too few"]
    share = _share_compiled if compiled else _share_plainly
    pairs = np.array([[0, 1], [0, 2], [3, 3], [0, 0]])
    assert share(pairs, texts.__getitem__).tolist() == [True, False, False, True]


WORDS = [*"brav clin dorm fesk glar harbour lock council the of Quellmar's ministers vote U.S. 1,000 crème".split()]


@st.composite
def libraries(draw: st.DrawFn) -> list[Article]:
    choice = random.Random(draw(st.integers(0, 10_000)))
    furniture = "Printed on paper from Sandervale every day"

    def text() -> str:
        lines = [" ".join(choices(choice)) for _ in range(choice.randrange(4))]
        return "\n".join([*lines, *([furniture] if choice.random() < 0.5 else [])])

    def choices(choice: random.Random) -> list[str]:
        return choice.choices(WORDS, k=choice.choice([0, 3, 20]))

    return [Article(f"a{n}", text(), title=choice.choice([None, text()])) for n in range(draw(st.integers(1, 9)))]


@given(libraries())
@settings(max_examples=60, deadline=None)
def test_compiled_code_makes_the_same_vectors_to_the_bit(articles: list[Article]) -> None:
    plain, compiled = (read_vectors(articles, 12, compiled=way) for way in (False, True))

    def shown(of: Vectors) -> list[dict[int, float]]:
        rows = map(of.row, range(len(articles)))
        return [dict(zip(of.terms[own].tolist(), weights.tolist(), strict=True)) for own, weights in rows]

    assert shown(plain) == shown(compiled)
    assert plain.salient.tolist() == compiled.salient.tolist()
    assert plain.told.tolist() == compiled.told.tolist()
    assert plain.lengths.tolist() == compiled.lengths.tolist()
    assert plain.forms == compiled.forms


@given(libraries(), st.data())
@settings(max_examples=60, deadline=None)
def test_compiled_code_finds_the_same_pairs_as_alike(articles: list[Article], data: st.DataObject) -> None:
    moments = st.lists(st.none() | st.integers(0, 30), min_size=len(articles), max_size=len(articles))
    when = days(*data.draw(moments))
    found = []
    for compiled in (False, True):
        vectors = read_vectors(articles, 12, compiled=compiled)
        sketches = sketch(vectors.salient, vectors.told, 16, 1, compiled=compiled)
        pairs = candidates(sketches, when, 14.0, compiled=compiled)
        products = multiply(pairs, vectors, compiled=compiled)
        trusted = trust(pairs, products, vectors.lengths, when, 14.0)
        times = trusted, vectors.lengths, when
        alike = similarities(pairs, products, *times, lambda n: articles[n].text, compiled=compiled)
        whole, before = shorten(vectors, trusted), trusted.tolist()
        restore(vectors, trusted, whole)
        clusters = [[*range(start, len(articles), 2)] for start in range(min(2, len(articles)))]
        held = list(cohesions(clusters, vectors, compiled=compiled))
        found.append((sketches.tolist(), pairs.tolist(), before, alike.tolist(), held))
    assert found[0] == found[1]
