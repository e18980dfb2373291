"""What is compared of a text: its key, its shingle set, its signature, the keys of its bands, its marks.

Takes articles one by one. Gives them again in batches, with that of each. Keeps nothing, and knows nothing of what it is
for.

Few articles are read in plain Python and NumPy; from ``MANY`` on, or in long ones, compiled code reads the same values
from them on two threads while the next ones are fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from compare.copies.bands import band_keys, banding, permutations, signatures
from compare.copies.marks import SHORT, SIZE, WINDOW, marks
from compare.copies.shingles import sequence_key, shingles
from compare.language.hashes import code_points, scan, word_hashes
from compare.work.ahead import work_ahead
from compare.work.batches import in_batches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.language.hashes import Codes
    from compare.model import Article
    from compare.settings import CopiesSettings

MANY = 500
_LONG = 1_000_000  # characters that are read at a time
_WORTH = 3_000_000  # characters that are worth compiled code


class Read(NamedTuple):
    """A batch as read: for each text its key, number of words, set (by bounds), signature and band keys.

    And where they were asked for, its marks (by bounds); then signatures may be those of short texts alone.
    """

    keys: NDArray[np.uint64]
    counts: NDArray[np.int64]
    values: NDArray[np.uint64]
    bounds: NDArray[np.int64]
    matrix: NDArray[np.uint32]
    bands: NDArray[np.uint64]
    marks: NDArray[np.uint64]
    mark_bounds: NDArray[np.int64]


Batches = Iterator[tuple[list["Article"], Read]]


def read_batches(articles: Iterable[Article], chosen: CopiesSettings, *, marked: bool = False) -> tuple[bool, Batches]:
    """Say whether there is enough work for compiled code, and give all articles in batches, as they are read."""
    head: list[Article] = []
    size, rest = 0, iter(articles)
    for article in rest:
        head.append(article)
        size += len(article.text)
        if len(head) >= MANY or size >= _WORTH:
            return True, _read_ahead(chain(head, rest), chosen, marked=marked)
    return False, iter([(head, _read_plainly(head, chosen, marked=marked))])


def _read_ahead(articles: Iterable[Article], chosen: CopiesSettings, *, marked: bool) -> Batches:
    def read(batch: tuple[list[Article], Codes]) -> tuple[list[Article], Read]:
        return batch[0], _read_compiled(*batch, chosen, marked=marked)

    batches = in_batches(articles, lambda article: len(article.text), 20 * MANY, _LONG)
    # Encoded here: a thread that asks for the interpreter's lock in small steps waits for it each time.
    return work_ahead(read, ((batch, code_points([article.text for article in batch])) for batch in batches))


def _wanted(counts: NDArray[np.int64], chosen: CopiesSettings) -> NDArray[np.bool_]:
    return counts >= max(1, chosen.min_words, chosen.shingle)


def _read_plainly(batch: Sequence[Article], chosen: CopiesSettings, *, marked: bool) -> Read:
    import numpy as np  # noqa: PLC0415 - as above

    hashes = [word_hashes(article.text) for article in batch]
    counts = np.array([len(one) for one in hashes], dtype=np.int64)
    none = np.empty(0, dtype=np.uint64)
    wanted = _wanted(counts, chosen)
    sets = [shingles(one, chosen.shingle) if want else none for one, want in zip(hashes, wanted, strict=True)]
    keys = np.array([*map(sequence_key, hashes)], dtype=np.uint64).reshape(-1, 2)
    bounds = np.cumsum([0, *(len(one) for one in sets)], dtype=np.int64)
    # Who asks for marks wants the bands of short texts only.
    signed = [none if marked and len(one) >= SHORT else one for one in sets]
    matrix = signatures(signed, chosen.num_perm, chosen.seed)
    bands = band_keys(matrix, chosen.jaccard)
    found = [marks(one) if want and marked else none for one, want in zip(hashes, wanted, strict=True)]
    ends = np.cumsum([0, *map(len, found)], dtype=np.int64)
    values = np.concatenate([none, *sets])
    return Read(keys, counts, values, bounds, matrix, bands, np.concatenate([none, *found]), ends)


def _read_compiled(batch: Sequence[Article], codes: Codes, chosen: CopiesSettings, *, marked: bool) -> Read:
    import numpy as np  # noqa: PLC0415 - as above

    from compare.copies.kernel import read_marks, read_sets  # noqa: PLC0415 - numba, where there is enough work

    hashes, ends, _ = scan([article.text for article in batch], codes)
    counts = np.diff(ends)
    factors, added = permutations(chosen.num_perm, chosen.seed)
    _, rows = banding(chosen.num_perm, chosen.jaccard)
    wanted = _wanted(counts, chosen)
    # In few calls: each time that a thread needs the interpreter's lock again, it waits for it.
    keys, values, bounds, matrix, bands = read_sets(hashes, ends, wanted, chosen.shingle, factors, added, rows)
    found, mark_ends = hashes[:0], np.zeros_like(ends)
    if marked:
        found, mark_ends = read_marks(hashes, ends, wanted, SIZE, WINDOW)
    return Read(keys, counts, values, bounds, matrix, bands, found, mark_ends)
