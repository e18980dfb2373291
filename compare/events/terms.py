"""What an article is about: its terms, their weights, and which of them are salient.

Takes articles. Gives sparse vectors of unit length. Knows nothing of dates, of pairs or of events.

A term is a content word or two that stand next to each other. Each article is read three times: whole, at its head (the
title and the first words, where a report says what has happened) and by its title alone; the three count 4 : 4 : 2, so that
a long background does not drown the news. The title's words count three times in the whole and twice at the head.

A term's weight is (1 + ln of its count) times its rarity, ln((N + P) / (n + P p)), where n of the N articles at hand have
it and p is the share of English texts that would (``compare.language.frequencies``). The background thus counts as P more
articles: it decides for five articles, and hardly matters for five thousand. That is the posterior mean of a share under a
beta prior; the rest is the usual TF-IDF (Salton and Buckley 1988).

Weights are rounded to multiples of a power of two, so that sums of them are exact, but for those of large clusters: nothing
depends on their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from compare.events.lexicon import LONG, Lexicon, Numbered, number_words
from compare.work.ahead import work_ahead
from compare.work.progress import silently

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.model import Article
    from compare.work.progress import Progress

READINGS = ((3, LONG, 0.4), (2, 200, 0.4), (1, 0, 0.2))  # times of the title, words of the text, share of the whole
_BACKGROUND = 200  # P above
_STEPS = 64  # N is rounded down to a multiple, so that one article more, which shares no term, changes nothing
_PAIR = 0.5  # weight of a pair, which repeats its two words
_PAIR_SHARE = 0.1  # share of the texts with the rarer word of a pair that have the pair
_ODD, _STEP = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
_RAW, FINE = 2.0**12, 2.0**24  # weights are rounded to one part in so many, before and after they are scaled
_COUNTS = 1 << 16
_BLOCK = 1 << 24  # terms; so long that the memory goes back as a whole, and what is not used is not taken
# A term's key: two bits say of which reading it is, 31 its first word, 31 its second plus 1, or 0.
_SECOND, _READING, _WORD = 31, 62, (1 << 31) - 1


class Counted(NamedTuple):
    """The terms of some articles: their keys, how often each occurs, and the bounds of each article's readings in turn."""

    keys: NDArray[np.uint64]
    counts: NDArray[np.uint16]
    bounds: NDArray[np.int64]


class _Columned(NamedTuple):
    """As ``Counted``, with the columns of the terms in place of their keys."""

    columns: NDArray[np.int32]
    counts: NDArray[np.uint16]
    bounds: NDArray[np.int64]


class Vectors(NamedTuple):
    """Articles as weights of unit length, without those of terms that no other article has.

    Vector n is ``columns[bounds[n]:bounds[n + 1]]`` with ``weights``, above 0, and ``terms`` says what the columns are.
    ``salient`` are, an article a row, the hashes of the terms of the whole that weigh most, ``told`` how many these are;
    ``lengths`` are in words.
    """

    columns: NDArray[np.int32]
    weights: NDArray[np.float32]
    bounds: NDArray[np.int64]
    terms: NDArray[np.uint64]
    salient: NDArray[np.uint64]
    told: NDArray[np.int64]
    lengths: NDArray[np.int64]
    forms: Sequence[str]

    def row(self, article: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Give the columns and weights of one article."""
        own = slice(self.bounds[article], self.bounds[article + 1])
        return self.columns[own], self.weights[own]

    def words(self) -> NDArray[np.uint64]:
        """Give the word or words of each column, whatever the reading."""
        import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

        return self.terms & np.uint64((1 << _READING) - 1)

    def reading(self, column: int) -> int:
        """Give the reading that a column is of."""
        return int(self.terms[column]) >> _READING

    def written(self, term: int) -> str:
        """Give the word or words of a term in the form in which they were met first."""
        first, second = term >> _SECOND & _WORD, (term & _WORD) - 1
        return " ".join([self.forms[first], *([self.forms[second]] if second >= 0 else [])])


def read_vectors(articles: Sequence[Article], salient: int, follow: Progress = silently, *, compiled: bool) -> Vectors:
    """Give the vectors of all articles, with ``salient`` terms each; of equal weights, the lower hash is more salient."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    lexicon = Lexicon()
    lengths: list[NDArray[np.int64]] = []
    numbered = _measured(number_words(articles, lexicon, follow, compiled=compiled), lengths)
    terms, articles_of, parts = (_columns_compiled if compiled else _columns_plainly)(numbered)
    hashes, shares = np.array(lexicon.hashes, dtype=np.uint64), np.array(lexicon.shares, dtype=np.float64)
    rarity = _rarity(terms, articles_of, shares, len(articles))
    shared = articles_of > 1
    places = np.where(shared, np.cumsum(shared) - 1, -1).astype(np.int32)
    terms = terms[shared]
    weighing = _Weighing(rarity, places, _hashes(terms, hashes), salient)
    # Each term that is shared is in so many vectors; a few weigh nothing.
    most = int(articles_of[shared].sum())
    columns, weights, filled = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.float32), 0
    ends, best, told = (
        [np.zeros(1, dtype=np.int64)],
        [np.empty((0, salient), dtype=np.uint64)],
        [np.zeros(0, dtype=np.int64)],
    )
    for own, heavy, bounds, few, number in (_weigh_compiled if compiled else _weigh_plainly)(parts, weighing):
        columns[filled : filled + len(own)], weights[filled : filled + len(own)] = own, heavy
        ends.append(bounds[1:] + filled)
        best.append(few)
        told.append(number)
        filled += len(own)
    return Vectors(
        columns[:filled],
        weights[:filled],
        np.concatenate(ends),
        terms,
        np.concatenate(best),
        np.concatenate(told),
        np.concatenate([told[0], *lengths]),
        lexicon.forms,
    )


