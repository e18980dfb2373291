"""What the lines around a body say of its article: who publishes it, who filed it, who wrote it, and when.

Takes classified lines. Gives names and dates, or None where the page does not say. Knows nothing of where a body begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from compare.language.dateline import is_agency, read_dateline
from compare.model import Published
from compare.read.dates import complete, find_date, find_dates, open_date
from compare.read.lines import Line, fold_line

_SOURCE = re.compile(
    r"^[(\[]?\s*(?:source|via)\s*:\s*(?P<name>[^;|)\]\n]{2,80}?)\s*(?:[;|,]\s*(?P<rest>[^)\]\n]{0,60}))?[)\]]?\.?$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)[\s©,:\d–-]{0,20}(?:by\s+)?(?P<name>[^.,|\n\d©]{2,50}?)\s*(?:[.,|\d–-]|all rights|$)",
    re.IGNORECASE,
)
_FIRST_ON = re.compile(
    r"(?:appeared first|(?:first|originally) (?:published|appeared)) (?:in|on|at|by) (?P<name>[^.,\n]{2,50})",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:[-–—(\[]\s*)?(?:(?:source|credit|agency|by)\s*:?\s*)?(?P<name>[A-Z][\w.&'’ -]{1,38}?)\s*[)\]]?\.?$"
)
_TAIL_CREDIT = re.compile(
    r"(?:[-–—]{1,2}\s?|[(\[])(?P<name>[A-Z][A-Za-z.]{1,14}|[A-Z][\w.]{1,20} (?:Press|News Agency|News Service))[)\]]?$"
)
_SITE_END = re.compile(r"\s(?P<mark>\||»|-|–|—|::|•)\s(?P<name>[^|»•]{2,45})$")
_NEWS_NAME = re.compile(
    r"\b(?:News|Times|Post|Herald|Daily|Tribune|Gazette|Journal|Today|Radio|TV|Television|Press|Online|Observer|Chronicle|"
    r"Standard|Express|Mail|Telegraph|Monitor|Mirror|Globe|Record|Bulletin|Courier|Dispatch|Review|Weekly|Agency|Wire|"
    r"Broadcasting|Channel|Magazine|Report|Echo|Argus|Examiner|Inquirer|Sentinel|Register|Ledger|Voice|Digest|Media)\b|"
    r"\w\.(?:com|net|org|info|[a-z]{2})$",
    re.IGNORECASE,
)
_WEEKDAY_END = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b[\s,|]*$", re.IGNORECASE)
_BY = re.compile(r"^(?:by|author|written by|story by|text by)\b:?\s+", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,2}")
_GENERIC = frozenset(
    """all world latest breaking top local more news business sports sport politics national international home today
    daily live online the and of in on our your tv radio press report reports review media weekly""".split()
)
_OFFICES = frozenset(
    {"Secretary", "Minister", "Spokesman", "Spokeswoman", "Spokesperson", "Media", "Report", "Reports"}
)
_SMALL = frozenset({"of", "the", "and"})
ENDED = (".", "!", "?", "”", '"', "…")


class Title(NamedTuple):
    """A title line taken apart: the line as it stands, the title, and the site's name behind it."""

    line: str
    text: str
    site: str | None


def without_stamp(text: str) -> str:
    """Cut a time stamp off the end of a title."""
    dates = find_dates(text[:400])
    if dates and dates[-1][1] == len(text.rstrip()) and dates[-1][0] > 10 and dates[-1][2].precision == "minute":
        return text[: dates[-1][0]].rstrip(" -–—|,:(")
    return text


def read_title(line: str, page: Sequence[Line]) -> Title:
    """Take a title line apart."""
    text = without_stamp(line)
    end = _SITE_END.search(text)
    if end and len(text[: end.start()].split()) >= 3 and _is_site(end["name"].strip(), end["mark"], page):
        return Title(line, text[: end.start()].rstrip(), end["name"].strip())
    return Title(line, text, None)


def _is_site(name: str, mark: str, page: Sequence[Line]) -> bool:
    """Say whether what stands behind a title is a site's name and not a part of the headline (``— Minister``)."""
    parts = name.split()
    if not name[:1].isalnum() or len(parts) > 5 or not all(w[:1].isupper() or w in _SMALL for w in parts):
        return False
    if mark in {"|", "»", "::", "•"} or (len(parts) > 1 and _NEWS_NAME.search(name) and parts[-1] not in _OFFICES):
        return True
    places = (fold_line(line.text) for line in page if line.kind in {"ends", "crumbs"} or line.words <= 4)
    return any(fold_line(name) in place for place in places)


def read_dek(between: Iterable[Line], title: str) -> tuple[str | None, str | None]:
    """Give the dek, the first long line between title and body, and the site's slug that it may open with."""
    for line in between:
        if line.kind not in {"short", "prose"} or line.words < 5 or line.bullet or find_dates(line.text[:200]):
            continue
        if fold_line(line.text) != fold_line(title):
            dateline = read_dateline(line.text)
            slug = dateline.slug if dateline else None
            return (line.text[dateline.length :] if dateline and slug else line.text), slug
    return None, None


