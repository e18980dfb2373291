"""What names are made of, and whether two of them may name one person or institution.

Takes a mention as it is written ("Defence Minister Ivo Marek", "the ministry"). Gives its words to compare by, its bearer,
its class. Knows nothing of the article it stands in: whom a bare "minister" means is settled where the text is at hand.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from compare.language.letters import fold

WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
    + "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
PRONOUNS = frozenset("he she they it i we you who".split())
OBJECTS = frozenset("him his her hers them their theirs me my us our".split())  # and owners
INDEFINITE = frozenset("some many several both others another one two few most all those these neither".split())
PARTICLES = frozenset("al bin da das de del della den der di dos du el ibn la le ten ter van von zu".split())
_GENERATIONS = frozenset("jr sr ii iii iv".split())
_OF = frozenset("of for in at to from by with on against near behind under like".split())
_HANGS = frozenset("of for to from with against near behind".split())
_SOURCES = frozenset(("source", "sources", "people"))
_DOUBLED = re.compile(r"(.)\1+")
_AFFILIATION = re.compile(r"\s(?:of|from|at)\s")
_SELF = re.compile(r"\s(?:(?:him|her)self|[QK]C|M[PS]P?|MEP|MD|PhD|[COM]BE|JP)\Z")  # "the baker herself", "Ada Birk QC"
_AGENTS = ("er", "or", "ist", "ian", "ant", "man", "woman", "ee")  # how words for what people do often end
_LINKS = frozenset("the a an of for and on in at to its his her their our my".split())
_SPELLINGS = {
    "defense": "defence",
    "center": "centre",
    "labor": "labour",
    "organization": "organisation",
    "ministries": "ministry",
}
_WORD = re.compile(r"(?:[^\W\d_]\.)+(?:[^\W\d_](?!\w))?|[^\W_]+(?:['’ʼ-][^\W_]+)*")


class Words(NamedTuple):
    """The tables of ``names.toml``, as sets of folded words."""

    honorifics: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    given_he: frozenset[str]
    given_she: frozenset[str]
    people: frozenset[str]
    roles: frozenset[str]
    ranks: frozenset[str]
    institutions: frozenset[str]
    suffixes: frozenset[str]
    family_first: frozenset[str]
    short_forms: dict[str, frozenset[int]]


@cache
def words_of_names() -> Words:
    """Give the tables, read once. Plurals in s are added to roles and institutions."""
    table = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
    sets = {key: frozenset(value.split()) for key, value in table.items() if isinstance(value, str)}
    for key in ("roles", "institutions"):
        sets[key] |= {_plural(word) for word in sets[key]}
    short: dict[str, set[int]] = {}
    for i, line in enumerate(table["short_forms"]):
        for form in line.split():
            short.setdefault(form, set()).add(i)
    return Words(**sets, short_forms={form: frozenset(lines) for form, lines in short.items()})


def _plural(word: str) -> str:
    if word.endswith("man"):
        return word[:-3] + "men"
    if word.endswith("y") and word[-2] not in "aeou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "ch", "sh", "x")) else "s")


def name_words(name: str) -> list[str]:
    """Give the words of a mention in a form to compare: folded, without accents, points, possessives; British spelling."""
    return [norm for norm in map(_norm, _WORD.findall(name)) if norm]


@lru_cache(maxsize=50_000)
def _norm(word: str) -> str:
    norm = fold(word).replace(".", "")
    if not norm.isascii():
        norm = "".join(c for c in unicodedata.normalize("NFKD", norm) if not unicodedata.combining(c))
    norm = norm.removesuffix("'s").removesuffix("'")
    return _SPELLINGS.get(norm, norm)


@lru_cache(maxsize=20_000)
def bearer(mention: str) -> str:
    """Give the person's name at the end of a mention without the titles before it, or "" where it holds no such name.

    ``Ruritanian Defence Minister General of the Army Ivo Marek`` gives ``Ivo Marek``; ``the Foreign Ministry`` gives "".
    A mention with no title word in it is a name as it stands if all of it is written like one. Where somebody is *of*,
    *from* or *at* a place, the name ends before that: ``Ivo Marek of the Harbour Party`` gives ``Ivo Marek``. Whoever is
    only spoken of is not the bearer: ``a critic of Mayor Ivo Marek`` gives "".
    """
    affiliation = _AFFILIATION.search(mention)
    if affiliation:
        own = _own_name(mention[: affiliation.start()])
        words = own.split()
        if len(words) > 1 and mention[: affiliation.start()].endswith(own) and not is_title(words[-1]):
            return own
    return _own_name(mention)


def _own_name(mention: str) -> str:
    mention = _SELF.sub("", mention)
    matches = list(_WORD.finditer(mention))
    start = 0
    for i, match in enumerate(matches):
        written = match[0]
        if written.endswith(".") and len(written) <= 3 and not is_title(written):
            continue  # an initial
        if is_title(written) or is_body(written):
            # A family name may look like a title (Desmond King): after a given name, and last, it is read as one.
            last = i == len(matches) - 1 and start < i and written[0].isupper() and not is_body(written)
            if not (last and all(m[0][0].isupper() for m in matches[start:i])):
                start = i + 1
        elif not _is_name(written) and written.lower() not in PARTICLES:
            start = i + 1
    tail = matches[start:]
    before = fold(matches[start - 1][0]) if start else ""
    if before == "and" and any(is_body(m[0]) for m in matches[:start]):
        return ""  # "Department of Health and Human Services"
    if not any(len(m[0].rstrip(".")) > 1 for m in tail) or before in _OF or (before == "the" and len(tail) == 1):
        return ""
    if not _is_name(tail[-1][0]) or _hangs(mention[: tail[0].start()]):
        return ""
    return re.sub(r"['’ʼ]s?\Z", "", mention[tail[0].start() : tail[-1].end()])


def _is_name(word: str) -> bool:
    """Say whether a word is written as a name: *Haram*, *al-Haram*."""
    particle, _, rest = word.partition("-")
    return word[0].isupper() or (particle in PARTICLES and rest[:1].isupper())


def _hangs(before: str) -> bool:
    """Say whether a preposition hangs a name on what stands before it: *a critic of Mayor*, *lawyers for the jailed*.

    What a body or a plain noun ends has what it is *of*: *General of the Army*, *minister of health*; the name is beside it.
    """
    table = words_of_names()
    words = [fold(word) for word in _WORD.findall(before.rpartition(",")[2])]
    of = next((k for k in range(len(words) - 1, 0, -1) if words[k] in _OF), 0)
    people = any(is_person_word(w) or is_person_word(w.removesuffix("s")) or w in _SOURCES for w in words[:of])
    if not people or words[of] not in _HANGS or is_body(words[-1]):
        return False
    if not is_title(words[-1]) or (words[-1] in table.ranks - table.roles and is_title(words[of - 1])):
        return not is_title(words[of - 1])
    return words[-1] in table.roles - table.ranks or not any(is_body(word) for word in words[of + 1 :])


@lru_cache(maxsize=50_000)
def is_title(word: str) -> bool:
    """Say whether a word is an honorific, a role or a part of a title: ``Mr``, ``minister``, ``vice``, ``Mayor-elect``."""
    table, norm = words_of_names(), fold(word).replace(".", "").removesuffix("'s").removesuffix("'")
    if norm in table.honorifics or norm in table.roles or norm in table.ranks:
        return True
    first, hyphen, last = norm.partition("-")
    return bool(hyphen) and (first in table.roles or last in table.roles)


@lru_cache(maxsize=50_000)
def is_body(word: str) -> bool:
    """Say whether a word says what an institution is: ``ministry``, ``Council``."""
    table, norm = words_of_names(), fold(word).replace(".", "").removesuffix("'s").removesuffix("'")
    return norm in table.institutions or norm in table.suffixes


def is_person_word(word: str) -> bool:
    """Say whether a folded noun says what a person is, or may by its ending: ``mother``, ``resident``, ``baker``."""
    table = words_of_names()
    known = word in table.roles or word in table.people or word in table.he or word in table.she
    return known or (word.endswith(_AGENTS) and len(word) > 4)


def sex_of_words(words: Iterable[str]) -> str:
    """Give ``he`` or ``she``, the pronoun that folded titles and words of kinship call for; "" if they tell nothing.

    Words that call for both give ``?``.
    """
    table = words_of_names()
    told = sorted({"he" if w in table.he else "she" for w in words if w in table.he or w in table.she})
    return told[0] if len(told) == 1 else "?" if told else ""


def sex_of_given(word: str) -> str:
    """Give ``he`` or ``she`` for a folded given name that hardly anybody of the other sex bears, else ""."""
    table = words_of_names()
    return "he" if word in table.given_he else "she" if word in table.given_she else ""


def is_institution(name: str) -> bool:
    """Say whether a mention names a body by what it is: its words hold one such as ``ministry``, and no person's name."""
    table = words_of_names()
    return any(word in table.institutions for word in name_words(name)) and not bearer(name)


