"""Sets are read back as they were stored, one by one and in blocks, from the memory and from a file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.copies import store
from compare.copies.store import Sets, Store


def sets_of(kept: Store, several: Sequence[Sequence[int]], order: Sequence[int]) -> Sets:
    sizes = np.array([len(one) for one in several], dtype=np.int64)
    for one in several:
        kept.append(np.array(sorted(one), dtype=np.uint64))
    chosen = np.array(order, dtype=np.int64)
    return Sets(kept, (np.cumsum(sizes) - sizes)[chosen], sizes[chosen])


@given(st.lists(st.sets(st.integers(0, 2**64 - 1), max_size=6), min_size=1, max_size=9), st.integers(1, 9))
def test_blocks_hold_every_set_once(several: list[set[int]], block: int) -> None:
    order = sorted(range(len(several)), key=lambda n: (len(several[n]), -n))[len(several) // 3 :]
    with pytest.MonkeyPatch.context() as patch, Store() as kept:
        patch.setattr(store, "_BLOCK", block)
        sets = sets_of(kept, [sorted(one) for one in several], order)
        found = {}
        for index, values, begins, ends in sets.blocks():
            for n, begin, end in zip(index.tolist(), begins.tolist(), ends.tolist(), strict=True):
                assert 0 <= begin <= end <= len(values)
                assert n not in found
                found[n] = values[begin:end].tolist()
        assert found == {n: sorted(several[place]) for n, place in enumerate(order)}
        assert [one.tolist() for one in sets] == [found[n] for n in range(len(order))]
