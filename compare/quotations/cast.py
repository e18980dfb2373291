"""The persons and bodies that an article names, and what it tells of each: titles, and which pronoun can mean them.

Takes the article's lines. Gives a ``Cast``, which finds the one person whom a name or a title can mean. Knows nothing of
clauses or of who says what.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from compare.language.letters import fold
from compare.language.names import (
    bearer,
    is_person_word,
    is_title,
    name_words,
    person_key,
    same_name,
    sex_of_given,
    sex_of_words,
    sound,
    words_of_names,
)
from compare.quotations.mentions import Mention, bears, mentions_in, sentence_at, stands_within, titles_of
from compare.quotations.phrases import (
    CAPITAL,
    LOWER,
    PREPOSITIONS,
    Line,
    NounPhrase,
    phrase_left,
    phrase_right,
)

_NAMESAKES, _PERSONS, _TITLES = 40, 500, 30  # so many are looked at, whatever the text
_MOST = 2000  # persons of one article
_MENTIONS = 200  # of a common word, that are looked at
_WORDS = 5  # of a person's name; more than that is a headline
_HE, _SHE = frozenset(("he", "him", "his", "himself")), frozenset(("she", "her", "hers", "herself"))
_OWNERS = re.compile(r"\S{1,40}['’]s?\s")
_OTHERS = re.compile(r"\b(?:of|for|to|at|and)\b")
_EMPTY = frozenset(
    "the a an of for and on in at to its his her their our my federation republic kingdom affairs".split()
)


_Title = tuple[frozenset[str], frozenset[str]]  # the nouns that it is, and its words
_OCCUPATIONS = (
    "keeper",
    "worker",
    "maker",
    "driver",
    "player",
    "owner",
    "writer",
    "seller",
    "ologist",
    "singer",
    "teacher",
)
_HANGING = frozenset("of for to at in on".split())
_LESSER = frozenset(
    "former ex late deputy vice shadow acting assistant associate junior interim outgoing incoming aspiring".split()
)


@dataclass(slots=True)
class Person:
    """A person of the article: the fullest name, the words of each title given to them, and what tells their sex.

    ``told`` are the pronouns that titles and words of kinship call for; ``he`` and ``she`` count the pronouns where nobody
    else is named beside them. ``named`` counts the mentions, ``within`` those that say *in* or *the* before the name.
    """

    name: str
    titles: list[_Title] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    he: int = 0
    she: int = 0
    named: int = 0
    within: int = 0

    @property
    def sex(self) -> str:
        """Give ``he`` or ``she`` where a title or the given name tells it, ``?`` where titles conflict, else ""."""
        if self.told:
            return next(iter(self.told)) if len(self.told) == 1 else "?"
        key = person_key(self.name)
        return sex_of_given(key[0]) if len(key) > 1 else ""

    def may_be(self, pronoun: str) -> bool:
        """Say whether *he* or *she* can mean this person, as far as the article tells."""
        if self.sex:
            return self.sex == pronoun
        own, other = (self.he, self.she) if pronoun == "he" else (self.she, self.he)
        return own > other or not other

    def tells(self, pronoun: str) -> bool:
        """Say whether the article shows that *he* or *she* does mean this person."""
        own, other = (self.he, self.she) if pronoun == "he" else (self.she, self.he)
        return self.may_be(pronoun) and (bool(self.sex) or own > other)

    @property
    def is_place(self) -> bool:
        """Say whether the name stands as places and bodies do rather than persons: *in Westmark*, *the White House*."""
        return not self.titles and self.within * 2 >= max(self.named, 1)


class Cast:
    """The persons and bodies that an article names, and the places where it does."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.persons: list[Person] = []
        self._by_word: dict[str, list[Person]] = {}
        self._nearby: dict[str, list[Person]] = {}
        self._heads: dict[str, list[tuple[Line, int]]] | None = None
        self._named: dict[str, Person | None] = {}
        self._titled: dict[str, Person | None] = {}
        self._fuller: dict[str, list[tuple[int, tuple[str, ...], str]]] = {}
        found = {line.number: mentions_in(line) for line in lines}
        every = [(line, m) for line in lines for m in found[line.number]]
        alone = {m.name for _, m in every if not m.placed}
        for line, m in every:
            if 1 < m.words <= _WORDS and not m.placed and not (m.words > 4 and " ".join(m.name.split()[:2]) in alone):
                first, _, rest = m.name.partition(" ")
                last = m.name.rpartition(" ")[2].lower()
                if last.endswith("s") and last in self._kinds:
                    continue  # "Southern Liberals", where "the Liberals" stand elsewhere
                # "Republican Ada Birk", where "the Republican" and "Ada Birk" stand elsewhere
                other = " " in rest and (_is_occupation(first) or (rest in alone and first.lower() in self._kinds))
                self._add(line, m.phrase, rest if other else m.name)
        for line, m in every:
            if m.placed:
                self._add_placed(line, m, alone)
            elif m.words == 1:
                self._add_titled(line, m)
        self.places = {m.name for line, m in every if m.words == 1 and stands_within(line, m.phrase)}
        self.mentions: dict[int, list[tuple[int, Person]]] = {}
        for line in lines:
            named = [(m, self.named(line.words(m.phrase))) for m in found[line.number]]
            self._count(line, [(m, p) for m, p in named if p])
            owners = (m.phrase[0] for m in found[line.number] if line.low[m.phrase[1] - 1].endswith(("'s", "’s")))
            skipped = frozenset(owners)
            self.mentions[line.number] = [(m.phrase[0], p) for m, p in named if p and m.phrase[0] not in skipped]

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """The words that stand behind an article somewhere: *the Republican*."""
        pairs = (pair for line in self.lines for pair in pairwise(line.low))
        return frozenset(low for a, low in pairs if a in {"the", "a", "an"})

    def _add(self, line: Line, phrase: NounPhrase, name: str) -> None:
        person = next((p for p in self._near(name) if same_name(p.name, name)), None)
        if person is None:
            person = self._new(name)
        elif len(name) > len(person.name):
            person.name = name
        _note_titles(person, line, phrase, name)

    def _new(self, name: str) -> Person:
        person = Person(name)
        if len(self.persons) == _MOST:
            return person
        self.persons.append(person)
        self._nearby.clear()
        for word in sorted({sound(w) for w in person_key(name)}):
            self._by_word.setdefault(word, []).append(person)
        return person

    def _add_placed(self, line: Line, m: Mention, alone: set[str]) -> None:
        """Add the bearer of *minister of Ruritania Ivo Marek*, if the text shows elsewhere where the name begins."""
        name = m.name
        for _ in range(m.words - 2):
            first, _, name = name.partition(" ")
            if name in alone or first in alone:
                self._add(line, m.phrase, name)
                return

    def _add_titled(self, line: Line, m: Mention) -> None:
        """Note what *Mr Marek* tells of Ivo Marek; where nobody of that name is known, Marek is a person by himself."""
        table, past = words_of_names(), m.phrase[1]
        if past - m.phrase[0] == 1:
            return
        before = name_words(line.words(m.phrase).replace(m.name, " "))
        adjective = past < len(line.low) and line.kind[past] == LOWER and is_title(line.low[past])
        if adjective or not any(w in table.honorifics or w in table.roles for w in before):
            return
        near = [p for p in self._near(m.name) if same_name(p.name, m.name)]
        told = sex_of_words(before)
        fitting = [p for p in near if not told or p.sex in ("", "?", told)]
        if not fitting:
            fitting = [self._new(m.name)]
        if len(fitting) == 1:
            if told:
                fitting[0].told.add(told)
            if len(person_key(fitting[0].name)) == 1:
                _note_titles(fitting[0], line, m.phrase, m.name)

    def _count(self, line: Line, here: Sequence[tuple[Mention, Person]]) -> None:
        """Note how often each person of a line is named, and the pronouns after a name that nobody else shares it with."""
        for m, person in here:
            person.named += 1
            person.within += stands_within(line, m.phrase)
        if here and all(p is here[0][1] for _, p in here):
            after = line.low[here[0][0].phrase[0] :]
            here[0][1].he += sum(low in _HE for low in after)
            here[0][1].she += sum(low in _SHE for low in after)

    def _near(self, name: str) -> list[Person]:
        """Give the persons who share the first or the last word of a name, as it sounds."""
        if name not in self._nearby:
            key = person_key(name)
            words = sorted({sound(key[0]), sound(key[-1])}) if key else []
            found = [p for word in words for p in self._by_word.get(word, ())[:_NAMESAKES]]
            self._nearby[name] = [*{id(p): p for p in found}.values()]
        return self._nearby[name]

    def knows(self, name: str) -> bool:
        """Say whether persons of that name are in the article, one or more."""
        return any(same_name(p.name, name) for p in self._near(name))

    def named(self, mention: str) -> Person | None:
        """Give the one person whom a mention with a name in it can mean."""
        if mention not in self._named:
            self._named[mention] = self._one_named(mention)
        return self._named[mention]

    def _one_named(self, mention: str) -> Person | None:
        name = bearer(mention)
        if not name:
            return self._at_end(mention)
        near = self._near(name)
        if not near:
            return None
        told = sex_of_words(name_words(mention.replace(name, " "))) if name != mention else ""
        fitting = [p for p in near if same_name(p.name, mention) and (not told or p.sex in ("", told))]
        if not fitting and len(person_key(name)) == 1:
            fitting = [p for p in near if person_key(p.name)[0] == person_key(name)[0]]
        return fitting[0] if len(fitting) == 1 else None

    def _at_end(self, mention: str) -> Person | None:
        """Give the person whose full name ends a title that a place belongs to: *minister of Ruritania Ivo Marek*."""
        words = name_words(mention)
        if not words or sound(words[-1]) not in self._by_word:
            return None
        fitting = [p for n in (2, 3) for p in self._near(" ".join(words[-n:])) if person_key(p.name) == (*words[-n:],)]
        return fitting[0] if len(fitting) == 1 and bears(mention, len(person_key(fitting[0].name))) else None

    def titled(self, mention: str) -> Person | None:
        """Give the one person to whom the article gives the title that the mention is."""
        key = mention.lower()
        if key not in self._titled:
            title = _title(mention)
            fitting = []
            if title:
                fitting = [p for p in self.persons[:_PERSONS] if any(_means(title, own) for own in p.titles)]
            self._titled[key] = fitting[0] if len(fitting) == 1 else None
        return self._titled[key]

    def fuller(self, mention: str, number: int) -> str | None:
        """Give the one fuller mention, up to line ``number``, of the body or person that *the ministry* stands for."""
        key = mention.lower()
        if key not in self._fuller:
            self._fuller[key] = self._fuller_mentions(mention)
        found = {words: text for line, words, text in reversed(self._fuller[key]) if line <= number}
        longest = max(found, key=lambda words: (len(words), words), default=())
        return found[longest] if found and all(set(words) <= set(longest) for words in found) else None

    def _fuller_mentions(self, mention: str) -> list[tuple[int, tuple[str, ...], str]]:
        """Give the mentions that end like this one and say more: line, words, text."""
        words = {w for w in name_words(mention) if w not in _EMPTY}
        if self._heads is None:
            self._heads = {}
            names = words_of_names()
            for line in self.lines:
                for i, low in enumerate(line.low):
                    if low in names.roles or low in names.institutions:
                        self._heads.setdefault(low, []).append((line, i))
        found = []
        for line, i in self._heads.get(mention.lower().rsplit(maxsplit=1)[-1], ())[:_MENTIONS]:
            phrase = _body(line, i)
            if phrase is None or not any(line.kind[k] == CAPITAL for k in range(*phrase)):
                continue
            text = line.words(phrase)
            key = tuple(w for w in name_words(text) if w not in _EMPTY)
            owner = _OWNERS.search(text)
            owned = owner is not None and bool(bearer(text[: owner.end()].rstrip().rstrip("s").rstrip("'’")))
            if len(key) > len(words) and words <= set(key) and not bearer(text) and not owned:
                found.append((line.number, key, text))
        return found


