"""The different texts of many articles, with their shingle sets and the keys of their bands.

Takes articles one by one. Gives ``Texts``. Knows nothing of candidates or groups; of an article it keeps what a group has
to say of it, and not the text, so that any number can pass.

Few articles are read in plain Python and NumPy; from ``MANY`` on, or in long ones, compiled code reads the same values
from them on two threads while the next ones are fetched.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from compare.copies.ahead import work_ahead
from compare.copies.bands import Columns, band_keys, banding, lowest, permutations, signatures
from compare.copies.shingles import sequence_key, shingles, word_hash, word_hashes
from compare.copies.store import LOW, Sets, Store
from compare.language.letters import fold
from compare.language.moments import days

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.model import Article
    from compare.settings import CopiesSettings

    Codes: TypeAlias = NDArray[np.unsignedinteger]

MANY = 500
_LONG = 1_000_000  # characters that are read at a time
_WORTH = 3_000_000  # characters that are worth compiled code
_APART = "\0" * 4  # between texts: compiled code looks that far ahead

Signed = Callable[[str, "NDArray[np.uint32]"], object]


class Known(NamedTuple):
    """What is kept of an article; sorted, the first is the original: earliest, then longest, then first by id."""

    day: float
    shorter: int
    id: str
    outlet: str | None
    agency: str | None


class Articles:
    """What is kept of each article, in columns, and the number of its text: -1 where it has no words."""

    def __init__(self) -> None:
        self._days, self._lengths, self._ids = array("d"), array("q"), list[str]()
        self._outlets, self._agencies, self._names = array("l"), array("l"), dict[str | None, int]()
        self._spelled: list[str | None] = []
        self.texts = array("q")

    def add(self, articles: Iterable[Article]) -> None:
        """Keep what is needed of some articles. Raises ValueError where a date is not ISO 8601."""
        for one in articles:
            self._days.append(days(one.published.iso) if one.published else float("inf"))
            self._lengths.append(-len(one.text))
            self._ids.append(one.id)
            self._outlets.append(self._number(one.outlet))
            self._agencies.append(self._number(one.agency))

    def _number(self, name: str | None) -> int:
        number = self._names.get(name)
        if number is None:
            number = self._names[name] = len(self._spelled)
            self._spelled.append(name)
        return number

    def known(self, number: int) -> Known:
        """Give what is kept of the article that came as this one, counted from 0."""
        outlet, agency = self._spelled[self._outlets[number]], self._spelled[self._agencies[number]]
        return Known(self._days[number], self._lengths[number], self._ids[number], outlet, agency)

    def members(self, texts: Iterable[int]) -> dict[int, list[Known]]:
        """Give the articles of each of these texts, and of each other one that has several, the original first.

        Raises ValueError where two articles have one id.
        """
        import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

        if len(set(self._ids)) < len(self._ids):
            twice = next(name for name, number in Counter(self._ids).items() if number > 1)
            raise ValueError(f"two articles have the id {twice!r}")
        text = np.array(self.texts, dtype=np.int64)
        order = np.argsort(text, kind="stable")
        count = np.bincount(text + 1)
        first = np.cumsum(count) - count  # of text n at n + 1, for those without words come first
        several = np.flatnonzero(count[1:] > 1).tolist()
        return {
            one: sorted(
                (self.known(n) for n in order[first[one + 1] :][: count[one + 1]].tolist()), key=lambda k: k[:3]
            )
            for one in {*texts, *several}
        }

    def outlets(self) -> NDArray[np.int64]:
        """Give for each text the number of an outlet that has it, the same one whatever the order of the articles.

        Articles that name no outlet count as those of one.
        """
        import numpy as np  # noqa: PLC0415 - as above

        ranks = {name: rank for rank, name in enumerate(sorted({fold(name or "") for name in self._spelled}))}
        rank = np.array([ranks[fold(name or "")] for name in self._spelled], dtype=np.int64)
        text = np.array(self.texts, dtype=np.int64)
        found = np.full(text.max(initial=-1) + 1, len(ranks), dtype=np.int64)
        np.minimum.at(found, text[text >= 0], rank[np.array(self._outlets, dtype=np.int64)[text >= 0]])
        return found


class Texts(NamedTuple):
    """Texts that are compared, sorted by number of shingles and then by content: numbers, sets, bands, samples.

    So what is cut by a cap does not depend on the order of the articles. ``articles.texts`` says which article has which.
    """

    articles: Articles
    numbers: NDArray[np.int64]
    sets: Sets
    bands: Columns
    samples: NDArray[np.uint64]


class _Read(NamedTuple):
    """A batch as read: for each text its key, its number of words, its set (by bounds), its signature and band keys."""

    keys: NDArray[np.uint64]
    counts: NDArray[np.int64]
    values: NDArray[np.uint64]
    bounds: NDArray[np.int64]
    matrix: NDArray[np.uint32]
    bands: NDArray[np.uint64]


def read_texts(
    articles: Iterable[Article], chosen: CopiesSettings, stores: tuple[Store, Store], signed: Signed | None = None
) -> Texts:
    """Read all articles, their sets into one store and the low hashes of these into another.

    ``signed`` is called with the id and the signature of each article that has a set, in the order of the articles. Raises
    ValueError where a date is not ISO 8601.
    """
    head: list[Article] = []
    size, rest = 0, iter(articles)
    for article in rest:
        head.append(article)
        size += len(article.text)
        if len(head) >= MANY or size >= _WORTH:
            return _gathered(_read_ahead(chain(head, rest), chosen), stores, signed, compiled=True)
    return _gathered([(head, _read_plainly(head, chosen))], stores, signed, compiled=False)


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


def _read_ahead(articles: Iterable[Article], chosen: CopiesSettings) -> Iterator[tuple[list[Article], _Read]]:
    def read(batch: tuple[list[Article], Codes]) -> tuple[list[Article], _Read]:
        return batch[0], _read_compiled(*batch, chosen)

    # Encoded here: a thread that asks for the interpreter's lock in small steps waits for it each time.
    return work_ahead(read, ((batch, _codes(batch)) for batch in _batches(articles)))


def _codes(batch: Sequence[Article]) -> Codes:
    """Give the code points of all texts, of 16 bits each where that is enough for all of them."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    text = _APART.join([*(article.text for article in batch), ""])
    # A lone surrogate, which JSON can carry, passes as it is.
    codes = text.encode("utf-16-le", "surrogatepass")
    if len(codes) == 2 * len(text):
        return np.frombuffer(codes, dtype="<u2")
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _wanted(counts: NDArray[np.int64], chosen: CopiesSettings) -> NDArray[np.bool_]:
    return counts >= max(1, chosen.min_words, chosen.shingle)


