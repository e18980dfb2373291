"""What an index keeps of a text to know it again, and how alike two texts are by that.

Takes articles. Gives a ``Sketch`` of each: the key of its words, a table of bits for its shingles, and keys under which
texts that share much of it are found. Knows nothing of where these are kept.

Texts that are alike meet under a key. Of a text of ``SHORT`` shingles or more the keys are its marks, a few of its passages
(``marks``): they tell of containment too. Shorter texts have too few marks to rely on, and the keys of their MinHash bands
besides. How much two share is read off the bits: a table with one hash function and two bits a shingle shows which
shingles of the one the other has, but for some that are there by chance, and how many these are is known (a Bloom filter
of one function: Bloom 1970). For texts of much the same size that is some three times as near as a signature of as many
bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from compare.copies.marks import SHORT
from compare.copies.reading import Read, read_batches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.language.hashes import Hashes
    from compare.model import Article
    from compare.settings import CopiesSettings

BITS, FEWEST = 2, 1024  # bits a shingle, and of a table


class Sketch(NamedTuple):
    """What is known of a text: ``shingles`` is its set, which is not kept; ``bits`` stands for it.

    ``content`` has 16 bytes; texts that are not compared (of too few words) have nothing but that and ``words``.
    """

    content: bytes
    words: int
    shingles: Hashes
    marks: list[int]
    bands: list[int]
    bits: bytes

    @property
    def keys(self) -> list[int]:
        """The keys under which texts that share much of this one are found."""
        return self.marks + self.bands


class Likeness(NamedTuple):
    """How alike two texts are: Jaccard similarity and containment of their shingles, from 0 to 1."""

    jaccard: float
    containment: float


def sketches(articles: Iterable[Article], settings: CopiesSettings) -> Iterator[tuple[Article, Sketch]]:
    """Give each article with its sketch, in their order; they are read ahead, a few million characters at most."""
    for batch, read in read_batches(articles, settings, marked=True)[1]:
        yield from zip(batch, _sketched(read), strict=True)


def _sketched(read: Read) -> Iterator[Sketch]:
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    content, sizes = read.keys.tobytes(), np.diff(read.bounds)
    number = np.arange(1, len(read.bands) + 1, dtype=np.uint64)
    bands = ((read.bands.T ^ number) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(32)).tolist()
    marks, ends = (read.marks >> np.uint64(32)).tolist(), read.mark_bounds.tolist()
    tables, starts = draw(read.values, sizes)
    for n, (words, size) in enumerate(zip(read.counts.tolist(), sizes.tolist(), strict=True)):
        yield Sketch(
            content[16 * n : 16 * n + 16],
            words,
            read.values[read.bounds[n] : read.bounds[n + 1]],
            marks[ends[n] : ends[n + 1]],
            bands[n] if 0 < size < SHORT else [],
            tables[starts[n] : starts[n + 1]],
        )


def draw(values: Hashes, sizes: NDArray[np.int64]) -> tuple[bytes, list[int]]:
    """Give the tables of sets that stand one after the other, and where in bytes each begins; an empty set has none."""
    import numpy as np  # noqa: PLC0415 - as above

    wide = np.where(sizes > 0, np.maximum(-(-BITS * sizes // 8) * 8, FEWEST), 0)
    starts = np.append(0, np.cumsum(wide))
    table = np.zeros(starts[-1], dtype=np.bool_)
    table[_places(values, np.repeat(wide, sizes)) + np.repeat(starts[:-1], sizes)] = True
    return np.packbits(table).tobytes(), (starts // 8).tolist()


def present(values: Hashes, bits: bytes) -> NDArray[np.bool_]:
    """Say for each hash whether its bit is set in a table; where it is not, the hash is not in the set for certain."""
    table = _table(bits)
    found: NDArray[np.bool_] = table[_places(values, len(table))]
    return found


class Estimate(NamedTuple):
    """An estimated likeness, and the standard deviation of its containment."""

    likeness: Likeness
    doubt: float


def estimate(values: Hashes, bits: bytes, size: int) -> Estimate:
    """Estimate how alike a set and another of ``size`` shingles are, of which there is only the table of bits."""
    import numpy as np  # noqa: PLC0415 - as above

    table = _table(bits)
    chance = int(np.count_nonzero(table)) / len(table)  # that a shingle which is not there seems to be
    seen = int(np.count_nonzero(table[_places(values, len(table))]))
    both = min(max((seen - chance * len(values)) / (1 - chance), 0.0), len(values), size) if chance < 1 else 0.0
    doubt = math.sqrt((len(values) - both) * chance * (1 - chance)) / (1 - chance) if chance < 1 else math.inf
    return Estimate(likeness(both, len(values), size), doubt / max(1, min(len(values), size)))


def estimate_within(sequence: Hashes, bits: bytes, size: int) -> float:
    """Estimate the share of a set of ``size`` shingles that stands together somewhere in a much longer text.

    ``sequence`` are the runs of words of that text, in their order. In all of it, so many of them seem to be in the set by
    chance that a small one can be lost among them; so the stretch is taken, a quarter longer than the set, in which most
    are.
    """
    import numpy as np  # noqa: PLC0415 - as above

    table = _table(bits)
    seen = table[_places(sequence, len(table))]
    chance, length = float(table.mean()), min(len(seen), size + size // 4)
    sums = np.append(0, np.cumsum(seen))
    most = int((sums[length:] - sums[:-length]).max()) if length else 0
    return min(max((most - chance * length) / (1 - chance) / size, 0.0), 1.0) if chance < 1 else 0.0


def _table(bits: bytes) -> NDArray[np.bool_]:
    import numpy as np  # noqa: PLC0415 - as above

    return np.unpackbits(np.frombuffer(bits, dtype=np.uint8)).view(np.bool_)


def likeness(both: float, one: int, two: int) -> Likeness:
    """Give how alike two sets of these sizes are that share ``both``."""
    return Likeness(both / (one + two - both), both / min(one, two)) if one and two else Likeness(0.0, 0.0)


def _places(values: Hashes, wide: int | NDArray[np.int64]) -> NDArray[np.intp]:
    """Give the bit of each hash in a table of so many bits."""
    import numpy as np  # noqa: PLC0415 - as above

    upper = values >> np.uint64(32)
    return (upper * np.asarray(wide).astype(np.uint64) >> np.uint64(32)).astype(np.intp)