def _measured(batches: Iterable[Numbered], lengths: list[NDArray[np.int64]]) -> Iterator[Numbered]:
    for batch in batches:
        # The words of a title or text beyond the first ones are not read.
        words = (batch.ends[1:] - batch.ends[:-1]).clip(max=LONG)
        lengths.append(words[::2] + words[1::2])
        yield batch


_Columns = tuple["NDArray[np.uint64]", "NDArray[np.int32]", list[_Columned]]


def _columns_plainly(batches: Iterable[Numbered]) -> _Columns:
    """Give all terms, of how many articles each is, and the articles with the terms' columns."""
    import numpy as np  # noqa: PLC0415 - as above

    found = list(map(_count_plainly, batches))
    keys = np.concatenate([np.empty(0, dtype=np.uint64), *(counted.keys for counted in found)])
    terms, columns, articles = np.unique(keys, return_inverse=True, return_counts=True)
    starts = np.cumsum([0, *(len(counted.keys) for counted in found)])
    parts = [
        _Columned(columns[start : start + len(counted.keys)].astype(np.int32), counted.counts, counted.bounds)
        for start, counted in zip(starts, found, strict=False)
    ]
    return terms, articles.astype(np.int32), parts


def _count_plainly(batch: Numbered) -> Counted:
    import numpy as np  # noqa: PLC0415 - as above

    keys, counts, bounds = [np.empty(0, dtype=np.uint64)], [np.empty(0, dtype=np.uint16)], [0]
    no_word = np.array([-1], dtype=np.int32)
    for start, middle, end in zip(batch.ends[:-1:2], batch.ends[1::2], batch.ends[2::2], strict=True):
        title, text = batch.numbers[start:middle][:LONG], batch.numbers[middle:end]
        for reading, (times, most, _) in enumerate(READINGS):
            row = np.concatenate([title, no_word] * times + [text[:most]]).astype(np.int64)
            before, after = row[:-1], row[1:]
            pairs = (before << _SECOND | after + 1)[(before >= 0) & (after >= 0)]
            own, often = np.unique(np.concatenate([row[row >= 0] << _SECOND, pairs]), return_counts=True)
            keys.append(own.astype(np.uint64) | np.uint64(reading << _READING))
            counts.append(often.astype(np.uint16))
            bounds.append(bounds[-1] + len(own))
    return Counted(np.concatenate(keys), np.concatenate(counts), np.array(bounds, dtype=np.int64))


def _columns_compiled(batches: Iterable[Numbered]) -> _Columns:
    import numpy as np  # noqa: PLC0415 - as above

    from compare.events.compiled.reading import (  # noqa: PLC0415 - numba, where there is enough work
        count_terms,
        doubled,
        number_columns,
    )

    times, most = (np.array(some, dtype=np.int64) for some in list(zip(*READINGS, strict=True))[:2])

    def counted(batch: Numbered) -> Counted:
        return Counted(*count_terms(*batch, times, most))

    slots, known = np.zeros(1 << 16, dtype=np.uint64), np.zeros(1 << 16, dtype=np.int32)
    terms, articles, count = np.empty(3 << 14, dtype=np.uint64), np.empty(3 << 14, dtype=np.int32), 0
    # In long blocks: of many short ones, the memory would stay in pieces.
    block, often, filled = np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint16), 0
    parts = []
    for keys, counts, bounds in work_ahead(counted, batches):
        while 3 * len(slots) < 4 * (count + len(keys)):
            slots, known = doubled(slots, known)
            terms, articles = _longer(terms, 3 * len(slots) // 4), _longer(articles, 3 * len(slots) // 4)
        if filled + len(keys) > len(block):
            room = max(_BLOCK, len(keys))
            block, often, filled = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.uint16), 0
        own = slice(filled, filled + len(keys))
        block[own], count = number_columns(keys, slots, known, terms, articles, count)
        often[own] = counts
        parts.append(_Columned(block[own], often[own], bounds))
        filled += len(keys)
    return terms[:count].copy(), articles[:count].copy(), parts


