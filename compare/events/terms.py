"""What an article is about: its salient terms and their weights.

Takes articles. Gives sparse vectors of term weights. Knows nothing of dates, of pairs or of events.

A term is a content word or two that stand next to each other, in the title (which counts three times) or the text. Its
weight is (1 + ln of its count) times its rarity, ln((N + P) / (n + P p)), where n of the N articles at hand have it and p
is the share of English texts that would (``compare.language.frequencies``). The background thus counts as P more articles:
it decides for five articles, and hardly matters for five thousand. That is the posterior mean of a share under a beta
prior; the rest is the usual TF-IDF (Salton and Buckley 1988).
"""

from __future__ import annotations

import hashlib
import math
import zlib
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from compare.language.frequencies import background_idf, frequency, is_function_word
from compare.language.tokens import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.model import Article

_TITLE = 3
_BACKGROUND = 200  # P above
_PAIR = 0.5  # weight of a pair, which repeats its two words
_PAIR_SHARE = 0.1  # share of the texts with the rarer word of a pair that have the pair
_ODD, _BITS = 0x9E3779B97F4A7C15, (1 << 64) - 1  # the hash of a pair is not that of its words turned round
_HISSES = ("ch", "sh", "ss", "x")
_OFTEN = 5  # articles that have a line word for word
_PASSAGE = 12  # words; names with their titles run up to ten, and whoever shares more has the same source
_MAX_WORDS = 5_000  # of a text; what a news text is about is said by then


class Terms(NamedTuple):
    """One article: its terms as sorted hashes, the weight of their counts, their shares in English texts, its length.

    ``length`` is in words, of title and text.
    """

    hashes: NDArray[np.uint64]
    weights: NDArray[np.float64]
    shares: NDArray[np.float64]
    length: int


class Vector(NamedTuple):
    """One article as weights of unit length (their squares add up to 1), over terms as sorted hashes."""

    hashes: NDArray[np.uint64]
    weights: NDArray[np.float64]


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
    often = Counter(code for article in articles for code in set(map(_code, article.text.splitlines())))
    furniture = frozenset(code for code, number in often.items() if number >= _OFTEN)
    known: dict[str, tuple[int, float] | None] = {}
    return [_terms(article.title or "", _own(article.text, furniture), known) for article in articles]


def weigh(documents: Sequence[Terms]) -> list[Vector]:
    """Give each article's vector of weights; one without terms is empty."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    if not documents:
        return []
    every, numbers = np.unique(np.concatenate([terms.hashes for terms in documents]), return_counts=True)
    vectors = []
    for terms in documents:
        number = numbers[np.searchsorted(every, terms.hashes)]
        rarity = np.log((len(documents) + _BACKGROUND) / (number + _BACKGROUND * terms.shares))
        weights = terms.weights * np.maximum(rarity, 0)
        norm = math.sqrt(float(weights @ weights))
        vectors.append(Vector(terms.hashes, weights / norm if norm else weights))
    return vectors


def salient(vector: Vector, number: int) -> NDArray[np.uint64]:
    """Give the ``number`` terms of the highest weight, fewer where there are not so many; ties go to the lower hash."""
    import numpy as np  # noqa: PLC0415 - as above

    best = np.lexsort((vector.hashes, -vector.weights))[:number]
    return vector.hashes[best[vector.weights[best] > 0]]


def passages(text: str) -> NDArray[np.uint64]:
    """Give the runs of a dozen words in ``text`` as sorted, distinct hashes."""
    import numpy as np  # noqa: PLC0415 - as above

    codes = np.array(
        [zlib.crc32(token.norm.encode("utf-8", "surrogatepass")) for token in islice(tokens(text), _MAX_WORDS)],
        dtype=np.uint64,
    )
    count = max(0, len(codes) - _PASSAGE + 1)
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(_PASSAGE):
        mixed = (mixed ^ codes[place : place + count]) * np.uint64(_ODD)
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


def _code(line: str) -> int:
    return zlib.crc32(line.strip().encode("utf-8", "surrogatepass"))


def _own(text: str, furniture: frozenset[int]) -> str:
    """Give ``text`` without the lines that are furniture, unless they are half of it or more."""
    own = "\n".join(line for line in text.splitlines() if _code(line) not in furniture)
    return own if 2 * len(own) > len(text) else text


def _terms(title: str, body: str, known: dict[str, tuple[int, float] | None]) -> Terms:
    """Count the terms of one article; ``known`` remembers each content word's hash and share, and None for other words."""
    import numpy as np  # noqa: PLC0415 - as above

    counts: Counter[int] = Counter()
    factors: dict[int, float] = {}
    shares: dict[int, float] = {}
    length = 0
    for text, times in ((title, _TITLE), (body, 1)):
        before: tuple[int, float] | None = None
        for token in islice(tokens(text), _MAX_WORDS):
            length += 1
            if token.norm not in known:
                known[token.norm] = _content(token.norm)
            word = known[token.norm]
            if word is not None:
                code, share = word
                counts[code] += times
                factors[code], shares[code] = 1.0, share
                if before is not None:
                    pair = ((before[0] * _ODD) ^ code) & _BITS
                    counts[pair] += times
                    factors[pair], shares[pair] = _PAIR, _PAIR_SHARE * min(share, before[1])
            before = word
    hashes = sorted(counts)
    weights = [factors[code] * (1 + math.log(counts[code])) for code in hashes]
    return Terms(
        np.array(hashes, dtype=np.uint64), np.array(weights), np.array([shares[code] for code in hashes]), length
    )


def _content(word: str) -> tuple[int, float] | None:
    if len(word) == 1 or is_function_word(word):
        return None
    single = stem(word)
    digest = hashlib.blake2b(single.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little"), math.exp(-background_idf(single))
