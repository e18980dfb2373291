"""The words of a paragraph outside quotation marks, and the noun phrases among them.

Takes a paragraph's text and the stretches in marks. Gives a ``Line`` of tokens, each quotation one token, and the extent of
noun phrases to either side of a place. Knows nothing of cues or of who said what.

There is no parser here: a noun phrase is read off word by word until a word that cannot belong to it, as in the rule-based
systems that need no model (Pouliquen et al. 2007; O'Keefe et al. 2012).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from compare.language.names import MONTHS, PARTICLES, PRONOUNS, WEEKDAYS, is_title, words_of_names
from compare.language.sentences import sentences
from compare.model import Span
from compare.quotations.cues import Cues
from compare.quotations.marks import Marked

LOWER, CAPITAL, NUMBER, POINT, QUOTED = range(5)
NounPhrase = tuple[int, int]  # token indices, half open

# A plain word, which most are, comes first; then a pronoun apart from what is contracted with it; an age (46-year-old);
# a number; an abbreviation; a word; a point.
_TOKEN = re.compile(
    r"[^\W\d_]++(?![\w'’&/.-])|\b(?i:he|she|it|they|we|i|you|who|there|that)(?=['’](?:s|d|ll|ve|re|m)\b)|['’](?:s|d|ll|ve|re|m)\b|\d+(?:-[^\W\d_]+)+"
    r"|[$£€]?\d(?:[\d,.]*\d)?%?|(?:[^\W\d_]\.)+[^\W\d_]?|[^\W_]+(?:[.'’&/-][^\W_]+)*|--|\.{2,}|[.…!?,;:()\[\]―–—-]"
)
MARKS = "”\"'’»“`″›«‘」』 \u00a0"  # what may stand between the last word of a quotation and its end
DASHES = frozenset(("—", "–", "―", "--", "-"))
DETERMINERS = frozenset(
    """the a an this these those his her its their our my your some any each every no another both all several many most
    few one two three four five six seven eight nine ten other such""".split()
)
PREPOSITIONS = frozenset(
    """of for at in from with on to by about against under over into among between near within without during after
    before since until like than around across through amid despite behind beyond outside inside toward towards upon per
    following regarding concerning off above below along via throughout alongside""".split()
)
BE = frozenset("is are was were be been being am isn't wasn't aren't weren't isn’t wasn’t aren’t weren’t".split())
AUXILIARIES = BE | frozenset(
    """has have had having do does did will would can could may might must shall should not never cannot hasn't haven't
    hadn't don't doesn't didn't won't wouldn't can't couldn't shouldn't hasn’t haven’t hadn’t don’t doesn’t didn’t won’t
    wouldn’t can’t couldn’t shouldn’t ought 's 'd 'll 've 're 'm ’s ’d ’ll ’ve ’re ’m""".split()
)
RELATIVES = frozenset("who which that whom whose".split())
JOINTS = RELATIVES | frozenset(
    """and but or nor so yet whether if because although though while whereas when where as unless what how why
    once till""".split()
)
TIMES = (
    WEEKDAYS | MONTHS | frozenset("today yesterday tomorrow tonight here there now then later earlier again".split())
)
_ADVERBS = frozenset(
    """also then later once again recently already still just even only now ever often always further first both soon
    long since instead thus therefore however meanwhile earlier too twice sometimes perhaps maybe simply nevertheless
    nonetheless yesterday today""".split()
)
_NO_SUBJECTS = TIMES | frozenset("yes no not well this that these those it's what how why which more less much".split())
_LINKED = PREPOSITIONS | DETERMINERS
_OF_FOR = frozenset(("of", "for"))
WHOM = frozenset("him her them us me".split())
_OBJECTS = frozenset("him them me us".split())
_PLACE = frozenset("in at near outside across inside throughout".split())
_CLOSED = AUXILIARIES | JOINTS
_BODY = 6  # words of a body's name before its "and"
_LINKS = frozenset("of for on".split())
_ASKING = frozenset(
    "did had does do has have having was were is are could would should".split()
)  # at a sentence's start
_STEPS = 3  # words from an adjective to its noun
_PARTS = frozenset("out up down back away over".split())
_LONGEST = 16  # tokens of a noun phrase


class Line(NamedTuple):
    """A paragraph as tokens: offsets, folded words, kinds; sentences as token indices.

    ``quoted`` gives for each token of kind QUOTED the number of its stretch in the article. ``cues`` is what attributes.
    """

    cues: Cues
    text: str
    number: int
    start: list[int]
    end: list[int]
    low: list[str]
    kind: list[int]
    quoted: dict[int, int]
    sentences: list[tuple[int, int]]

    def span(self, phrase: NounPhrase) -> Span:
        """Give the characters that a phrase covers, without a possessive ending."""
        end = self.end[phrase[1] - 1]
        if self.low[phrase[1] - 1].endswith(("'s", "’s")):
            end -= 2
        return Span(self.start[phrase[0]], end)

    def words(self, phrase: NounPhrase) -> str:
        """Give the text that a phrase covers, without a possessive ending."""
        end = self.end[phrase[1] - 1]
        return self.text[self.start[phrase[0]] : end - 2 * self.low[phrase[1] - 1].endswith(("'s", "’s"))]


def read_line(cues: Cues, text: str, number: int, paragraph: Span, marked: Sequence[tuple[int, Marked]]) -> Line:
    """Cut paragraph ``number`` into tokens; ``marked`` are its stretches in marks, with their numbers in the article."""
    line = Line(cues, text, number, [], [], [], [], {}, [])
    place = paragraph.start
    for n, stretch in marked:
        _words(line, place, stretch.outer_start)
        line.quoted[len(line.start)] = n
        _add(line, stretch.outer_start, stretch.outer_end, "", QUOTED)
        place = stretch.outer_end
    _words(line, place, paragraph.end)
    token, count = 0, len(line.start)
    for sentence in sentences(text, paragraph, [Span(m.start, m.end) for _, m in marked]):
        begin = token
        while token < count and line.start[token] < sentence.end:
            token += 1
        if token > begin:
            line.sentences.append((begin, token))
    return line


def _add(line: Line, start: int, end: int, low: str, kind: int) -> None:
    line.start.append(start)
    line.end.append(end)
    line.low.append(low)
    line.kind.append(kind)


def _words(line: Line, start: int, end: int) -> None:
    matches = [*_TOKEN.finditer(line.text, start, end)]
    tokens = [_read_token(match[0]) for match in matches]
    line.start.extend([match.start() for match in matches])
    line.end.extend([match.end() for match in matches])
    line.low.extend([low for low, _ in tokens])
    line.kind.extend([kind for _, kind in tokens])


@lru_cache(maxsize=100_000)
def _read_token(word: str) -> tuple[str, int]:
    """Give a token folded, and its kind."""
    first = word[0]
    if first.isalpha():
        return word.lower(), CAPITAL if first.isupper() else LOWER
    if first.isalnum():
        return word.lower(), LOWER if word[-1].isalpha() and "-" in word else NUMBER
    return word.lower(), NUMBER if first in "$£€" else LOWER if first in "'’" else POINT


def is_adverb(word: str) -> bool:
    """Say whether a folded word may stand between a subject and its verb."""
    return word in _ADVERBS or (word.endswith("ly") and len(word) > 4)


def phrase_left(line: Line, last: int, lo: int) -> NounPhrase | None:
    """Give the noun phrase that ends with token ``last``, not beginning before ``lo``; None where there is none."""
    low, kind = line.low, line.kind
    if last < lo or kind[last] in (POINT, QUOTED):
        return None
    if low[last] in PRONOUNS:
        return (last, last + 1)
    finite = line.cues.finite
    k = last
    while k >= lo and last - k < _LONGEST:
        word = low[k]
        if kind[k] == POINT:
            if word != "." or k == last:
                break
        elif (
            kind[k] == QUOTED
            or (kind[k] == LOWER and ((word in finite and not _noun(line, k, lo)) or word in AUXILIARIES))
            or (kind[k] == CAPITAL and word in _ASKING)
            or word in PRONOUNS
            or (word in JOINTS and not (word == "and" and _one_body(line, k, last, lo)))
            or (word in _OBJECTS and not _object(line, k, last, lo))
        ):
            break
        elif word in PREPOSITIONS:
            if k == lo or kind[k - 1] in (POINT, QUOTED) or low[k - 1] in finite or low[k - 1] in _CLOSED:
                break
        elif kind[k] == LOWER and lo < k < last and kind[k - 1] == kind[k + 1] == CAPITAL:
            if word != "and" and not _within_name(word):
                break  # a verb between two names: "Marek met Birk"
        elif word in DETERMINERS and kind[k] != NUMBER and not (k > lo and low[k - 1] in _LINKED):
            k -= 1
            break
        k -= 1
    return _trimmed(line, k + 1, last + 1, lo)


def _one_body(line: Line, k: int, last: int, lo: int) -> bool:
    """Say whether *and* stands in the name of one body: *Department of Health and Welfare*, *the Roads and Rivers Board*."""
    low, kind = line.low, line.kind
    if not (lo < k < last and kind[k - 1] == kind[k + 1] == CAPITAL):
        return False
    names = words_of_names()
    first = k - 1
    while first > lo and kind[first] == CAPITAL and k - first < _BODY:
        first -= 1
    if low[first] in _LINKS and low[first - 1] in names.institutions | names.roles:
        return True
    return low[first] == "the" and low[last] in names.institutions and low[k - 1] not in names.institutions


def _noun(line: Line, k: int, lo: int) -> bool:
    """Say whether a form of a verb is a noun or an adjective here: *the talks*, *those asked*."""
    return k > lo and line.low[k - 1] in DETERMINERS


def _object(line: Line, k: int, last: int, lo: int) -> bool:
    """Say whether *him* or *us* may stand in a phrase that ends with ``last``: *a source close to him*, *the US*."""
    if line.text[line.start[k] : line.end[k]].isupper():
        return True
    return k == last and k - 1 > lo and line.low[k - 1] in PREPOSITIONS and line.kind[k - 2] == LOWER


def _within_name(word: str) -> bool:
    names = words_of_names()
    return word in names.institutions or word in PARTICLES or word in DETERMINERS or is_title(word)


def _trimmed(line: Line, start: int, end: int, lo: int) -> NounPhrase | None:
    """Drop from a phrase read leftwards what belongs to a phrase of time or place before it."""
    low, kind = line.low, line.kind
    before = low[start - 1] if start > lo else ""
    while start < end and (low[start] in PREPOSITIONS or kind[start] == POINT):
        before = low[start] if low[start] in PREPOSITIONS else before
        start += 1
    if before in PREPOSITIONS and start < end and kind[end - 1] == CAPITAL:
        run = end - 1
        while run > start and (kind[run - 1] == CAPITAL or (kind[run - 1] == POINT and run - 2 >= start)):
            run -= 1
        beside = before == "of" and start - 2 >= lo and kind[start - 2] == POINT  # "X, 52, of Westmark, says"
        if beside and run == start:
            return None
        if run == start and before in _PLACE and low[start] not in TIMES and not has_title(line, (start, end)):
            return None
        start = run
    # A verb after its subject is no part of the phrase: "they handed out bottles".
    if (
        start > lo
        and start + 1 < end
        and kind[start] == LOWER
        and low[start].endswith("ed")
        and low[start - 1] in PRONOUNS
    ):
        start += 1
        while start + 1 < end and low[start] in PREPOSITIONS | _PARTS:
            start += 1
    return _without_times(line, start, end)


def _without_times(line: Line, start: int, end: int) -> NounPhrase | None:
    if start + 1 == end and line.low[start] in MONTHS and not (start and line.low[start - 1] in PREPOSITIONS):
        return (start, end)  # a family name such as May
    while start < end and (line.low[start] in TIMES or line.kind[start] == POINT or line.low[start] in _ADVERBS):
        start += 1
    while end > start and (
        line.kind[end - 1] == POINT or (line.low[end - 1] in TIMES and not _surname(line, start, end - 1))
    ):
        end -= 1
        if end - 1 > start and line.low[end - 1] == "on":
            end -= 1  # "X on Friday said"
    return (start, end) if is_subject(line, start, end) else None


def _surname(line: Line, first: int, k: int) -> bool:
    """Say whether a word such as *May* is a family name here: right after a given name."""
    return line.low[k] in MONTHS and k > first and line.kind[k] == line.kind[k - 1] == CAPITAL


def phrase_right(line: Line, first: int, hi: int, *, inside: frozenset[str] = _OF_FOR) -> NounPhrase | None:
    """Give the noun phrase that begins with token ``first`` and ends before ``hi``; words in ``inside`` go on with it."""
    low, kind = line.low, line.kind
    if first >= hi or kind[first] in {POINT, QUOTED}:
        return None
    alone = first + 1 == hi or kind[first + 1] != LOWER
    owner = low[first] == "her" and first + 1 < hi and kind[first + 1] == CAPITAL
    if low[first] in PRONOUNS or (low[first] in WHOM and alone and not owner):
        return (first, first + 1)
    named = False
    k = first
    while k < min(hi, first + _LONGEST) and _belongs(line, k, hi, inside, named and k > first):
        named = (named and low[k] not in PREPOSITIONS) or (kind[k] == CAPITAL and low[k] not in DETERMINERS)
        named = named and not low[k].endswith(("'s", "’s"))
        k += 1
    while k > first and (low[k - 1] in _LINKED or kind[k - 1] == POINT):
        k -= 1
    return (first, k) if is_subject(line, first, k) else None


def _belongs(line: Line, k: int, hi: int, inside: frozenset[str], named: bool) -> bool:  # noqa: FBT001 - called here only
    """Say whether token ``k`` may go on a phrase read rightwards; ``named`` says that it holds a name already."""
    word, sort = line.low[k], line.kind[k]
    if sort == POINT or word in PREPOSITIONS:
        more = k + 1 < hi and line.kind[k + 1] in {LOWER, CAPITAL, NUMBER}
        return more and (word == "." or word in inside)
    if word == "and" and 0 < k < hi - 1 and _one_body(line, k, hi - 1, 0):
        return True
    if sort == QUOTED or (
        word in TIMES and not (named and _surname(line, k - 1, k) and line.kind[k + 1 : k + 2] != [NUMBER])
    ):
        return False
    if sort != LOWER or word in PRONOUNS:
        return sort != LOWER
    names = words_of_names()
    cue = line.cues.forms.get(word)
    opens = k == 0 or line.low[k - 1] in DETERMINERS  # what follows is a noun: "the ruling", "a rally audience"
    plural = k > 0 and line.low[k - 1].endswith("s") and line.kind[k - 1] == LOWER
    bare = plural and cue is not None and cue.form == "base" and word not in line.cues.nouns  # "many farmers want"
    verb = word in line.cues.finite or bare or (cue is not None and cue.form == "ing") or is_adverb(word)
    after = line.low[k + 1] if k + 1 < hi else ""
    acts = word.endswith("ed") and (after in DETERMINERS or after in PREPOSITIONS)  # "parents stiffened their"
    stops = ((verb or acts) and not opens) or word in _CLOSED
    foreign = named and not any(
        word in nouns for nouns in (names.roles, names.people, names.he, names.she, names.institutions, PARTICLES)
    )
    return not stops and not (foreign and not _leads_to_role(line, k, hi))


def _leads_to_role(line: Line, k: int, hi: int) -> bool:
    """Say whether lower-case words from ``k`` on end with what somebody is: *the Ruritanian defence minister*."""
    if k < 2 or line.low[k - 2] not in DETERMINERS:
        return False
    names = words_of_names()
    for n in range(k, min(hi, k + _STEPS)):
        word = line.low[n]
        if (
            line.kind[n] != LOWER
            or word in PRONOUNS
            or word in _CLOSED
            or word in PREPOSITIONS
            or word in line.cues.finite
        ):
            return False
        if word in names.roles or word in names.institutions:
            return True
    return False


def is_subject(line: Line, start: int, end: int) -> bool:
    """Say whether a phrase may name somebody: not empty, no time, no bare number, no possessive without its noun."""
    if start >= end:
        return False
    low, kind = line.low, line.kind
    if end - start == 1 and (low[start] in _NO_SUBJECTS | _OBJECTS | DETERMINERS or kind[start] == NUMBER):
        return False
    if low[end - 1].endswith(("'s", "’s")) or low[start] in PREPOSITIONS:
        return False
    cue = line.cues.forms.get(low[start])
    if cue and cue.form == "ing" and end - start == 1:
        return False
    return any(
        kind[k] in (CAPITAL, LOWER) and low[k] not in TIMES and low[k] not in DETERMINERS for k in range(start, end)
    )


def has_title(line: Line, phrase: NounPhrase) -> bool:
    """Say whether a word of the phrase is a title or a role."""
    return any(is_title(line.low[k]) for k in range(*phrase) if line.kind[k] in (LOWER, CAPITAL))
