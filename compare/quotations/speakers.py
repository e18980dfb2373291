"""Whom a mention names: *Orlov*, *the minister*, *the official* and *he*, as far as the article itself makes it certain.

Takes a ``Cast``, then the sentences with the subjects of their clauses. Gives for each subject a name, or the mention as
written. Knows nothing of the world: two bearers of one name or of one title leave a mention unresolved.

A pronoun means the subject nearest before it in its paragraph, else in the one before, as the centering literature has it
(Grosz, Joshi and Weinstein 1995); here only where nobody else comes into question.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import takewhile
from typing import NamedTuple

from compare.language.names import INDEFINITE, bearer, is_institution, is_person_word, name_words, sex_of_words
from compare.quotations.cast import Cast, Person
from compare.quotations.phrases import CAPITAL, DASHES, DETERMINERS, QUOTED, Line, NounPhrase
from compare.quotations.subjects import is_joint, main_subject, with_name

_PRONOUN = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}
_DIED = frozenset("died dies killed murdered drowned assassinated executed".split())
_FAR = 2  # paragraphs back to whose document it is
_OWNER = 10  # tokens of a sentence in which an owner who is not named is looked for
_BACK = 40  # sentences back in which the subject of a pronoun is looked for


class _Turn(NamedTuple):
    """A sentence that was read: who it is about, and whether somebody whom the article does not name stands there too.

    ``beside`` are those who act there too: *beaten by X*, *X, who won*; ``dead`` are its persons, where it says *died*.
    ``source`` is who it says said something. ``others`` are all whom it names. ``unnamed`` is the pronoun for the one
    who is not named: ``he``, ``she``, ``?`` for either, "" for nobody.
    """

    line: int
    persons: tuple[Person, ...]
    source: Person | None
    others: tuple[Person, ...]
    beside: tuple[Person, ...]
    dead: tuple[Person, ...]
    unnamed: str


def without_article(text: str) -> str:
    """Give a mention as a name: without *the* or *a* before a capital."""
    first, _, rest = text.partition(" ")
    if first.lower() in ("the", "a", "an") and any(c.isupper() for c in rest):
        return rest
    return text


def traced(lines: Sequence[Line], subjects: Sequence[Sequence[NounPhrase]]) -> set[int]:
    """Give the numbers of the lines whose sentences may tell whom a pronoun means; ``subjects`` are those of each line.

    A pronoun that speaks needs its own line and the one before, and that one its own before it if it has a pronoun too.
    """
    needed: set[int] = set()
    for i in range(len(lines) - 1, -1, -1):
        low = lines[i].low
        spoken = any(low[first] in _PRONOUN for first, _ in subjects[i])
        if spoken or i in needed:
            needed.add(i)
            if spoken or not _PRONOUN.keys().isdisjoint(low):
                needed.add(i - 1)
    return needed


class Speakers:
    """Resolves mentions, told of the clauses sentence by sentence in the order of the text.

    ``traced`` are the lines whose sentences are kept in mind, since a pronoun after them may mean somebody in them.
    """

    def __init__(self, cast: Cast, traced: AbstractSet[int]) -> None:
        self.cast = cast
        self._traced = traced
        self._names: dict[tuple[int, NounPhrase], tuple[str, Person | None]] = {}
        self._turns: list[_Turn] = []
        self._spoke: set[str] = set()  # names of one word that were said to speak
        self._document: tuple[int, tuple[str, Person | None]] = (-9, ("", None))  # who spoke where a document was named

    def name(self, number: int, phrase: NounPhrase) -> str:
        """Give the name for a mention in line ``number`` that a clause has as its subject."""
        return self._names[number, phrase][0]

    def quoted(self, line: Line, phrase: NounPhrase, outer: str | None) -> str:
        """Give the name for a mention within what ``outer`` says: a person of the article, ``outer`` for *I*, or as is."""
        text = line.words(phrase)
        if text.lower() == "i" and outer:
            return outer
        person = self.cast.named(text) if bearer(text) else None
        return person.name if person else without_article(text)

    def sentence(self, line: Line, lo: int, hi: int, subjects: Sequence[NounPhrase]) -> None:
        """Resolve the subjects of a sentence's clauses, and note who may be *he* in the next one."""
        traced = line.number in self._traced
        main = main_subject(line, lo, hi) if traced else None
        main = with_name(line, main, hi) if main else None
        before: tuple[NounPhrase, Person] | None = None
        for phrase in sorted({*subjects, *([main] if main else [])}):
            if (line.number, phrase) not in self._names:
                content = before is not None and before[0] not in subjects and _closes(line, phrase)
                self._names[line.number, phrase] = self._resolve(line, phrase, before, content=content)
            person = self._names[line.number, phrase][1]
            before = before or ((phrase, person) if person else None)
        if subjects and not line.cues.statements.isdisjoint(line.low[lo:hi]):
            self._document = (line.number, self._names[line.number, subjects[0]])
        if traced:
            self._turns.append(self._turn(line, lo, hi, main, subjects))
            del self._turns[:-_BACK]
        elif subjects and self._names[line.number, subjects[0]][1] is None:
            self._unnamed(line, subjects[0], speaks=True)

    def _turn(self, line: Line, lo: int, hi: int, main: NounPhrase | None, subjects: Sequence[NounPhrase]) -> _Turn:
        phrases = [p for p in (main, subjects[0] if subjects else None) if p]
        persons = [p for p in (self._names[line.number, phrase][1] for phrase in phrases) if p]
        here = self._between(line, lo, hi)
        others = tuple(p for _, p in here)
        beside = tuple(p for token, p in here if _acts(line, token, lo, hi))
        speaks = subjects[0] if subjects else None
        unnamed = [
            self._unnamed(line, p, speaks=p == speaks) for p in phrases if self._names[line.number, p][1] is None
        ]
        told = sorted({u for u in unnamed if u})
        source = self._names[line.number, subjects[0]][1] if subjects else None
        about = tuple(p for p in persons if not p.is_place)
        if not about and not told and any(_owner(low) for low in line.low[lo : min(hi, lo + _OWNER)]):
            told = ["?"]  # "the nominee’s support": the nominee may be meant
        dead = about if not _DIED.isdisjoint(line.low[lo:hi]) else ()
        return _Turn(
            line.number, about, source, others, beside, dead, told[0] if len(told) == 1 else "?" if told else ""
        )

    def _between(self, line: Line, lo: int, hi: int) -> list[tuple[int, Person]]:
        """Give the mentions that begin in tokens ``lo`` to ``hi`` of a line."""
        mentions = self.cast.mentions[line.number]
        if not mentions:
            return mentions
        first = bisect_left(mentions, lo, key=_place)
        return mentions[first : bisect_left(mentions, hi, first, key=_place)]

    def _unnamed(self, line: Line, phrase: NounPhrase, *, speaks: bool) -> str:
        """Give the pronoun that can mean who is not named: *he*, *a spokeswoman*; ``?`` for either, "" for no person.

        A name of one word that speaks is noted: it may be a person's, though nobody of that name is known.
        """
        first, past = phrase
        if line.low[first] in _PRONOUN and past == first + 1:
            return _PRONOUN[line.low[first]]
        text = line.words(phrase)
        if text.lower() in INDEFINITE:
            return ""
        head = line.low[next((k for k in range(first, past) if line.low[k] in {"of", "for", "from"}), past) - 1]
        if is_person_word(head) and not is_institution(text):
            return sex_of_words(name_words(text)) or "?"
        name = bearer(text)
        if speaks and name:
            self._spoke.add(name)
        one = name in self._spoke or self.cast.knows(name)
        return "?" if name and one and name not in self.cast.places else ""

    def _resolve(
        self, line: Line, phrase: NounPhrase, before: tuple[NounPhrase, Person] | None, *, content: bool
    ) -> tuple[str, Person | None]:
        text = line.words(phrase)
        low = text.lower()
        if low in _PRONOUN:
            sex = _PRONOUN[low]
            if before and not content:
                person = before[1] if self._shared(line, before, phrase, sex) else None
            else:
                person = self._meant(line.number, sex)
                person = None if before and person is before[1] else person
            return (person.name, person) if person else (text, None)
        if is_joint(line, phrase):
            return text, None
        definite = low.startswith("the ")
        name = bearer(text)
        person = self.cast.named(text)
        if person is None and not name and (definite or line.low[phrase[0]] not in DETERMINERS):
            person = self.cast.titled(text)
        if person:
            return person.name, person
        if definite and not name:
            if low[4:] in line.cues.statements and line.number - self._document[0] <= _FAR:
                return self._document[1]
            if low.count(" ") <= 2 and not low.endswith("s"):  # many who are named alike are not one body
                name = self.cast.fuller(text, line.number) or ""
        return without_article(name or text), None

    def _shared(self, line: Line, before: tuple[NounPhrase, Person], phrase: NounPhrase, sex: str) -> bool:
        """Say whether a pronoun means the subject before it in its sentence: nobody of its own sex stands between."""
        (_, past), person = before
        between = [p for _, p in self._between(line, past, phrase[0])]
        return person.may_be(sex) and (person.tells(sex) or all(p.sex != sex for p in between))

    def _meant(self, number: int, sex: str) -> Person | None:
        """Give the person whom a pronoun in line ``number`` can only mean, from the sentences before it."""
        rivals: list[Person] = []
        for i in range(len(self._turns) - 1, -1, -1):
            turn = self._turns[i]
            if turn.unnamed in {sex, "?"} and number - turn.line <= 1:
                return None
            if number - turn.line > 1:
                break
            fits = [p for p in turn.persons if p.may_be(sex)]
            if any(p.sex in {"", "?"} and not p.may_be(sex) for p in turn.persons):
                return None
            if not fits:
                rivals += [p for p in turn.others if p.may_be(sex) and not p.is_place]
                continue
            person = fits[0]
            rivals += fits[1:]
            if person in turn.dead:
                return None
            if not person.tells(sex):
                rivals += [p for p in turn.others if p.sex == sex]
                near = takewhile(lambda earlier: number - earlier.line <= 1, reversed(self._turns[:i]))
                rivals += [p for earlier in near for p in earlier.persons if p.may_be(sex)]
            rivals += [p for p in turn.beside if p.may_be(sex)]
            if turn.line < number:
                rivals += self._sources(i, turn.line, sex)
            return person if all(p is person for p in rivals) else None
        # Nobody whom a sentence is about fits: the one who is named there and does.
        return rivals[0] if rivals and rivals[0].sex == sex and all(p is rivals[0] for p in rivals) else None

    def _sources(self, i: int, line: int, sex: str) -> list[Person]:
        """Give the last source up to turn ``i`` in a paragraph."""
        for turn in reversed(self._turns[: i + 1]):
            if turn.line < line:
                break
            if turn.source and turn.source.may_be(sex) and not turn.source.is_place:
                return [turn.source]
        return []


def _place(mention: tuple[int, Person]) -> int:
    return mention[0]


def _acts(line: Line, token: int, lo: int, hi: int) -> bool:
    """Say whether who is named at ``token`` acts in the sentence: *beaten by X*, *X, who won by ten votes*."""
    past = next((k for k in range(token, hi) if line.kind[k] != CAPITAL), hi)
    who = line.low[past + (line.low[past] == ",")] if past + 1 < hi else ""
    start = next((k for k in range(token, max(lo, token - 6), -1) if line.low[k - 1] in {"by", ","}), lo)
    return who == "who" or (start > lo and line.low[start - 1] == "by")


def _owner(word: str) -> bool:
    return word.endswith(("'s", "’s")) and is_person_word(word[:-2])


def _closes(line: Line, phrase: NounPhrase) -> bool:
    """Say whether a pronoun follows what it says: *Birk was late, he said*."""
    before = line.low[phrase[0] - 1] if phrase[0] else ""
    return before == "," or before in DASHES or line.kind[phrase[0] - 1] == QUOTED
