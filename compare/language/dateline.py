"""The dateline: where, when and by which wire service an article was filed.

Takes the first paragraph of a body. Gives its dateline and where the text proper begins. Knows nothing of pages.

The forms are those of the news agencies' style books: ``PLACE, Month 5 (AGENCY) -``, ``PLACE (AGENCY) —``, ``PLACE:``,
``PLACE, Month 5. /AGENCY/.``, ``Place. 5 Month. AGENCY -``. An agency is known by its place in the form, not by its name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from compare.language.frequencies import frequency

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WHEN = rf"(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH})(?:,?\s(?:19|20)\d\d)?"
_CAPITALS = r"[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.'’-]+(?:[\s/][A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.'’-]*){0,3}"
_TITLECASE = r"[A-ZÀ-ÞĀ-Ž][\w.'’-]+(?:\s(?:of\s|de\s|la\s|al\s)?[A-ZÀ-ÞĀ-Ž][\w.'’-]+){0,2}"
_REGION = r"(?:,\s[A-ZÀ-ÞĀ-Ž][\w.'’-]+(?:\s[A-ZÀ-ÞĀ-Ž][\w.'’-]+){0,2})"
_AGENCY = r"[A-ZÀ-ÞĀ-Ž][\w.’' -]{0,28}(?:/[A-Z][\w ]{1,28})?"
_DASH = r"(?:\s?(?:[—–―_]|--?)(?=[\s\"“‘A-Z])\s?)"

# Each form is tried in turn; all are anchored and bounded, so that none can run away on hostile text.
_PLACE = rf"(?:{_CAPITALS}|{_TITLECASE})"
_FILED = rf"(?:[,.]\s?(?P<when>{_WHEN})\.?)?"
_FORMS = (
    # PLACE, Region, Month 5. /AGENCY/.
    rf"(?P<place>{_PLACE}){_REGION}?{_FILED}\s?/(?P<agency>{_AGENCY})/\s?[.:]?(?:{_DASH})?\s?",
    # PLACE, Region, Month 5 (AGENCY) —   or  PLACE (AGENCY) —   or  PLACE (AGENCY):
    rf"(?P<place>{_PLACE}{_REGION}?){_FILED},?\s?[(\[](?P<agency>{_AGENCY})[)\]](?:\s?:|{_DASH}|\.?)\s?",
    # Month 5 (AGENCY) —   or   (AGENCY) —
    rf"(?:(?P<when>{_WHEN})\s)?[(\[](?P<agency>{_AGENCY})[)\]](?:\s?:|{_DASH})\s?",
    # Place. 5 Month. AGENCY —   or   PLACE, Month 5, AGENCY —
    rf"(?P<place>{_PLACE})[.,]\s(?P<when>{_WHEN})[.,]\s(?P<agency>[A-Z][\w.]{{1,20}}){_DASH}\s?",
    # PLACE, Region, Month 5 —
    rf"(?P<place>{_PLACE}{_REGION}?)(?:,\s|\s[—–-]\s|\s\()(?P<when>{_WHEN})\)?(?:\s?:|{_DASH}|\.(?=\s))\s?",
    # PLACE —   or   PLACE, Region:
    rf"(?P<place>{_CAPITALS}){_REGION}?(?:\s?:|{_DASH})\s?",
    # Place —   or   Place:
    rf"(?P<place>{_TITLECASE})(?:{_REGION}?\s?[—–]|:)\s(?=[A-Z\"“‘])",
)
_SLUG = re.compile(r"[/|\[]\s?(?P<slug>[\w][\w.&' -]{2,38}[\w])\s?[/|\]]\s?[-–—:.]?\s?(?=[\"“‘A-Z])")
_TURN = re.compile(r"^[A-Z][\w.'’-]{0,30}(?: [A-Z][\w.'’-]{0,30}){0,2}: ", re.MULTILINE)
# What every form begins with: words with capitals, numbers and marks. Most articles begin otherwise, and end here.
_OPENING = re.compile(r"(?:[A-ZÀ-ÞĀ-Ž\d/(\[|—–―_-]\S*\s?|(?:of|de|la|al)\s)*")
_MARK = re.compile(r"[\[(/|:—–―_]|-[-\s\"“‘A-Z]|\d[a-z]{0,2}[).]|\d\S{0,2}\s\w{3,10}[.)]|[a-z]\)?\.")
_HONORIFICS = ("Mr", "Ms", "Mrs", "Dr", "Prof", "Sir", "Lord", "Lady", "Gen", "Sen", "President", "Minister")
_NOT_A_PLACE = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday question answer q a update updated breaking exclusive
    analysis opinion watch editor's editor note photo video read the this what why how who here there interview
    summary background correction clarification live also more by source report reports analysts officials fact check
    moderator interviewer host caller nato note warning verdict result results score final""".split()
)


class Dateline(NamedTuple):
    """``length`` characters of the paragraph are the dateline; what it does not say is None. ``when`` is as written."""

    length: int
    place: str | None = None
    when: str | None = None
    agency: str | None = None
    slug: str | None = None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _FORMS))


def read_dateline(paragraph: str) -> Dateline | None:
    """Give the dateline that ``paragraph`` opens with, or None. ``slug`` is a site's own name in slashes or brackets."""
    head = paragraph[:160]
    opening = _OPENING.match(head)
    if opening is None or not _MARK.search(head, 0, opening.end() + 3):
        return None
    for form in _forms():
        match = form.match(head)
        if match is None:
            continue
        found = match.groupdict()
        place, when, agency = found.get("place"), found.get("when"), found.get("agency")
        line = Dateline(match.end(), place and place.strip(" ,."), when, agency and agency.strip())
        return line if _plausible(line, match[0], paragraph) else None
    slug = _SLUG.match(head)
    return Dateline(slug.end(), slug=slug["slug"].strip()) if slug else None


def _plausible(line: Dateline, head: str, text: str) -> bool:
    """Say whether what has the form of a dateline is one, and not a subject, a speaker or a label before a colon."""
    rest = text[line.length : line.length + 400].lstrip("\"“‘' ")
    if line.place is None:
        return True
    first = line.place.split()[0].strip(",.'’")
    if first.lower() in _NOT_A_PLACE and not (line.agency and first == "The"):
        return False
    if line.agency and head.rstrip().endswith((")", "]")):  # no dash: "Apple (AAPL) shares fell"
        return is_agency(line.agency) and rest[:1].isupper() and (line.place.isupper() or bool(line.when))
    if line.agency or line.when:
        return True
    word = re.fullmatch(r"[^\d]{3,}", line.place) and re.search("[AEIOUYÀ-Ý]", line.place.upper())  # not COVID-19, GDP
    if not word or len(rest.split()) < 8 or not rest[:1].isupper():
        return False
    speaker = len(_TURN.findall(text[:20_000])) > 1 or line.place.startswith(_HONORIFICS)
    return line.place.isupper() or not speaker


def is_agency(name: str) -> bool:
    """Say whether a credit names a wire service: an acronym in capitals, or a name that says press or news agency."""
    words = name.split()
    acronym = len(words) == 1 and name.isupper() and name.isalpha() and 2 <= len(name) <= 8
    if acronym and frequency(name.lower()) > 3e-5:
        return False  # LIVE, NEWS and SPORT are words
    return acronym or bool(
        re.search(r"\b(?:Press|News ?wire|Wire|Wire Service|News Agency|News Service|Agency)$", name)
    )
