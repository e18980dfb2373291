"""The different texts of many articles, with their shingle sets and the keys of their bands.

Takes articles one by one. Gives ``Texts``. Knows nothing of candidates or groups; of an article it keeps what a group has
to say of it, and not the text, so that any number can pass.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from compare.copies.bands import Columns, lowest
from compare.copies.kinds import Known
from compare.copies.reading import Read, read_batches
from compare.copies.store import LOW, Sets, Store
from compare.language.letters import fold
from compare.language.moments import published_at

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.model import Article
    from compare.settings import CopiesSettings

Signed = Callable[[str, "NDArray[np.uint32]"], object]


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
            self._days.append(published_at(one))
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


def read_texts(
    articles: Iterable[Article], chosen: CopiesSettings, stores: tuple[Store, Store], signed: Signed | None = None
) -> Texts:
    """Read all articles, their sets into one store and the low hashes of these into another.

    ``signed`` is called with the id and the signature of each article that has a set, in the order of the articles. Raises
    ValueError where a date is not ISO 8601.
    """
    compiled, batches = read_batches(articles, chosen)
    return _gathered(batches, stores, signed, compiled=compiled)


def _gathered(
    reads: Iterable[tuple[list[Article], Read]],
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
