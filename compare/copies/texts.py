"""The different texts of many articles, with their shingle sets and signatures.

Takes articles one by one. Gives ``Texts``. Knows nothing of candidates or groups; of an article it keeps what a group has
to say of it, and not the text, so that any number can pass.

Few articles are read in plain Python and NumPy; from ``MANY`` on, or in long ones, compiled code reads the same values
from them on two threads while the next ones are fetched.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from compare.copies.candidates import permutations, signatures
from compare.copies.shingles import Sets, sequence_key, shingles, word_hash, word_hashes
from compare.language.letters import fold
from compare.language.moments import days

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.model import Article
    from compare.settings import CopiesSettings

MANY = 500
_LONG = 3_000_000  # characters that are read at a time, and that are worth compiled code
_THREADS, _AHEAD = 2, 6


class Known(NamedTuple):
    """What is kept of an article; sorted, the first is the original: earliest, then longest, then first by id."""

    day: float
    shorter: int
    id: str
    outlet: str | None
    agency: str | None


class Texts(NamedTuple):
    """Texts as lists of the articles that have them, and the sets and signatures of the first ones, which are compared.

    The compared ones are sorted by number of shingles and then by content, so that what is cut by a cap does not depend on
    the order of the articles; the articles of a text are sorted.
    """

    articles: list[list[Known]]
    sets: Sets
    matrix: NDArray[np.uint32]


class _Read(NamedTuple):
    """A batch as read: for each text its key and whether it has words, its set (by bounds), its signature."""

    keys: list[tuple[int, int]]
    some: NDArray[np.bool_]
    values: NDArray[np.uint64]
    bounds: NDArray[np.int64]
    matrix: NDArray[np.uint32]


def read_texts(articles: Iterable[Article], chosen: CopiesSettings) -> Texts:
    """Read all articles; raises ValueError where a date is not ISO 8601."""
    batches = _batches(articles)
    first = next(batches, [])
    if len(first) < MANY and sum(len(article.text) for article in first) < _LONG:
        return _gathered([(_known(first), _read_plainly(first, chosen))], chosen, compiled=False)
    return _gathered(_read_ahead(first, batches, chosen), chosen, compiled=True)


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if size >= _LONG or len(batch) >= 20 * MANY:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _known(batch: Iterable[Article]) -> list[Known]:
    return [
        Known(days(a.published.iso) if a.published else float("inf"), -len(a.text), a.id, a.outlet, a.agency)
        for a in batch
    ]


def _read_ahead(
    batch: list[Article] | None, batches: Iterator[list[Article]], chosen: CopiesSettings
) -> Iterator[tuple[list[Known], _Read]]:
    """Read batches on threads, no more at a time than are worked on; give them in their order."""
    waiting: deque[tuple[list[Known], Future[_Read]]] = deque()
    with ThreadPoolExecutor(_THREADS) as pool:
        while batch is not None:
            # Encoded here: a thread that asks for the interpreter's lock in small steps waits for it each time.
            # A lone surrogate, which JSON can carry, has no UTF-8 of its own.
            data = [article.text.encode("utf-8", "surrogatepass") for article in batch]
            waiting.append(
                (_known(batch), pool.submit(_read_compiled, batch, b"".join(data), [*map(len, data)], chosen))
            )
            del data
            batch = next(batches, None)
            if len(waiting) > _AHEAD:
                known, future = waiting.popleft()
                yield known, future.result()
        for known, future in waiting:
            yield known, future.result()


def _wanted(batch: Sequence[Article], counts: NDArray[np.int64], chosen: CopiesSettings) -> NDArray[np.bool_]:
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    teaser = np.array([article.kind == "teaser" for article in batch], dtype=np.bool_)
    return ~teaser & (counts >= max(1, chosen.min_words, chosen.shingle))


def _read_plainly(batch: Sequence[Article], chosen: CopiesSettings) -> _Read:
    import numpy as np  # noqa: PLC0415 - as above

    known: dict[str, int] = {}
    hashes = [word_hashes(article.text, known) for article in batch]
    counts = np.array([len(one) for one in hashes], dtype=np.int64)
    none = np.empty(0, dtype=np.uint64)
    wanted = _wanted(batch, counts, chosen)
    sets = [shingles(one, chosen.shingle) if want else none for one, want in zip(hashes, wanted, strict=True)]
    bounds = np.cumsum([0, *(len(one) for one in sets)], dtype=np.int64)
    matrix = signatures(sets, chosen.num_perm, chosen.seed)
    return _Read([*map(sequence_key, hashes)], counts > 0, np.concatenate([none, *sets]), bounds, matrix)


def _read_compiled(batch: Sequence[Article], data: bytes, lengths: list[int], chosen: CopiesSettings) -> _Read:
    import numpy as np  # noqa: PLC0415 - as above

    from compare.copies.alphabet import table  # noqa: PLC0415 - a tenth of a second
    from compare.copies.kernel import read_sets, read_words  # noqa: PLC0415 - numba, where there is enough work

    bounds = np.cumsum([0, *lengths], dtype=np.int64)
    hashes, ends, left = read_words(np.frombuffer(data, dtype=np.uint8), bounds, table())
    forms: dict[str, int] = {}
    for place, text, start, end in left.tolist():
        word = batch[text].text[start:end]
        if word not in forms:
            norm = fold(word)
            forms[word] = word_hash(norm.replace(".", "") if norm[0].isalpha() else norm)
        hashes[place] = forms[word]
    counts = np.diff(ends)
    factors, added = permutations(chosen.num_perm, chosen.seed)
    keys, values, bounds, matrix = read_sets(
        hashes, ends, _wanted(batch, counts, chosen), chosen.shingle, factors, added
    )
    return _Read([*map(tuple, keys.tolist())], counts > 0, values, bounds, matrix)


def _gathered(reads: Iterable[tuple[list[Known], _Read]], chosen: CopiesSettings, *, compiled: bool) -> Texts:
    """Keep one set of each different text, all sets in one array that grows in place."""
    import numpy as np  # noqa: PLC0415 - as above

    same: dict[tuple[int, int], list[Known]] = {}
    row: dict[tuple[int, int], int] = {}
    begins: list[int] = []
    sizes: list[int] = []
    values, filled, rows = np.empty(1 << 16, dtype=np.uint64), 0, [np.empty((0, chosen.num_perm), dtype=np.uint32)]
    for known, read in reads:
        new = []
        for n, (one, key, some) in enumerate(zip(known, read.keys, read.some.tolist(), strict=True)):
            if some:
                same.setdefault(key, []).append(one)
                begin, end = int(read.bounds[n]), int(read.bounds[n + 1])
                if end > begin and key not in row:
                    row[key] = len(begins)
                    begins.append(filled)
                    sizes.append(end - begin)
                    new.append(n)
                    if filled + end - begin > len(values):
                        values.resize(max(len(values) * 5 // 4, filled + end - begin), refcheck=False)
                    values[filled : filled + end - begin] = read.values[begin:end]
                    filled += end - begin
        rows.append(read.matrix[new])
    compared = sorted(row, key=lambda key: (sizes[row[key]], key))
    order = [row[key] for key in compared]
    sets = Sets(values, np.array(begins, dtype=np.int64), np.array(sizes, dtype=np.int64), compiled)
    articles = [sorted(same[key], key=lambda one: one[:3]) for key in (*compared, *sorted(set(same) - set(row)))]
    return Texts(articles, sets.take(order), np.concatenate(rows)[order])