def person_key(name: str) -> tuple[str, ...]:
    """Give the words by which a mention is compared: a person's name without titles, else the content words in order.

    ``Mr Sergey Orlov`` gives ``("sergey", "orlov")``, ``the Ministry of Defense`` gives ``("ministry", "defence")``.
    """
    return _parsed(name).words


class _Parsed(NamedTuple):
    words: tuple[str, ...]
    person: bool  # it may be a person's name: no word in it says what it is
    sex: str
    acronym: str


@lru_cache(maxsize=20_000)
def _parsed(name: str) -> _Parsed:
    whole = name_words(name)
    own = name_words(bearer(name))
    person = bool(own)
    words = own if person else [w for w in whole if w not in _LINKS]
    if person and len(words) > 1 and words[-1] in _GENERATIONS:
        words = words[:-1]
    sex = sex_of_words(w for w in whole if w not in own).strip("?")
    letters = re.sub(r"[.\s]", "", re.sub(r"\A(?:the|The)\s+", "", name))
    acronym = fold(letters) if letters.isalpha() and letters.isupper() and 2 <= len(letters) <= 6 else ""
    return _Parsed(tuple(words), person, sex, acronym)


def same_name(a: str, b: str) -> bool:
    """Say whether two mentions may name one person or institution.

    Persons: the family names agree, up to the spelling of a transliteration, and the given names do not differ where both
    are known; initials and short forms agree with the full name. Institutions: the words of one are among those of the
    other and are more than what every such body is called (``ministry``). Symmetric; not transitive, since ``Orlov`` may
    be either of two brothers.
    """
    x, y = sorted((_parsed(a), _parsed(b)))
    if not x.words or not y.words:
        return False
    if x.words == y.words:
        return not (x.sex and y.sex and x.sex != y.sex) and not _generic(x)
    if x.acronym or y.acronym:
        return _initials(x, y) or _initials(y, x)
    if x.person and y.person:
        return not (x.sex and y.sex and x.sex != y.sex) and _same_person(x.words, y.words)
    return _same_institution(x, y)


