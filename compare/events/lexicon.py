"""Words by number: which are content words, what they have in common, how rare they are.

Takes articles. Gives the numbers of their words. Knows nothing of terms or of weights.

A few articles are read in plain Python, many by compiled code; the numbers are the same, as words are numbered in the order
in which they are first met.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from compare.language.frequencies import background_idf, frequency, is_function_word
from compare.language.hashes import Words, code_points, scan, word_hash
from compare.language.tokens import first_words, norm, word_at, written_words
from compare.work.ahead import work_ahead
from compare.work.batches import in_batches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.model import Article
    from compare.work.progress import Progress

LONG = 5_000  # words; what a text is about is said by then
_HISSES = ("ch", "sh", "ss", "x")
_OFTEN = 5  # articles that have a line word for word
_LONGEST = 1_000  # characters of a word
_WHOLE = 200_000  # characters of a text that is read as it is; a longer one is cut first
_BATCH, _CHARACTERS = 1_000, 1_000_000  # articles read at a time, and characters of these


class Numbered(NamedTuple):
    """Articles as numbered words: those of title and text in turn, of which ``ends`` gives the bounds.

    -1 is a word that tells nothing of a subject.
    """

    numbers: NDArray[np.int32]
    ends: NDArray[np.int64]


def stem(word: str) -> str:
    """Give a folded word without its possessive or plural ending, if what is left is a listed English word."""
    word = word.removesuffix("'s").replace("'", "")
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
            single = word.removesuffix(ending) + instead
            if word.endswith(ending) and frequency(single) > 1e-7 and (ending != "es" or single.endswith(_HISSES)):
                return single
    return word


class Lexicon:
    """The content words met so far: the folded form in which each was met first, its hash, its share in English texts."""

    def __init__(self) -> None:
        self.forms: list[str] = []
        self.hashes: list[int] = []
        self.shares: list[float] = []
        self._of_stem: dict[str, int] = {}

    def number(self, written: str) -> int:
        """Give the number of a word as it is written, or -1 for one that is no content word."""
        word = norm(written)[:_LONGEST]
        if len(word) == 1 or is_function_word(word):
            return -1
        single = stem(word)
        number = self._of_stem.setdefault(single, len(self.forms))
        if number == len(self.forms):
            self.forms.append(word.removesuffix("'s"))
            self.hashes.append(word_hash(single))
            self.shares.append(math.exp(-background_idf(single)))
        return number


def number_words(
    articles: Sequence[Article], lexicon: Lexicon, follow: Progress, *, compiled: bool
) -> Iterator[Numbered]:
    """Give the numbers of the words of all articles, in batches, in their order; new words go into ``lexicon``.

    A line that ``_OFTEN`` articles of one outlet have is furniture, and is left out of articles of which such lines are less
    than half. What several outlets have word for word may be their agency's, and tells.
    """
    lines = [array("q", _lines(article.text)) for article in articles]
    furniture = _furniture(articles, lines)
    lined = zip(follow("events", articles), lines, strict=True)
    batches = in_batches(lined, lambda pair: len(pair[0].text), _BATCH, _CHARACTERS)
    texts = (
        [head(part) for one, own in batch for part in (one.title or "", _own(one.text, own, furniture))]
        for batch in batches
    )
    return _number_compiled(texts, lexicon) if compiled else _number_plainly(texts, lexicon)


def head(text: str) -> str:
    """Give as much of a text as is read."""
    return first_words(text, LONG) if len(text) > _WHOLE else text


def _lines(text: str) -> set[int]:
    """Give a hash of each line, which tells lines apart and nothing else; empty ones are none."""
    return {hash(line) for line in map(str.strip, text.splitlines()) if line}


def _furniture(articles: Sequence[Article], lines_of: Sequence[array[int]]) -> frozenset[int]:
    """Give the lines that ``_OFTEN`` articles of one outlet have; those whose outlet is not known count as of one."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where it is needed

    places: dict[str | None, int] = {}
    each = [places.setdefault(article.outlet, len(places)) for article in articles]
    outlets = np.repeat(each, [len(own) for own in lines_of])
    lines = np.concatenate([np.empty(0, dtype=np.int64), *(np.frombuffer(own, dtype=np.int64) for own in lines_of)])
    order = np.lexsort((outlets, lines))
    lines, outlets = lines[order], outlets[order]
    first, last = slice(max(0, len(lines) - _OFTEN + 1)), slice(_OFTEN - 1, None)
    often = (lines[first] == lines[last]) & (outlets[first] == outlets[last])
    return frozenset(lines[last][often].tolist())


def _own(text: str, lines: Iterable[int], furniture: AbstractSet[int]) -> str:
    """Give ``text`` without the lines that are furniture, unless they are half of it or more."""
    if furniture.isdisjoint(lines):
        return text
    own = "\n".join(line for line in text.splitlines() if hash(line.strip()) not in furniture)
    return own if 2 * len(own) > len(text) else text


def _number_plainly(batches: Iterable[Sequence[str]], lexicon: Lexicon) -> Iterator[Numbered]:
    import numpy as np  # noqa: PLC0415 - as above

    known: dict[str, int] = {}
    for texts in batches:
        numbers: list[int] = []
        ends = [0]
        for text in texts:
            for word in written_words(text)[:LONG]:
                number = known.get(word)
                if number is None:
                    number = known[word] = lexicon.number(word)
                numbers.append(number)
            ends.append(len(numbers))
        yield Numbered(np.array(numbers, dtype=np.int32), np.array(ends, dtype=np.int64))


def _number_compiled(batches: Iterable[Sequence[str]], lexicon: Lexicon) -> Iterator[Numbered]:
    import numpy as np  # noqa: PLC0415 - as above

    from compare.events.compiled.reading import doubled, number_words  # noqa: PLC0415 - numba, where there is enough work

    def read(batch: tuple[Sequence[str], NDArray[np.unsignedinteger]]) -> tuple[Sequence[str], Words]:
        return batch[0], scan(*batch, begins=True)

    slots, known, met = np.zeros(1 << 16, dtype=np.uint64), np.zeros(1 << 16, dtype=np.int32), 0
    for texts, words in work_ahead(read, ((texts, code_points(texts)) for texts in batches)):
        while len(slots) < 2 * (met + len(words.hashes)):
            slots, known = doubled(slots, known)
        numbers, places, homes = number_words(words.hashes, words.ends, LONG, slots, known)
        met += len(places)
        owners = np.searchsorted(words.ends, places, side="right") - 1
        begins = words.begins[places]
        given = [
            lexicon.number(word_at(texts[text], begin))
            for text, begin in zip(owners.tolist(), begins.tolist(), strict=True)
        ]
        told = np.array(given, dtype=np.int32)
        known[homes] = told
        new = numbers < -1
        numbers[new] = told[-2 - numbers[new]]
        yield Numbered(numbers, words.ends)
