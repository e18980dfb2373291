"""Whom a mention names: *Orlov*, *the minister*, *the official* and *he*, as far as the article itself makes it certain.

Takes the article's lines and a mention in them. Gives a name, or the mention as written. Knows nothing of the world: two
bearers of one name or of one title leave a mention unresolved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from compare.language.names import (
    MONTHS,
    PARTICLES,
    PRONOUNS,
    WEEKDAYS,
    bearer,
    is_title,
    name_words,
    person_key,
    same_name,
    sound,
    words_of_names,
)
from compare.quotations.cues import cues
from compare.quotations.phrases import (
    AUXILIARIES,
    CAPITAL,
    DETERMINERS,
    JOINTS,
    LOWER,
    PREPOSITIONS,
    Line,
    NounPhrase,
    is_adverb,
    main_subject,
    phrase_left,
    phrase_right,
)

_SINGULAR = frozenset(("he", "she", "him", "her", "his"))
_NAMESAKES, _PERSONS, _TITLES = 40, 500, 30  # so many are looked at, whatever the text
_MENTIONS = 200  # of a common word, that are looked at
_WORDS = 5  # of a person's name; more than that is a headline
_FAR = 2  # paragraphs back to whose document it is
_NO_NAMES = DETERMINERS | PREPOSITIONS | JOINTS | AUXILIARIES | PRONOUNS
_EMPTY = frozenset(
    "the a an of for and on in at to its his her their our my federation republic kingdom affairs".split()
)


@dataclass(slots=True)
class Person:
    """A person of the article: the fullest name, and the words of each title given to them."""

    name: str
    sex: str = ""
    titles: list[frozenset[str]] = field(default_factory=list)


class Cast:
    """The persons and bodies that an article names, and the places where it does."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.persons: list[Person] = []
        self._by_word: dict[str, list[Person]] = {}
        self._heads: dict[str, list[tuple[Line, int]]] | None = None
        self._titled: dict[str, Person | None] = {}
        self._fuller: dict[str, list[tuple[int, tuple[str, ...], str]]] = {}
        mentions = [m for number, line in enumerate(lines) for m in _mentions(line, number)]
        for number, phrase, name in mentions:
            if 1 < len(person_key(name)) <= _WORDS:
                self._add(self.lines[number], phrase, name)

    def _add(self, line: Line, phrase: NounPhrase, name: str) -> None:
        person = next((p for p in self._near(name) if same_name(p.name, name)), None)
        if person is None:
            person = Person(name)
            self.persons.append(person)
            for word in {sound(w) for w in person_key(name)}:
                self._by_word.setdefault(word, []).append(person)
        elif len(name) > len(person.name):
            person.name = name
        for words, whole in _titles(line, phrase, name):
            if len(person.titles) < _TITLES and words not in person.titles:
                person.titles.append(words)
            table = words_of_names()
            if any(w in table.he for w in whole):
                person.sex = "he"
            elif any(w in table.she for w in whole):
                person.sex = "she"

    def _near(self, name: str) -> list[Person]:
        """Give the persons who share the first or the last word of a name, as it sounds."""
        key = person_key(name)
        words = sorted({sound(key[0]), sound(key[-1])}) if key else []
        found = [p for word in words for p in self._by_word.get(word, ())[:_NAMESAKES]]
        return [p for i, p in enumerate(found) if all(p is not q for q in found[:i])]

    def named(self, mention: str) -> Person | None:
        """Give the one person whom a mention with a name in it can mean."""
        name = bearer(mention)
        if not name:
            return None
        near = self._near(name)
        fitting = [p for p in near if same_name(p.name, mention)]
        if not fitting and len(person_key(name)) == 1:
            fitting = [p for p in near if person_key(p.name)[0] == person_key(name)[0]]
        return fitting[0] if len(fitting) == 1 else None

    def titled(self, mention: str) -> Person | None:
        """Give the one person to whom the article gives the title that the mention is."""
        key = mention.lower()
        if key not in self._titled:
            words = frozenset(w for w in name_words(mention) if w not in _EMPTY)
            fitting = []
            if any(is_title(w) for w in words):
                fitting = [p for p in self.persons[:_PERSONS] if any(_within(words, title) for title in p.titles)]
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
            span = line.span(phrase)
            text = line.text[span.start : span.end]
            key = tuple(w for w in name_words(text) if w not in _EMPTY)
            if len(key) > len(words) and words <= set(key) and not bearer(text):
                found.append((line.number, key, text))
        return found


def _body(line: Line, i: int) -> NounPhrase | None:
    """Give the phrase around its head ``i``, with what follows by *of*, without what a preposition hangs it on."""
    phrase = phrase_left(line, i, _sentence_start(line, i))
    if phrase is None:
        return None
    start = max(
        (k + 1 for k in range(*phrase) if line.low[k] in PREPOSITIONS and line.low[k] not in ("of", "for")),
        default=phrase[0],
    )
    return phrase_right(line, start, len(line.low))


def _sentence_start(line: Line, i: int) -> int:
    return next((lo for lo, hi in line.sentences if lo <= i < hi), 0)


def _within(words: frozenset[str], title: frozenset[str]) -> bool:
    return all(w in title or any(_of_one_place(w, v) for v in title) for w in words)


def _of_one_place(a: str, b: str) -> bool:
    """Say whether two words are a place and what is of it: Ruritania, Ruritanian."""
    short, long = sorted((a, b), key=len)
    return len(short) >= 5 and long.startswith(short[:-1]) and len(long) - len(short) <= 3


