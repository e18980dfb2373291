"""Sketches and marks: what an index keeps of a text finds what the text itself would."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from compare.copies import reading
from compare.copies.marks import SHORT, SIZE, WINDOW, marks
from compare.copies.shingles import runs, shared
from compare.copies.sketches import Sketch, draw, estimate, present, sketches
from compare.language.hashes import word_hashes
from compare.model import Article
from compare.settings import CopiesSettings

CHOSEN = CopiesSettings()
WORDS = st.lists(st.sampled_from("quay ice boat harbour winter dock net pier tide".split()), max_size=300)


def prose(words: int, seed: int) -> list[str]:
    return [f"w{random.Random(seed * 100_000 + n).randrange(50_000)}" for n in range(words)]


def table(values: NDArray[np.uint64]) -> bytes:
    return draw(values, np.array([len(values)]))[0]


def sketch(words: Sequence[str]) -> Sketch:
    return next(sketches([Article("a", " ".join(words))], CHOSEN))[1]


@given(WORDS, st.integers(1, 9), st.integers(1, 80))
def test_marks_are_the_lowest_runs_of_every_window(words: list[str], size: int, window: int) -> None:
    hashes = word_hashes(" ".join(words))
    each = [int(runs(hashes[n : n + size], size)[0]) for n in range(len(words) - size + 1)]
    expected = {min(each[n : n + window]) for n in range(max(1, len(each) - window + 1))} if each else set()
    assert marks(hashes, size, window).tolist() == sorted(expected)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 10**6))
@settings(max_examples=50)
def test_a_passage_of_a_window_and_a_run_is_found_wherever_it_stands(before: int, after: int, seed: int) -> None:
    passage = prose(WINDOW + SIZE - 1, seed)
    one = [*prose(before, seed + 1), *passage, *prose(after, seed + 2)]
    two = [*prose(after, seed + 3), *passage, *prose(before, seed + 4)]
    keys = [set(marks(word_hashes(" ".join(words))).tolist()) for words in (one, two)]
    assert keys[0] & keys[1]


@given(st.lists(st.one_of(WORDS.map(" ".join), st.text(max_size=80)), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_compiled_code_makes_the_same_sketches(texts: list[str]) -> None:
    chosen = CopiesSettings(num_perm=16, min_words=3)
    articles = [Article(f"a{n}", text) for n, text in enumerate(texts)]
    plain = [*sketches(articles, chosen)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "MANY", 1)
        compiled = [*sketches(articles, chosen)]
    assert [article.id for article, _ in plain] == [article.id for article, _ in compiled]
    for (_, one), (_, two) in zip(plain, compiled, strict=True):
        assert one._replace(shingles=two.shingles) == two
        assert one.shingles.tolist() == two.shingles.tolist()


def test_short_texts_that_are_nearly_one_meet_though_no_long_passage_is_the_same() -> None:
    words = prose(120, 1)
    changed = [f"other{n}" if n % 14 == 7 else word for n, word in enumerate(words)]
    one, two = sketch(words), sketch(changed)
    assert len(one.shingles) < SHORT
    assert set(one.keys) & set(two.keys)


@pytest.mark.parametrize("size", [40, 200, 1000, 5000, 60_000])
@pytest.mark.parametrize("kept", [0.0, 0.5, 0.85, 1.0])
def test_what_two_texts_share_is_read_off_the_bits(size: int, kept: float) -> None:
    numbers = np.random.default_rng(size)
    one = np.unique(numbers.integers(0, 2**64, size, dtype=np.uint64))
    others = numbers.integers(0, 2**64, size, dtype=np.uint64)
    two = np.unique(np.concatenate([numbers.permutation(one)[: int(kept * size)], others[: size - int(kept * size)]]))
    both = shared(one, two)
    found = estimate(one, table(two), len(two)).likeness
    assert abs(found.containment - both / min(len(one), len(two))) < (0.12 if size < 300 else 0.05)
    assert abs(found.jaccard - both / (len(one) + len(two) - both)) < (0.12 if size < 300 else 0.05)
    assert not (set(one[~present(one, table(two))].tolist()) & set(two.tolist()))  # what is absent is so for certain


def test_a_text_of_too_few_words_has_nothing_but_its_content() -> None:
    found = sketch(["harbour", "closed"])
    assert (found.words, found.shingles.size, len(found.keys), found.bits) == (2, 0, 0, b"")
    assert found.content == sketch(["Harbour,", "CLOSED!"]).content != sketch(["closed", "harbour"]).content
