"""What an article is about: its terms, their weights, and which of them are salient.

Takes articles. Gives sparse vectors of unit length. Knows nothing of dates, of pairs or of events.

A term is a content word or two that stand next to each other. Each article is read three times: whole, at its head (the
title and the first words, where a report says what has happened) and by its title alone; the three count 4 : 4 : 2, so that
a long background does not drown the news. The title's words count three times in the whole and twice at the head.

A term's weight is (1 + ln of its count) times its rarity, ln((N + P) / (n + P p)), where n of the N articles at hand have
it and p is the share of English texts that would (``compare.language.frequencies``). The background thus counts as P more
articles: it decides for five articles, and hardly matters for five thousand. That is the posterior mean of a share under a
beta prior; the rest is the usual TF-IDF (Salton and Buckley 1988).
"""

from __future__ import annotations

import hashlib
import math
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from compare.language.frequencies import background_idf, frequency, is_function_word
from compare.language.tokens import norm, written_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.model import Article

_LONG = 5_000  # words; what a text is about is said by then
_READINGS = ((3, _LONG, 0.4), (2, 200, 0.4), (1, 0, 0.2))  # times of the title, words of the text, share of the whole
_SALTS = (0, 0xD1B54A32D192ED03, 0x8CB92BA72F3D8DD7)  # by which the hashes of the readings differ
_BACKGROUND = 200  # P above
_PAIR = 0.5  # weight of a pair, which repeats its two words
_PAIR_SHARE = 0.1  # share of the texts with the rarer word of a pair that have the pair
_ODD = 0x9E3779B97F4A7C15  # the hash of a pair is not that of its words turned round
_HISSES = ("ch", "sh", "ss", "x")
_OFTEN = 5  # articles that have a line word for word
_PASSAGE = 12  # words; names with their titles run up to ten, and whoever shares more has the same source
_LONGEST = 1_000  # characters of a word
_PIECES, _SHORT = 1_000_000, 50  # words with their marks to remember; characters of one


class Terms(NamedTuple):
    """One article: its terms as hashes, the weights of their counts, their shares in English texts, its length in words.

    The terms of the three readings follow each other; ``ends`` says where each ends.
    """

    hashes: NDArray[np.uint64]
    weights: NDArray[np.float32]
    shares: NDArray[np.float32]
    ends: tuple[int, ...]
    length: int


class Vector(NamedTuple):
    """One article as weights of unit length, without those of terms that no other article has.

    ``columns`` number the terms of all articles from 0. ``salient`` are the hashes of those that tell most, first in rank.
    """

    columns: NDArray[np.int32]
    weights: NDArray[np.float32]
    salient: NDArray[np.uint64]


def stem(word: str) -> str:
    """Give a folded word without its possessive or plural ending, if what is left is a listed English word."""
    word = word.removesuffix("'s").replace("'", "")
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
            single = word.removesuffix(ending) + instead
            if word.endswith(ending) and frequency(single) > 1e-7 and (ending != "es" or single.endswith(_HISSES)):
                return single
    return word


def collect(articles: Sequence[Article]) -> list[Terms]:
    """Give the terms of each article, in the order of the articles.

    A line that ``_OFTEN`` articles have is furniture, and is left out of those of which such lines are less than half.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    often = Counter(code for article in articles for code in set(map(_code, article.text.splitlines())))
    furniture = frozenset(code for code, number in often.items() if number >= _OFTEN)
    lexicon = _Lexicon()
    numbered = [
        [
            np.array(lexicon.numbers(part), dtype=np.int32)
            for part in (article.title or "", _own(article.text, furniture))
        ]
        for article in articles
    ]
    hashes, shares = np.array(lexicon.hashes, dtype=np.uint64), np.array(lexicon.shares, dtype=np.float32)
    del lexicon
    return [_terms(title, text, hashes, shares) for title, text in numbered]


def weigh(documents: Sequence[Terms], salient: int) -> list[Vector]:
    """Give each article's vector, with its ``salient`` weightiest terms of the whole; ties go to the lower hash."""
    import numpy as np  # noqa: PLC0415 - as above

    if not documents:
        return []
    shared = _shared([terms.hashes for terms in documents])
    every = np.concatenate([terms.hashes[both] for terms, both in zip(documents, shared, strict=True)])
    every.sort()
    starts = np.flatnonzero(np.concatenate([[True], every[1:] != every[:-1]])) if len(every) else every.astype(np.int64)
    numbers = np.diff(starts, append=len(every)).astype(np.int32)
    every = every[starts]
    vectors = []
    for terms, both in zip(documents, shared, strict=True):
        hashes = terms.hashes[both]
        columns = np.searchsorted(every, hashes).astype(np.int32)
        number = np.ones(len(both))
        number[both] = numbers[columns]
        rarity = np.log((len(documents) + _BACKGROUND) / (number + _BACKGROUND * terms.shares))
        weights = _balanced(terms.weights * np.maximum(rarity, 0), terms.ends)[both].astype(np.float32)
        told = int(both[: terms.ends[0]].sum())
        best = np.lexsort((hashes[:told], -weights[:told]))[:salient]
        tells = weights > 0
        vectors.append(Vector(columns[tells], weights[tells], hashes[best[tells[best]]]))
    return vectors