def _mentions(line: Line, number: int) -> list[tuple[int, NounPhrase, str]]:
    """Give the runs of capitalised words that hold a person's name."""
    found = []
    low, kind = line.low, line.kind
    i, count = 0, len(low)
    while i < count:
        if kind[i] != CAPITAL or low[i] in _NO_NAMES or is_adverb(low[i]):
            i += 1
            continue
        j = i + 1
        while j < count and j - i < 14:
            particle = low[j] in PARTICLES and j + 1 < count and kind[j + 1] == CAPITAL
            initial = (
                low[j] == "."
                and j + 1 < count
                and kind[j + 1] == CAPITAL
                and (len(low[j - 1]) == 1 or is_title(low[j - 1]))
            )
            if (kind[j] != CAPITAL or (low[j] in _NO_NAMES and low[j] not in MONTHS)) and not particle and not initial:
                break
            if low[j - 1].endswith(("'s", "’s")):
                break
            j += 1
        span = line.span((i, j))
        if low[i] not in WEEKDAYS and low[i] not in MONTHS:
            name = bearer(line.text[span.start : span.end])
            if name:
                found.append((number, (i, j), name))
        i = j
    return found


def _titles(line: Line, phrase: NounPhrase, name: str) -> list[tuple[frozenset[str], list[str]]]:
    """Give the words of the titles that stand before a name, or beside it between commas."""
    texts = []
    lo = _sentence_start(line, phrase[0])
    whole = phrase_left(line, phrase[1] - 1, lo)
    if whole:
        span = line.span((min(whole[0], phrase[0]), phrase[1]))
        texts.append(line.text[span.start : span.end].replace(name, " "))
    if phrase[1] + 1 < len(line.low) and line.low[phrase[1]] == ",":
        after = phrase_right(line, phrase[1] + 1, len(line.low))
        if after and (
            line.low[after[0]] in DETERMINERS or line.kind[after[0]] == LOWER or is_title(line.low[after[0]])
        ):
            span = line.span(after)
            texts.append(line.text[span.start : span.end])
    if phrase[0] - 2 >= lo and line.low[phrase[0] - 1] == ",":
        prior = phrase_left(line, phrase[0] - 2, lo)
        if prior and line.low[prior[0]] in DETERMINERS:
            span = line.span(prior)
            texts.append(line.text[span.start : span.end])
    found = []
    for text in texts:
        words = name_words(text)
        if any(is_title(w) for w in words):
            found.append((frozenset(w for w in words if w not in _EMPTY), words))
    return found


def without_article(text: str) -> str:
    """Give a mention as a name: without *the* or *a* before a capital."""
    first, _, rest = text.partition(" ")
    if first.lower() in ("the", "a", "an") and any(c.isupper() for c in rest):
        return rest
    return text


class Speakers:
    """Resolves mentions, told of the clauses sentence by sentence in the order of the text."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._names: dict[tuple[int, NounPhrase], tuple[str, Person | None]] = {}
        self._subject: tuple[int, Person | None] = (-9, None)  # of the last sentence, with its line
        self._source: tuple[int, Person | None] = (-9, None)  # the last one who was said to speak
        self._document: tuple[int, tuple[str, Person | None]] = (-9, ("", None))  # the same, where a document was named

    def name(self, number: int, phrase: NounPhrase) -> str:
        """Give the name for a mention in line ``number`` that a clause has as its subject."""
        return self._names[number, phrase][0]

    def sentence(self, line: Line, lo: int, hi: int, subjects: Sequence[NounPhrase]) -> None:
        """Resolve the subjects of a sentence's clauses, and note who may be *he* in the next one."""
        main = main_subject(line, lo, hi)
        first: Person | None = None
        for phrase in sorted({*subjects, *([main] if main else [])}):
            if (line.number, phrase) not in self._names:
                self._names[line.number, phrase] = self._resolve(line, phrase, first)
            first = first or self._names[line.number, phrase][1]
        if subjects and any(low in cues().statements for low in line.low[lo:hi]):
            self._document = (line.number, self._names[line.number, subjects[0]])
        if main:
            person = self._names[line.number, main][1]
            self._subject = (line.number, person)
            if person is None and line.low[main[0]] in _SINGULAR:
                self._source = (line.number, None)
        if subjects:
            person = self._names[line.number, subjects[0]][1]
            if person:
                self._source = (line.number, person)

    def _resolve(self, line: Line, phrase: NounPhrase, subject: Person | None) -> tuple[str, Person | None]:
        span = line.span(phrase)
        text = line.text[span.start : span.end]
        low = text.lower()
        if low in _SINGULAR:
            person = self._meant(line.number, "she" if low in {"she", "her"} else "he", subject)
            return (person.name, person) if person else (text, None)
        definite = low.startswith("the ")
        name = bearer(text)
        person = self.cast.named(text)
        if person is None and not name and (definite or line.low[phrase[0]] not in DETERMINERS):
            person = self.cast.titled(text)
        if person:
            return person.name, person
        if definite and not name:
            if low[4:] in cues().statements and line.number - self._document[0] <= _FAR:
                return self._document[1]
            if low.count(" ") <= 2:
                name = self.cast.fuller(text, line.number) or ""
        return without_article(name or text), None

    def _meant(self, number: int, sex: str, subject: Person | None) -> Person | None:
        """Give the person whom a pronoun can only mean: the subject before it, unless the last source was someone else."""
        near = [subject] if subject else [p for n, p in (self._subject, self._source) if p and number - n <= 1]
        fits = [p for p in near if p.sex in ("", sex)]
        return fits[0] if fits and all(p is fits[0] for p in fits) else None
