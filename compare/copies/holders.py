"""Which texts hold a given shingle.

Takes shingles and sets of them. Gives the places where they are. Knows nothing of what is asked for, or why.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from compare.copies.ahead import work_ahead

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.copies.store import Block, Hashes, Sets

    Places: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]

_SPARSE = 16  # bits of the filter for each shingle that is looked for


def find_holders(keys: Hashes, sets: Sets) -> Iterator[Places]:
    """Give where one of the sorted, distinct ``keys`` stands in a set: the indexes of the keys and those of the sets.

    They come in several arrays, as the sets are stored.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    bits = max(16, (_SPARSE * len(keys)).bit_length())
    shift = np.uint64(64 - bits)
    likely = np.zeros(1 << bits, dtype=np.bool_)
    likely[keys >> shift] = True
    packed = np.packbits(likely, bitorder="little")

    def plainly(block: Block) -> Places:
        index, values, bounds = block
        owner = np.repeat(np.arange(len(index)), np.diff(bounds))
        few = likely[values >> shift]
        owner, rest = owner[few], values[few]
        place = np.minimum(np.searchsorted(keys, rest), len(keys) - 1)
        same = keys[place] == rest
        return place[same], index[owner[same]]

    def compiled(block: Block) -> Places:
        from compare.copies.kernel import look_up  # noqa: PLC0415 - numba, where there is enough work

        index, values, bounds = block
        place, owner = look_up(keys, packed, bits, values, bounds)
        return place, index[owner]

    yield from work_ahead(compiled, sets.blocks()) if sets.compiled else map(plainly, sets.blocks())