def passages(text: str) -> NDArray[np.uint64]:
    """Give the runs of a dozen words in ``text`` as sorted, distinct hashes."""
    import numpy as np  # noqa: PLC0415 - as above

    codes = np.fromiter(map(_word_code, written_words(text)[:_LONG]), dtype=np.uint64)
    count = max(0, len(codes) - _PASSAGE + 1)
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(_PASSAGE):
        mixed = (mixed ^ codes[place : place + count]) * np.uint64(_ODD)
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


@lru_cache(maxsize=100_000)
def _word_code(written: str) -> int:
    return zlib.crc32(norm(written).encode("utf-8", "surrogatepass"))


def _code(line: str) -> int:
    return zlib.crc32(line.strip().encode("utf-8", "surrogatepass"))


def _own(text: str, furniture: frozenset[int]) -> str:
    """Give ``text`` without the lines that are furniture, unless they are half of it or more."""
    own = "\n".join(line for line in text.splitlines() if _code(line) not in furniture)
    return own if 2 * len(own) > len(text) else text


class _Lexicon:
    """The content words met so far, numbered, each with its hash and its share in English texts."""

    def __init__(self) -> None:
        self._of_stem: dict[str, int] = {}
        self._known: dict[str, tuple[int, ...]] = {}
        self.hashes: list[int] = []
        self.shares: list[float] = []

    def numbers(self, text: str) -> list[int]:
        """Give the number of each word of ``text``, up to a limit; -1 for one that is no content word.

        No word reaches over white space, so that what stands between, mostly one word and its marks, is read but once.
        """
        pieces = text.split(maxsplit=_LONG)[:_LONG]
        found = list(map(self._known.get, pieces))
        if None in found:
            found = [
                self._read(piece) if numbers is None else numbers for piece, numbers in zip(pieces, found, strict=True)
            ]
        return list(islice(chain.from_iterable(numbers for numbers in found if numbers), _LONG))

    def _read(self, piece: str) -> tuple[int, ...]:
        numbers = tuple(self._number(norm(word)[:_LONGEST]) for word in written_words(piece))
        if len(self._known) < _PIECES and len(piece) <= _SHORT:
            self._known[piece] = numbers
        return numbers

    def _number(self, word: str) -> int:
        if len(word) == 1 or is_function_word(word):
            return -1
        single = stem(word)
        number = self._of_stem.setdefault(single, len(self.hashes))
        if number == len(self.hashes):
            digest = hashlib.blake2b(single.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            self.hashes.append(int.from_bytes(digest, "little"))
            self.shares.append(math.exp(-background_idf(single)))
        return number


def _terms(
    title: NDArray[np.int32], text: NDArray[np.int32], hashes: NDArray[np.uint64], shares: NDArray[np.float32]
) -> Terms:
    """Count the terms of one article, its title and text given as numbered words, the words' hashes and shares beside."""
    import numpy as np  # noqa: PLC0415 - as above

    no_word = np.array([-1], dtype=np.int32)
    found = []
    for times, most, _ in _READINGS:
        row = np.concatenate([title, no_word] * times + [text[:most]]).astype(np.int64)
        one, of_one = np.unique(row[row >= 0], return_counts=True)
        before, after = row[:-1], row[1:]
        two, of_two = np.unique((before << 32 | after)[(before >= 0) & (after >= 0)], return_counts=True)
        before, after = two >> 32, two & 0xFFFFFFFF
        counted = [1 + np.log(of_one), _PAIR * (1 + np.log(of_two))]
        pairs = hashes[before] * np.uint64(_ODD) ^ hashes[after]
        rare = np.float32(_PAIR_SHARE) * np.minimum(shares[before], shares[after])
        found.append(
            (np.concatenate([hashes[one], pairs]), np.concatenate(counted), np.concatenate([shares[one], rare]))
        )
    return Terms(
        np.concatenate([codes ^ np.uint64(salt) for (codes, _, _), salt in zip(found, _SALTS, strict=True)]),
        np.concatenate([weights for _, weights, _ in found]).astype(np.float32),
        np.concatenate([share for _, _, share in found]),
        tuple(accumulate(len(codes) for codes, _, _ in found)),
        len(title) + len(text),
    )


def _shared(hashes: Sequence[NDArray[np.uint64]]) -> list[NDArray[np.bool_]]:
    """Say of each article's terms whether another has them too; of a few that none has, it may be said as well.

    More than half of all terms stand in one article alone. They are told by counting in buckets, because the hashes of
    forty thousand articles, sorted, would be a gigabyte.
    """
    import numpy as np  # noqa: PLC0415 - as above

    bits = max(10, 2 + sum(map(len, hashes)).bit_length())
    seen = np.zeros(1 << min(bits, 27), dtype=np.uint8)
    shift = np.uint64(64 - min(bits, 27))
    for terms in hashes:
        bucket = terms >> shift
        seen[bucket] = np.minimum(seen[bucket], 1) + 1
    return [seen[terms >> shift] > 1 for terms in hashes]


def _balanced(weights: NDArray[np.floating[Any]], ends: Sequence[int]) -> NDArray[np.floating[Any]]:
    """Scale weights so that each reading has its share of the squares, and all of them add up to 1."""
    import numpy as np  # noqa: PLC0415 - as above

    start, told = 0, 0.0
    for end, (_, _, share) in zip(ends, _READINGS, strict=True):
        length = float(weights[start:end] @ weights[start:end])
        if length:
            weights[start:end] *= math.sqrt(share / length)
            told += share
        start = end
    return weights / np.sqrt(told) if told else weights