def take_credit(body: list[str], tail: Sequence[Line]) -> tuple[list[str], str | None]:
    """Take the wire service's credit off the end of the body, or find it in the first lines behind it."""
    end = _TAIL_CREDIT.search(body[-1][-60:])
    if end:
        text = body[-1][: len(body[-1]) - len(end[0])].rstrip()
        if text.endswith(ENDED):
            return [*body[:-1], text], end["name"]
    for line in tail[:4]:
        credit = _CREDIT.match(line.text) if line.words <= 5 else None
        if credit and is_agency(credit["name"]):
            return body, credit["name"]
        if line.kind == "ends" and not _RIGHTS.search(line.text):
            break
    return body, None


def agency_near(between: Iterable[Line], page: Iterable[Line]) -> str | None:
    """Give the wire service that a line beside the date or byline, or a line of rights, names as the source of the text.

    An acronym anywhere else under the title may be anything: a section, a party, an alliance.
    """
    lines = list(between)
    dated = {i for i, line in enumerate(lines) if line.kind in {"date", "byline", "drop"}}
    short = [(i, line.text) for i, line in enumerate(lines) if line.words <= 4]
    beside = [text for i, text in short if " " in text or {i - 1, i + 1} & dated]
    return next(filter(is_agency, (*beside, *_rights(page))), None)


def read_byline(between: Sequence[Line]) -> str | None:
    """Give the name in the first byline; a name of two or three words right above the date is one too."""
    above = (line.text for line, below in pairwise(between) if below.kind == "date" and _NAME.fullmatch(line.text))
    line = next((line.text for line in between if line.kind == "byline"), next(above, ""))
    for start, end, _ in reversed(find_dates(line)):
        line = line[:start] + line[end:]
    return re.split(r"\s*[|,•/]\s*", _BY.sub("", line))[0].strip() or None


def _rights(page: Iterable[Line]) -> list[str]:
    """Give the owners that lines of rights name, the last of the page first."""
    found = [_RIGHTS.search(line.text) for line in page if line.kind in {"ends", "short", "drop"}]
    return [match["name"].strip() for match in reversed(found) if match and match["name"][:1].isupper()]


def site_name(page: Sequence[Line]) -> str | None:
    """Give the site's name where the page states it: "first published in", a line of rights, or its first line."""
    for line in page:
        first_on = _FIRST_ON.search(line.text) if line.kind != "prose" and line.words <= 40 else None
        if first_on:
            return first_on["name"].strip()
    owner = next((name for name in _rights(page) if not is_agency(name)), None)
    first = [line for line in page[:12] if line.kind in {"short", "date"}][:3]
    return owner or next(filter(_is_logo, map(_without_date, first)), None)


def _without_date(line: Line) -> str:
    """Give a line of the page's head without a date that stands beside the site's name."""
    text = line.text
    for start, end, _ in reversed(find_dates(text)):
        text = text[:start] + text[end:]
    return _WEEKDAY_END.sub("", text).strip(" |·•,-–—")


def _is_logo(text: str) -> bool:
    if not text or len(text.split()) > 4 or is_agency(text) or not _NEWS_NAME.search(text):
        return False
    own = [w for w in re.findall(r"[\w.]+", text) if w.lower() not in _GENERIC]
    return bool(own) and all(w[:1].isupper() for w in text.split())


def source_line(line: Line) -> tuple[str, Published | None] | None:
    """Give (name, date) of a line such as ``(Source: Ministry of Trade; issued May 3, 2031)``, or None."""
    match = _SOURCE.match(line.text) if line.words <= 20 else None
    if match is None:
        return None
    name = match["name"].strip()
    dates = find_dates(name)
    if dates:
        return name[: dates[0][0]].strip(" ,-–—"), dates[0][2]
    return name, find_date(match["rest"] or "")


class Surroundings(NamedTuple):
    """Where a date may stand: the title line, the lines under it, the dateline's own, all above and below, and the text."""

    title: str | None
    between: Sequence[Line]
    filed: str | None
    head: Sequence[Line]
    text: str
    tail: Sequence[Line]


def read_published(place: Surroundings) -> Published | None:
    """Give the date of publication: beside the title, in the dateline, above, below; without a year only if settled."""
    near = [line for line in place.between if line.kind in {"date", "byline", "short", "drop"}]
    near.sort(key=lambda line: fold_line(line.text).startswith(("updated", "last updated", "modified")))
    others = [line for line in (*reversed(place.head), *place.tail[:6]) if line.kind in {"date", "byline"}]
    written = (line.text for line in others if not _RIGHTS.search(line.text))
    for source in (*(line.text for line in near), place.title or "", place.filed or "", *written):
        found = find_date(source)
        if found:
            return found
    for source in (place.filed or "", *(line.text for line in near if line.kind == "date")):
        day = open_date(source)
        if day:
            above = [line.text for line in place.head]
            around = " ".join((*above, place.text, *(line.text for line in place.tail)))
            return complete(*day, around, " ".join((*above, place.text[:1500])))
    return None
