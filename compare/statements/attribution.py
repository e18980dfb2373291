"""Whether two quotations are given to one speaker.

Takes two utterances. Gives an answer, or None where nothing tells. Knows nothing of what is said.

Most different names for a source are no contradiction: a spokesman may be anybody, a ministry speaks through its minister, a
letter was written by the man who reads it out, and an article may say that one was born as the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from compare.language.names import PRONOUNS, bearer, is_institution, name_words, same_name
from compare.language.tokens import words as folded_words
from compare.model import Article
from compare.statements.utterances import Utterance

Speakers = Literal["one", "two", "apart"] | None
_OTHER_NAME = re.compile(
    r"[\s,(]{1,3}(?:(?:who was|who is|who|whose|also|now|better|formerly|previously|is|was|his|her|the)\s){0,3}"
    r"(?:born|né|née|nee|aka|a\.k\.a\.|alias|known as|called|calls himself|calls herself|performs as|performing as|"
    r"real name(?: is| was)?|stage name(?: is| was)?|pen name(?: is| was)?)\s(?:[A-Z][\w.'’-]{0,30}\s){0,2}"
)
_DOCUMENTS = frozenset(
    """letter statement report memo memorandum email mail tweet post message release filing complaint lawsuit suit
    indictment affidavit petition book memoir essay column editorial ad advertisement advert study paper document
    transcript ruling opinion order decision resolution text note video recording speech""".split()
)
_NAME = re.compile(r"\A(?![Tt]he |[Aa]n? )[A-Z]|\s[A-Z]")
_OWN = frozenset("his her their my our its".split())
_LONGEST_NAME = 60  # characters before and behind *born* within which the two names stand


class Aliases:
    """What the articles of an event say of names that are one person's: *Ivo Marek, born Ivan Petrov*."""

    def __init__(self, articles: Iterable[Article]) -> None:
        # By the last word of the name before. A name may begin within what is stepped over behind it.
        self._said: dict[str, list[tuple[str, str]]] = {}
        for piece in dict.fromkeys(piece for article in articles for piece in _pieces(article.text)):
            self._said.setdefault(piece[0].rpartition(" ")[2], []).append(piece)

    def one_person(self, x: str, y: str) -> bool:
        """Say whether two names may be one person's after all.

        An article says so, or they have one family name and given names of one initial, as a short form or a slip has.
        """
        one, other = name_words(x), name_words(y)
        if one[-1:] == other[-1:] and one[0][0] == other[0][0]:
            return True
        return any(
            before.endswith(first) and second in behind
            for first, second in ((x, y), (y, x))
            for before, behind in self._said.get(first.rpartition(" ")[2], ())
        )


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    for match in _OTHER_NAME.finditer(text):
        start, end = match.span()
        yield text[max(0, start - _LONGEST_NAME) : start], text[start : end + _LONGEST_NAME]


def speakers(a: Utterance, b: Utterance, aliases: Aliases) -> Speakers:
    """Say whether two utterances are attributed to one speaker or to two; None where that is not known.

    They are two only where both attributions are sure (tier A, or B by name) and both name a person. Where two persons are
    named but an attribution is not sure, they stand ``apart``.
    """
    x, y = a.speech.speaker, b.speech.speaker
    if not x or not y:
        return None
    if same_name(x, y):
        return "one"
    names = [bearer(name) for name in (x, y)]
    if any(not name or name.lower() in PRONOUNS for name in names) or aliases.one_person(*names):
        return None
    return "two" if _named(a) and _named(b) else "apart"


def are_named(a: Utterance, b: Utterance) -> bool:
    """Say whether both sources are given by names, as *Ivo Marek* and *the River Council* are: no *he*, no *an official*."""
    return all(
        _NAME.search(u.speech.speaker or "") and (u.speech.speaker or "").lower() not in PRONOUNS for u in (a, b)
    )


def credits_another_kind(a: Utterance, b: Utterance) -> bool:
    """Say whether surely a person is credited here, and there a document or body that does not bear this name."""
    for u, v in ((a, b), (b, a)):
        source = v.speech.speaker or ""
        sure = _named(u) and v.speech.tier in {"A", "B"} and v.speech.speaker_span is not None
        words = [word.removesuffix("'s") for word in folded_words(source)]
        own = words[:1] and words[0] in _OWN  # "his prepared statement": his
        if sure and not own and (is_institution(source) or not _DOCUMENTS.isdisjoint(words)):
            return set(words).isdisjoint(name_words(bearer(u.speech.speaker or "")))
    return False


def _named(u: Utterance) -> bool:
    """Say whether a person is surely named: not by a pronoun or title that was resolved, nor as *the Lindow Liberal*."""
    speech = u.speech
    name = bearer(speech.speaker or "")
    if not name or name.lower() in PRONOUNS or speech.tier not in {"A", "B"}:
        return False
    at = speech.speaker_span
    mention = u.article.text[at.start : at.end] if at else name
    return not mention.lower().startswith(f"the {name.lower()}") and bool(bearer(mention))