def _generic(x: _Parsed) -> bool:
    table = words_of_names()
    if len(x.words) == 1 and x.words[0] in PRONOUNS:
        return True
    return not x.person and all(w in table.institutions or w in table.roles or w in table.suffixes for w in x.words)


def _initials(short: _Parsed, full: _Parsed) -> bool:
    if not short.acronym or len(full.words) < 2 or (full.person and full.words[0] != "united"):
        return False  # AP is not Ada Park
    return "".join(w[0] for w in full.words) == short.acronym


def _same_person(x: tuple[str, ...], y: tuple[str, ...]) -> bool:
    if len(x) > len(y):
        x, y = y, x
    if len(x) == 1:
        first = len(y) > 1 and y[0] in words_of_names().family_first and y[-1] not in words_of_names().family_first
        return sound(x[0]) in {sound(y[-1]), *([sound(y[0])] if first else []), sound(_joined(y))}
    if sound(x[-1]) != sound(y[-1]):
        # The order of the east and of the west, and a family name of two words of which one mention has the last only.
        return {sound(w) for w in x} == {sound(w) for w in y}
    if not _same_given(x[0], y[0]):
        return x[0] in y[1:-1] or (len(x[0]) > 1 and len(y[0]) == 1 and x[0][0] == y[0])
    return all(_same_given(v, w) for v, w in zip(x[1:-1], y[1:-1], strict=False)) if len(x) == len(y) else True


def _joined(words: tuple[str, ...]) -> str:
    """Give a family name with its particles (``van der Berg``), as one word."""
    i = len(words) - 1
    while i > 0 and words[i - 1] in PARTICLES:
        i -= 1
    return " ".join(words[i:])


def _same_given(a: str, b: str) -> bool:
    if a[0] == b[0] and (len(a) == 1 or len(b) == 1):
        return True
    forms = words_of_names().short_forms
    return sound(a) == sound(b) or bool(forms.get(a, frozenset()) & forms.get(b, frozenset()))


_TRANSLITERATED = (("x", "ks"), ("kh", "h"), ("ou", "u"), ("ph", "f"), ("w", "v"), ("j", "i"), ("y", "i"), ("ff", "v"))


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Level the usual differences between transliterations: Sergei, Sergey; Aleksei, Alexey; Zelinsky, Zelinskiy."""
    word = word.replace("-", "").replace("'", "")
    for old, new in _TRANSLITERATED:
        word = word.replace(old, new)
    return _DOUBLED.sub(itemgetter(1), word)


def _same_institution(x: _Parsed, y: _Parsed) -> bool:
    table = words_of_names()
    if x.person is not y.person:
        # A name and the same name with what it is: Veltra, Veltra Company. But Marek is not Marek's campaign.
        named, full = (x, y) if x.person else (y, x)
        return named.words == tuple(w for w in full.words if w not in table.suffixes)
    small, large = (x, y) if len(x.words) <= len(y.words) else (y, x)
    if _generic(small):
        return False
    roles = [{w for w in n.words if w in table.roles} for n in (small, large)]
    if roles[0] != roles[1]:
        return False
    extra = [w for w in small.words if not any(_same_word(w, v) for v in large.words)]
    return not [w for w in extra if w not in table.suffixes and w not in ("affairs", "federation", "republic")]


def _same_word(a: str, b: str) -> bool:
    """Say whether two words are one, or a country and what is of it (Ruritania, Ruritanian)."""
    if a == b:
        return True
    a, b = sorted((a, b), key=len)
    return len(a) >= 4 and b in {
        a + "s",
        a + "n",
        a + "an",
        a + "ese",
        a + "ish",
        a[:-1] + "ian",
        a[:-1] + "ese",
        a + "ian",
    }