def _read_plainly(batch: Sequence[Article], chosen: CopiesSettings) -> _Read:
    import numpy as np  # noqa: PLC0415 - as above

    known: dict[str, int] = {}
    hashes = [word_hashes(article.text, known) for article in batch]
    counts = np.array([len(one) for one in hashes], dtype=np.int64)
    none = np.empty(0, dtype=np.uint64)
    wanted = _wanted(counts, chosen)
    sets = [shingles(one, chosen.shingle) if want else none for one, want in zip(hashes, wanted, strict=True)]
    keys = np.array([*map(sequence_key, hashes)], dtype=np.uint64).reshape(-1, 2)
    bounds = np.cumsum([0, *(len(one) for one in sets)], dtype=np.int64)
    matrix = signatures(sets, chosen.num_perm, chosen.seed)
    return _Read(keys, counts, np.concatenate([none, *sets]), bounds, matrix, band_keys(matrix, chosen.jaccard))


def _read_compiled(batch: Sequence[Article], codes: Codes, chosen: CopiesSettings) -> _Read:
    import numpy as np  # noqa: PLC0415 - as above

    from compare.copies.alphabet import table  # noqa: PLC0415 - a tenth of a second
    from compare.copies.kernel import read_sets, read_words  # noqa: PLC0415 - numba, where there is enough work

    bounds = np.cumsum([0, *(len(article.text) + len(_APART) for article in batch)], dtype=np.int64)
    hashes, ends, left = read_words(codes, bounds, table())
    forms: dict[str, int] = {}
    for place, text, start, end in left.tolist():
        word = batch[text].text[start:end]
        if word not in forms:
            norm = fold(word)
            forms[word] = word_hash(norm.replace(".", "") if norm[0].isalpha() else norm)
        hashes[place] = forms[word]
    counts = np.diff(ends)
    factors, added = permutations(chosen.num_perm, chosen.seed)
    _, rows = banding(chosen.num_perm, chosen.jaccard)
    # One call: each time that a thread needs the interpreter's lock again, it waits for it.
    found = read_sets(hashes, ends, _wanted(counts, chosen), chosen.shingle, factors, added, rows)
    keys, values, bounds, matrix, bands = found
    return _Read(keys, counts, values, bounds, matrix, bands)


def _gathered(
    reads: Iterable[tuple[list[Article], _Read]],
    stores: tuple[Store, Store],
    signed: Signed | None,
    *,
    compiled: bool,
) -> Texts:
    """Keep one set of each different text, and sort the texts that are compared."""
    import numpy as np  # noqa: PLC0415 - as above

    store, lows = stores
    kept, numbers, compared = Articles(), dict[bytes, int](), bytearray()
    keys, bands, sizes, less = [], [], [], []
    samples: list[NDArray[np.uint64]] = []
    for batch, read in reads:
        kept.add(batch)
        each, new, lengths = read.keys.tobytes(), [], np.diff(read.bounds)
        for n, (article, words) in enumerate(zip(batch, read.counts.tolist(), strict=True)):
            text = -1
            if words:
                text = numbers.setdefault(each[16 * n : 16 * n + 16], len(numbers))
                if text == len(compared):
                    compared.append(0)
                    new.append(n)
                compared[text] |= article.kind != "teaser"
            kept.texts.append(text)
            if signed is not None and lengths[n]:
                signed(article.id, read.matrix[n])
        whole = len(new) == len(batch)
        parts = [read.values[read.bounds[n] : read.bounds[n + 1]] for n in ([] if whole else new)]
        values = read.values if whole else np.concatenate([read.values[:0], *parts])
        store.append(values)
        few = values < LOW
        lows.append(values[few])
        less.append(np.diff(np.append(0, np.cumsum(few))[np.append(0, np.cumsum(lengths[new]))]))
        keys.append(read.keys[new])
        sizes.append(lengths[new])
        bands.append(read.bands[:, new])
        samples.append(lowest(read.values, read.bounds)[:, new])
    size, low = (np.concatenate([np.empty(0, dtype=np.int64), *several]) for several in (sizes, less))
    key = np.concatenate([np.empty((0, 2), dtype=np.uint64), *keys])
    order = np.lexsort((key[:, 1], key[:, 0], size))
    order = order[(size[order] > 0) & (np.frombuffer(compared, dtype=np.uint8)[order] > 0)]
    apart = Sets(lows, (np.cumsum(low) - low)[order], low[order], compiled)
    sets = Sets(store, (np.cumsum(size) - size)[order], size[order], compiled, apart)
    return Texts(kept, order, sets, Columns(bands, order), np.array([*Columns(samples, order)]))
