"""Which texts hold a given shingle.

Takes shingles and sets of them. Gives the places where they are. Knows nothing of what is asked for, or why.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from compare.copies.store import LOW
from compare.work.ahead import work_ahead

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.copies.store import Block, Sets
    from compare.language.hashes import Hashes

    Places: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]

_FINER = 4  # bits by which the filter is finer than the keys are many


def find_holders(keys: Hashes, sets: Sets, start: int = 0) -> Iterator[Places]:
    """Give where one of the sorted, distinct ``keys`` stands in a set: the indexes of the keys and those of the sets.

    Only the sets from ``start`` on are looked through. The places come in several arrays, as the sets are stored. Keys
    below ``LOW`` are found fast.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    if sets.lows is not None and keys[-1] < LOW:
        sets = sets.lows
    if not sets.compiled:
        yield from (_plainly(keys, block) for block in sets.blocks(start))
        return
    from compare.copies.kernel import look_up  # noqa: PLC0415 - numba, where there is enough work

    length, size = int(keys[-1]).bit_length(), len(keys).bit_length()
    shifts = max(0, length - size - _FINER), max(0, length - size)
    likely = np.zeros((int(keys[-1]) >> shifts[0]) + 8, dtype=np.bool_)
    likely[keys >> np.uint64(shifts[0])] = True
    packed = np.packbits(likely, bitorder="little")
    starts = np.searchsorted(keys >> np.uint64(shifts[1]), np.arange((int(keys[-1]) >> shifts[1]) + 2, dtype=np.uint64))
    first = starts.astype(np.int32)

    def compiled(block: Block) -> Places:
        index, values, begins, ends = block
        place, owner = look_up(keys, packed, first, shifts, values, begins, ends)
        return place, index[owner]

    yield from work_ahead(compiled, sets.blocks(start))


def _plainly(keys: Hashes, block: Block) -> Places:
    import numpy as np  # noqa: PLC0415 - as above

    index, values, begins, ends = block
    values = np.concatenate([values[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)])
    owner = np.repeat(np.arange(len(index)), ends - begins)
    place = np.minimum(np.searchsorted(keys, values), len(keys) - 1)
    same = keys[place] == values
    return place[same], index[owner[same]]
