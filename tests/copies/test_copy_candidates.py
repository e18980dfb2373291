"""Signatures are datasketch's own; candidates stay in bounds where everything looks alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from datasketch import MinHash

from compare.copies.bands import banding, lowest, signatures
from compare.copies.candidates import COMMON, WINDOW, containment_candidates, near_candidates
from compare.copies.shingles import shared, shingles
from compare.copies.store import Sets, Store
from compare.language.hashes import word_hashes

if TYPE_CHECKING:
    from compare.language.hashes import Hashes


def hashes(text: str) -> Hashes:
    return shingles(word_hashes(text), 3)


def near(keys: list[list[int]], sizes: list[int]) -> list[tuple[int, ...]]:
    bands = [np.array(band, dtype=np.uint64) for band in keys]
    return [tuple(pair) for pair in near_candidates(bands, np.array(sizes), 0.7).tolist()]


def contained(hashes: list[Hashes], *, compiled: bool = False) -> list[tuple[int, ...]]:
    sizes = np.array([len(one) for one in hashes], dtype=np.int64)
    with Store() as store:
        store.append(np.concatenate(hashes))
        bounds = np.append(0, np.cumsum(sizes))
        samples = lowest(np.concatenate(hashes), bounds)
        found = containment_candidates(Sets(store, bounds[:-1], sizes, compiled), samples, np.arange(len(sizes)))
        return [tuple(pair) for pairs in found for pair in pairs.tolist()]


def test_a_signature_is_the_one_that_datasketch_gives_for_the_same_hashes() -> None:
    sets = [hashes("one two three four five six"), hashes(" ".join(f"w{n}" for n in range(20_000)))]
    for row, one in zip(signatures(sets, 64, seed=5), sets, strict=True):
        theirs = MinHash(num_perm=64, seed=5, hashfunc=lambda value: value >> 32)
        theirs.update_batch(one.tolist())
        assert (row == theirs.hashvalues).all()


@pytest.mark.parametrize(("num_perm", "jaccard"), [(128, 0.7), (256, 0.7), (128, 0.5), (128, 0.9), (64, 0.8)])
def test_bands_miss_few_pairs_at_the_threshold_and_use_the_permutations(num_perm: int, jaccard: float) -> None:
    bands, rows = banding(num_perm, jaccard)
    assert bands * rows <= num_perm
    assert (1 - jaccard**rows) ** bands <= 1e-3


def test_a_bucket_that_everything_falls_into_gives_a_window_of_pairs_a_text() -> None:
    pairs = near([[0] * 2_000] * 8, [100] * 2_000)
    assert len(pairs) <= WINDOW * 2_000
    assert {(n, n + 1) for n in range(1_999)} <= set(pairs)


def test_sizes_that_rule_a_resemblance_out_give_no_pair() -> None:
    assert near([[0, 0]], [69, 100]) == []
    assert near([[0, 0]], [70, 100]) == [(0, 1)]


def test_a_text_is_looked_for_in_the_larger_ones_that_hold_it() -> None:
    base = [f"w{n}" for n in range(400)]
    sets = sorted(
        (hashes(" ".join(words)) for words in (base[:50], base[:300], base[200:], ["x", *base[60:70]])), key=len
    )
    found = set(contained(sets))
    assert found >= {
        (a, b) for a in range(4) for b in range(a + 1, 4) if shared(sets[a], sets[b]) >= 0.85 * len(sets[a])
    }


def test_shingles_that_very_many_texts_hold_are_passed_over() -> None:
    common = " ".join(f"c{n}" for n in range(30))
    sets = [hashes(f"{common} {' '.join(f'u{n}x{k}' for k in range(n))}") for n in range(COMMON + 10)]
    assert len(contained(sets)) < 10 * len(sets)


def test_shared_counts_what_sets_share() -> None:
    one, two = hashes("a b c d e f g"), hashes("x c d e f y a b c")
    assert shared(one, two) == shared(two, one) == len(set(one.tolist()) & set(two.tolist())) == 3
    assert shared(one, hashes("")) == 0
