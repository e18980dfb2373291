"""The words of a quotation, in the form in which two outlets' versions of it are compared.

Takes an article's text and spans of it. Gives words with offsets into that text. Knows nothing of other quotations.

What is only a matter of house style is made equal here: contractions (``won't`` is ``will not``), numbers in digits or
words, per cent and %, currencies as signs or words, US and United States, British and American spelling. What an editor put
into brackets is marked, as is a word that follows an ellipsis, since both disclose that something was changed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from compare.language.frequencies import frequency
from compare.language.letters import plain
from compare.language.numbers import number, number_runs
from compare.language.tokens import tokens
from compare.model import Span

MAX_WORDS = 400  # of one utterance: twice the longest in news, since the work of a comparison is its square
_MAX_LETTERS = 60  # of a word's key: what is longer is no word

_TOGETHER = {
    ("united", "states"): "united states", ("united", "kingdom"): "united kingdom", ("united", "nations"): "united nations",
    ("european", "union"): "european union", ("per", "cent"): "percent", ("no", "one"): "nobody",
}  # fmt: skip
_INITIALS = {
    "US": "united states", "U.S.": "united states", "USA": "united states", "U.S.A.": "united states",
    "UK": "united kingdom", "U.K.": "united kingdom", "UN": "united nations", "U.N.": "united nations",
    "EU": "european union", "E.U.": "european union",
}  # fmt: skip
_SHORT_NAMES = frozenset(("us", "usa", "uk", "un", "eu"))
_SPOKEN = {
    "won't": "will not", "can't": "can not", "shan't": "shall not", "cannot": "can not", "gonna": "going to",
    "wanna": "want to", "gotta": "got to", "ain't": "is not", "o'clock": "o'clock", "okay": "ok", "cos": "because",
    "'cause": "because", "dunno": "do not know", "dont": "do not", "wont": "will not", "cant": "can not",
    "didnt": "did not", "doesnt": "does not", "isnt": "is not", "wasnt": "was not", "arent": "are not",
    "werent": "were not", "couldnt": "could not", "wouldnt": "would not", "shouldnt": "should not", "havent": "have not",
    "hasnt": "has not", "hadnt": "had not", "till": "until", "%": "percent",
}  # fmt: skip
_ENDINGS = {"n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am", "'s": "'s", "'d": "'d"}
_PARTICLES = frozenset(("'t", *(ending for ending in _ENDINGS if ending[0] == "'")))
_CURRENCIES = {
    "dollar": "$", "dollars": "$", "usd": "$", "euro": "€", "euros": "€", "eur": "€", "pound": "£", "pounds": "£",
    "gbp": "£", "sterling": "£", "yen": "¥", "yuan": "¥",
}  # fmt: skip
_MINUS = frozenset("-−")
_SIGNS = "$€£¥"
_PERCENT = re.compile(r"(\d[\d.,]*)pc")
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_HOUR = re.compile(r"(\d{1,2}(?:[.:]\d\d)?)([ap]m)")
_ORDINAL = re.compile(r"(\d{1,6})(?:st|nd|rd|th)")
_BROKEN = frozenset(("`", "´", "‘", " '", " ’", "' ", "’ "))  # for the apostrophe of a contraction
_JOINING, _HYPHENS = frozenset(("[", "]")), frozenset(("-", "‐"))
_FIRSTS = frozenset(first for first, _ in _TOGETHER)
_BRITISH = (
    (r"(?<=..)is(?=(?:e[drs]?|es|ing|ations?)$)", "iz"),
    (r"ys(?=(?:e[drs]?|es|ing)$)", "yz"),
    (r"(?<=..)our(?=s|ed|ing|ite|ites|able|ful|$)", "or"),
    (r"(?<=[^s]t)re(?=s?$)", "er"),
    (r"(?<=[aeiou])ll(?=(?:ed|ing|ers?)$)", "l"),
    (r"(?<=..)ence(?=s?$)", "ense"),
    (r"(?<=.)ogue(?=s?$)", "og"),
    (r"(?<=gram)me(?=s?$)", ""),
    (r"(?<=dg)e(?=ments?$)", ""),
    (r"(?<=advis)er(?=s?$)", "or"),
    (r"(?<=ward)s$", ""),
)
_HINTS = ("is", "ys", "our", "tre", "ll", "ence", "ogue", "gramme", "dge", "advise", "ward")  # of one of these rows
_OTHER_SPELLINGS = {"whilst": "while", "amongst": "among", "grey": "gray", "tyre": "tire", "tyres": "tires"}
_BRACKETS = re.compile(r"\[[^\[\]]{1,200}\]|\([^()]{1,200}\)")


class Word(NamedTuple):
    """A word or number of an utterance.

    ``norm`` is its folded form; ``key`` what it is found by (the same for ``colour``, ``color`` and ``colors``);
    ``weight`` how much it tells, from 0.2 for *the* to 1.5 for a rare word. ``inserted`` is the bracket in which it stands,
    square where it is an editor's, round where it may be; ``resumes``: an ellipsis stands before it. ``value`` is a
    number's, and ``currency`` the sign of what it counts, which is no word of its own: ``£3m`` and ``3 million pounds`` are
    one. The key of what stands wholly in brackets matches only another such, since it is not the speaker's.
    """

    start: int
    end: int
    norm: str
    key: str
    weight: float
    inserted: str = ""
    resumes: bool = False
    value: float | None = None
    currency: str = ""


def words_of(text: str, spans: Iterable[Span]) -> tuple[Word, ...]:
    """Give the words of an utterance told in one or more ``spans`` of ``text``, at most ``MAX_WORDS`` of them."""
    return tuple(islice(chain.from_iterable(_words(text, span) for span in spans), MAX_WORDS))


@lru_cache(maxsize=50_000)
def weight(norm: str) -> float:
    """Give how much a word tells: its rarity in English at large, on a scale from 0.2 to 1.5."""
    return min(1.5, max(0.2, (-math.log10(frequency(norm)) - 1) / 3))


@lru_cache(maxsize=20_000)
def american(norm: str) -> str:
    """Give one spelling for British and American forms. It need not be a word: ``promise`` gives ``promize``."""
    if len(norm) < 5 or not any(hint in norm for hint in _HINTS):
        return _OTHER_SPELLINGS.get(norm, norm)
    for pattern, spelling in _BRITISH:
        norm = re.sub(pattern, spelling, norm)
    return _OTHER_SPELLINGS.get(norm, norm)


@lru_cache(maxsize=50_000)
def _key(norm: str) -> str:
    """Give the form by which a word is found, whatever its spelling, accents and number."""
    return norm if " " in norm else _singular(american(_unaccented(norm)))


def _singular(norm: str) -> str:
    return norm[:-1] if len(norm) > 3 and norm[-1] == "s" and norm[-2] not in "siu'" else norm


def _unaccented(norm: str) -> str:
    if norm.isascii():
        return norm
    return "".join(c for c in unicodedata.normalize("NFKD", norm) if not unicodedata.combining(c))


class _Piece(NamedTuple):
    start: int
    end: int
    norm: str
    inserted: str
    resumes: bool
    bracketed: bool = False


def _words(text: str, span: Span) -> Iterator[Word]:
    pieces = _pieces(text, span)
    norms = [piece.norm for piece in pieces]
    runs = {first: (past, value) for first, past, value in number_runs(norms)} if any(map(_counts, norms)) else {}
    i = 0
    while i < len(pieces):
        piece, past, value = pieces[i], i + 1, None
        norm, currency = piece.norm, ""
        key, told, plainly = _form(norm)
        if plainly and i not in runs and not piece.bracketed:
            yield Word(piece.start, piece.end, norm, key, told, piece.inserted, piece.resumes)
            i = past
            continue
        pair = _TOGETHER.get((norm, norms[i + 1])) if norm in _FIRSTS and i + 1 < len(norms) else None
        if i in runs:
            past, value = runs[i]
            below = text[max(0, piece.start - 2) : piece.start]
            value = -value if below[-1:] in _MINUS and not below[:1].strip("“\"'(") else value
            key = f"{value:.10g}"
            if past < len(norms) and norms[past] in _CURRENCIES:
                currency, past = _CURRENCIES[norms[past]], past + 1
            elif piece.start and text[piece.start - 1] in _SIGNS:
                currency = text[piece.start - 1]
        elif norm[0].isdigit() and _CLOCK.fullmatch(norm):
            value = float(norm.replace(":", "."))
            key = f"{value:.10g}"
        elif pair:
            past, key = i + 2, pair
        if past > i + 1:
            norm = " ".join(norms[i:past])
            told = weight(norm)
        if value is not None and key != "1":
            told = 1.2
        key = f"{piece.inserted}{key[:_MAX_LETTERS]}" if piece.bracketed else key[:_MAX_LETTERS]
        yield Word(piece.start, pieces[past - 1].end, norm, key, told, piece.inserted, piece.resumes, value, currency)
        i = past


@lru_cache(maxsize=50_000)
def _form(norm: str) -> tuple[str, float, bool]:
    """Give the key and the weight of a word, and whether its neighbours cannot make anything else of it."""
    return _key(norm)[:_MAX_LETTERS], weight(norm), norm not in _FIRSTS and not norm[0].isdigit()


@lru_cache(maxsize=50_000)
def _counts(norm: str) -> bool:
    return number(norm) is not None


def _pieces(text: str, span: Span) -> list[_Piece]:
    """Give the first tokens of a span, with contractions taken apart and ``[w]hen`` put together."""
    found: list[_Piece] = []
    dollars = "$" in text[span.start : span.end]
    brackets = [match.span() for match in _BRACKETS.finditer(text, span.start, span.end)]
    last, held, at = span.start, None, 0
    for token in tokens(text, span.start, span.end):
        if len(found) >= MAX_WORDS:
            return found[:MAX_WORDS]
        start, end, norm = token
        while at < len(brackets) and brackets[at][1] <= start:
            at += 1
        inside = text[brackets[at][0]] if at < len(brackets) and brackets[at][0] < start else ""
        if dollars and text[end : end + 1] == "$":
            continue  # US$, A$
        gap = text[last:start]
        resumes = gap != " " and ("…" in gap or "..." in gap or ". . ." in gap)
        if norm in _SHORT_NAMES and text[start].isupper():
            norm = _INITIALS.get(text[start:end], norm)
        if held is not None:
            # One word that an editor changed ([w]hen, climb[ed]), or that others write without its hyphen.
            initial = gap == "" and text[held.end - 1] == "."  # of A.C.A without its last point
            if gap != " " and gap in _BROKEN and f"'{norm}" in _PARTICLES:
                held, last = held._replace(end=end, norm=f"{held.norm}'{norm}"), end
                continue
            if initial or gap in _JOINING or (gap in _HYPHENS and frequency(held.norm + norm) > 1e-7):
                inserted = inside or gap.strip("]-‐")
                held = _Piece(held.start, end, held.norm + norm, inserted, held.resumes)
                last = end
                continue
            found += (held,) if _spoken(held.norm) == (held.norm,) else _apart(held)
            if "%" in gap:
                sign = last + gap.index("%")
                found.append(_Piece(sign, sign + 1, "percent", inside, resumes=False))
        held, last = _Piece(start, end, norm, inside, resumes, bool(inside)), end
    if held is not None:
        found += _apart(held)
        sign = text.find("%", last, min(span.end, last + 3))
        if sign >= 0:
            found.append(_Piece(sign, sign + 1, "percent", "", resumes=False))
    return found[:MAX_WORDS]


def _apart(piece: _Piece) -> list[_Piece]:
    """Take a contraction apart; both words point at the whole of it."""
    spoken = enumerate(_spoken(piece.norm))
    return [piece._replace(norm=word, resumes=piece.resumes and n == 0) for n, word in spoken]


@lru_cache(maxsize=50_000)
def _spoken(norm: str) -> tuple[str, ...]:
    """Give the words that a contraction stands for; of any other word, the word itself (``united states`` is one)."""
    norm = plain(norm)
    share = _PERCENT.fullmatch(norm)
    if share or norm in _SPOKEN:
        return tuple((f"{share[1]} percent" if share else _SPOKEN[norm]).split())
    parted = _HOUR.fullmatch(norm) or _ORDINAL.fullmatch(norm)
    if parted:
        return parted.groups()
    for ending, word in _ENDINGS.items():
        if norm.endswith(ending) and len(norm) > len(ending):
            return norm.removesuffix(ending), word
    return (norm,)
