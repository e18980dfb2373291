"""Sets of shingle hashes, any number of them: in memory while they are few, then in a temporary file.

Takes arrays. Gives them back one by one, or one after the other. Knows nothing of texts.

The file has no name and is gone with the process. It is read with plain reads, not mapped, so that the memory of the
process stays what it is. ``TMPDIR`` says in which folder it is; it takes up to half as much room again as the text.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from compare.errors import temporary_unwritable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.language.hashes import Hashes

    Block: TypeAlias = tuple[NDArray[np.int64], Hashes, NDArray[np.int64], NDArray[np.int64]]

LOW = 1 << 60  # a sixteenth of all hashes are below: sixteen or more of a text of 400 words
_IN_MEMORY = 128_000_000  # bytes
_BLOCK = 1_000_000  # hashes read at a time
_SIZE = 8
_AHEAD = 8  # arrays that wait to be written


class Store:
    """Hashes, one after the other; what was appended stays. They are written while the next ones are made."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - it lives as long as the store
        self._writer = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()
        self.filled = 0

    def append(self, values: Hashes) -> None:
        """Put ``values`` behind what is there. Raises CompareError where the folder for temporary files is full."""
        self._waiting.append(self._writer.submit(self._write, values))
        self.filled += len(values)
        self._settle(_AHEAD)

    def _write(self, values: Hashes) -> None:
        try:
            self._file.seek(0, os.SEEK_END)
            self._file.write(memoryview(values).cast("B"))  # type: ignore[arg-type]  # NumPy's arrays are buffers
            self._file.flush()  # so that a full disk is noticed here
        except OSError as error:
            raise temporary_unwritable(error) from None

    def _settle(self, waiting: int) -> None:
        while len(self._waiting) > waiting:
            self._waiting.popleft().result()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.shutdown(cancel_futures=True)
        with suppress(OSError):
            self._file.close()

    def read(self, begin: int, size: int) -> Hashes:
        """Give ``size`` hashes from the ``begin``-th on."""
        import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

        self._settle(0)
        self._file.seek(begin * _SIZE)
        return np.frombuffer(self._file.read(size * _SIZE), dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Sets(Sequence["Hashes"]):
    """Sets of hashes in a store: set n is ``sizes[n]`` of them from ``begins[n]`` on, sorted and distinct.

    ``lows`` are the same sets with only the hashes below ``LOW``, where they are kept apart. ``compiled`` says that there
    is enough of them for the compiled reader.
    """

    store: Store
    begins: NDArray[np.int64]
    sizes: NDArray[np.int64]
    compiled: bool = False
    lows: Sets | None = None

    def __len__(self) -> int:
        return len(self.begins)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            raise TypeError("sets are taken one by one, or several by take")
        return self.store.read(int(self.begins[index]), int(self.sizes[index]))

    def take(self, chosen: NDArray[np.int64]) -> Sets:
        """Give some of the sets, in the order given; nothing is copied."""
        lows = self.lows and self.lows.take(chosen)
        return Sets(self.store, self.begins[chosen], self.sizes[chosen], self.compiled, lows)

    def blocks(self, start: int = 0) -> Iterator[Block]:
        """Give the sets from index ``start`` on, in the order in which they are stored, several at a time.

        A block is the indexes of its sets, the hashes that hold them, and where in these each set begins and ends.
        """
        import numpy as np  # noqa: PLC0415 - as above

        # An empty set begins where the next one does, and ends before it.
        order = start + np.lexsort((self.sizes[start:], self.begins[start:]))
        begins, ends = self.begins[order], (self.begins + self.sizes)[order]
        first = 0
        while first < len(order):
            last = max(first + 1, int(np.searchsorted(ends, begins[first] + _BLOCK, side="right")))
            values = self.store.read(int(begins[first]), int(ends[last - 1] - begins[first]))
            yield order[first:last], values, begins[first:last] - begins[first], ends[first:last] - begins[first]
            first = last

    def gather(self, chosen: NDArray[np.int64]) -> tuple[Hashes, NDArray[np.int64]]:
        """Give the hashes of some sets one after the other, and their bounds."""
        import numpy as np  # noqa: PLC0415 - as above

        bounds = np.append(0, np.cumsum(self.sizes[chosen]))
        values = np.empty(bounds[-1], dtype=np.uint64)
        for n, index in enumerate(chosen.tolist()):
            values[bounds[n] : bounds[n + 1]] = self[index]
        return values, bounds