def _body(line: Line, i: int) -> NounPhrase | None:
    """Give the phrase around its head ``i``, with what follows by *of*, without what a preposition hangs it on."""
    lo, hi = sentence_at(line, i)
    phrase = phrase_left(line, i, lo)
    if phrase is None:
        return None
    start = max(
        (k + 1 for k in range(*phrase) if line.low[k] in PREPOSITIONS and line.low[k] not in ("of", "for")),
        default=phrase[0],
    )
    return phrase_right(line, start, hi)


def _is_occupation(word: str) -> bool:
    """Say whether a capitalised word before a name tells what somebody does: *Shopkeeper Ada Birk*, not *Peter Ada Birk*."""
    low = word.lower()
    return (low in words_of_names().people or low.endswith(_OCCUPATIONS)) and not sex_of_given(low)


def _title(text: str) -> _Title | None:
    """Give the title that a phrase is: its nouns and its words; None where its head is none: *the mayor’s brother*.

    Whose somebody is does not count where it is a person: the minister's lawyer is no minister, Ruritania's minister is.
    """
    owner = next((m for m in _OWNERS.finditer(text) if is_person_word(fold(m[0].rstrip()).rstrip("s'’"))), None)
    words = name_words(text[owner.end() :] if owner else text)
    of = next((i for i, word in enumerate(words) if i and word in _HANGING), len(words))
    heads = frozenset(w for w in words[:of] if is_title(w))
    if not words or words[of - 1] not in heads:
        return None
    return heads, frozenset(w for w in words if w not in _EMPTY)


def _means(mention: _Title, title: _Title) -> bool:
    """Say whether a mention can mean who has a title: *the minister* the Defence Minister, but not the former one."""
    words = title[1]
    other = any(w in _LESSER and w not in mention[1] for w in words)
    known = all(w in words or any(_of_one_place(w, v) for v in words) for w in mention[1])
    return mention[0] <= title[0] and known and not other


def _of_one_place(a: str, b: str) -> bool:
    """Say whether two words are a place and what is of it: Ruritania, Ruritanian."""
    short, long = sorted((a, b), key=len)
    return len(short) >= 5 and long.startswith(short[:-1]) and len(long) - len(short) <= 3


def _note_titles(person: Person, line: Line, phrase: NounPhrase, name: str) -> None:
    """Note the titles that a mention gives a person, and what they tell of the sex."""
    for place, sure in titles_of(line, phrase, name):
        text = line.words(place).replace(name, " ")
        title = _title(text)
        if title and len(person.titles) < _TITLES and title not in person.titles:
            person.titles.append(title)
        if sure:
            own = _OTHERS.split(_OWNERS.sub("", text), maxsplit=1)[0]
            sex = sex_of_words(name_words(own))
            if sex in {"he", "she"}:
                person.told.add(sex)