def _longer(values: NDArray[Any], length: int) -> NDArray[Any]:
    import numpy as np  # noqa: PLC0415 - as above

    longer = np.empty(length, dtype=values.dtype)
    longer[: len(values)] = values
    return longer


def _rarity(
    terms: NDArray[np.uint64], articles: NDArray[np.int32], shares: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    """Give the rarity of each term, times the weight of a pair where it is one."""
    import numpy as np  # noqa: PLC0415 - as above

    first, second = _words(terms)
    pair = second >= 0
    share = shares[first]
    share[pair] = _PAIR_SHARE * np.minimum(share[pair], shares[second[pair]])
    count -= count % _STEPS
    rarity: NDArray[np.float64] = np.log((count + _BACKGROUND) / (articles + _BACKGROUND * share)).clip(min=0)
    rarity[pair] *= _PAIR
    return rarity


def _words(terms: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the numbers of the first and second words, the latter -1 where there is none."""
    import numpy as np  # noqa: PLC0415 - as above

    first = (terms >> np.uint64(_SECOND) & np.uint64(_WORD)).astype(np.int64)
    return first, (terms & np.uint64(_WORD)).astype(np.int64) - 1


def _hashes(terms: NDArray[np.uint64], hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Give a hash of each term's words; that of a pair is not that of its words turned round."""
    import numpy as np  # noqa: PLC0415 - as above

    first, second = _words(terms)
    pair = second >= 0
    mixed = hashes[first]
    mixed[pair] = mixed[pair] * np.uint64(_ODD) ^ hashes[second[pair]]
    mixed = (mixed ^ mixed >> np.uint64(32)) * np.uint64(_STEP)
    return (mixed ^ mixed >> np.uint64(29)) * np.uint64(_ODD)


class _Weighing(NamedTuple):
    """What weights are made with: of all columns, ``places`` among the shared ones or -1; of these, ``hashes``."""

    rarity: NDArray[np.float64]
    places: NDArray[np.int32]
    hashes: NDArray[np.uint64]
    salient: int


_Weighed = tuple[
    "NDArray[np.int32]", "NDArray[np.float32]", "NDArray[np.int64]", "NDArray[np.uint64]", "NDArray[np.int64]"
]


def _often() -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415 - as above

    return np.concatenate([[0.0], 1 + np.log(np.arange(1, _COUNTS))])


def _weigh_plainly(parts: Iterable[_Columned], how: _Weighing) -> Iterator[_Weighed]:
    """Give columns, weights, bounds, salient terms and their numbers, part by part."""
    import numpy as np  # noqa: PLC0415 - as above

    often = _often()
    for columns, counts, bounds in parts:
        raw = np.floor(often[counts] * how.rarity[columns] * _RAW + 0.5) / _RAW
        own, weights, best = [], [], []
        for start in range(0, len(bounds) - 1, len(READINGS)):
            cuts = bounds[start : start + len(READINGS) + 1]
            lengths = [float(raw[begin:end] @ raw[begin:end]) for begin, end in pairwise(cuts)]
            whole = sum(portion for length, (_, _, portion) in zip(lengths, READINGS, strict=True) if length)
            scaled = [
                np.floor(raw[begin:end] * np.sqrt(portion / length / whole) * FINE + 0.5) / FINE
                if length
                else raw[begin:end]
                for begin, end, length, (_, _, portion) in zip(cuts, cuts[1:], lengths, READINGS, strict=False)
            ]
            each, places = np.concatenate(scaled).astype(np.float32), how.places[columns[cuts[0] : cuts[-1]]]
            told = (each > 0) & (places >= 0)
            own.append(places[told])
            weights.append(each[told])
            first = int(told[: cuts[1] - cuts[0]].sum())
            hashes = how.hashes[own[-1][:first]]
            best.append(hashes[np.lexsort((hashes, -weights[-1][:first]))][: how.salient])
        salient = np.zeros((len(own), how.salient), dtype=np.uint64)
        for row, one in zip(salient, best, strict=True):
            row[: len(one)] = one
        yield (
            np.concatenate([how.places[:0], *own]),
            np.concatenate([np.empty(0, dtype=np.float32), *weights]),
            np.cumsum([0, *map(len, own)], dtype=np.int64),
            salient,
            np.array([*map(len, best)], dtype=np.int64),
        )


def _weigh_compiled(parts: Iterable[_Columned], how: _Weighing) -> Iterator[_Weighed]:
    import numpy as np  # noqa: PLC0415 - as above

    from compare.events.compiled.reading import weigh_terms  # noqa: PLC0415 - numba, where there is enough work

    often, portions = _often(), np.array([portion for _, _, portion in READINGS])

    def weighed(part: _Columned) -> _Weighed:
        return weigh_terms(*part, how.rarity, often, how.places, how.hashes, portions, how.salient)

    return work_ahead(weighed, parts)
