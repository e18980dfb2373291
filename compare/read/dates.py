"""Dates and times as pages write them.

Takes text. Gives ``Published`` values with their places. Knows nothing of pages.

The shapes are found here; reading them is left to dateutil. A date that could be read in two ways (05/06/2031) is no date.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from compare.model import Precision, Published

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_TIME = r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:\s?[ap]\.?m\b\.?)?(?![\w])"
_NAMED = r"(?-i:Z|UTC|GMT|BST|CES?T|EES?T|MSK|PKT|[JK]ST|AE[SD]T|[ECMP][SD]T|IST|SGT|HKT|WIB|[CEW]AT)"
_ZONE = rf"(?:\s*\(?(?:(?:GMT|UTC)\s?[+-]?\d{{1,2}}(?::?\d\d)?|[+-]\d\d:?\d\d|{_NAMED})\)?(?![\w]))"
_GAP = r"(?:,?\s*(?:at|[-–—|/•·T])?\s*|\s*,\s*)"
_FULL = (
    rf"\b{_YEAR}-\d\d-\d\d(?=\b|T\d)|\b{_YEAR}[/.]\d\d?[/.]\d\d?\b|(?<![\d.])\d\d?[/.-]\d\d?[/.-]{_YEAR}\b(?!\.\d)"
    rf"|\b{_DAY}(?:\s+of)?[\s-]+{_MONTH}[\s,-]+{_YEAR}\b|\b{_MONTH}\s*{_DAY}(?:\s*,\s*|\s+){_YEAR}\b"
)
_DATE = re.compile(
    rf"(?:(?P<before>\b{_TIME})(?P<earlier>{_ZONE})?,?\s+)?(?P<date>{_FULL})(?:{_GAP}(?P<after>{_TIME})(?P<zone>{_ZONE})?)?",
    re.IGNORECASE,
)
_OPEN = re.compile(
    rf"\b(?:(?P<d>{_DAY})\s+(?P<m>{_MONTH})|(?P<m2>{_MONTH})\s+(?P<d2>{_DAY}))(?![\w:])(?!,?\s+{_YEAR})",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})")
_ZONE_HOURS = re.compile(r"(GMT|UTC)\s?([+-]?)(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(r"\b(" + "|".join(_WEEKDAYS) + r")\b", re.IGNORECASE)
_ZONES = dict(zip("GMT UTC Z BST CET CEST EET EEST MSK PKT JST KST AEST AEDT".split(),
                  (0, 0, 0, 1, 1, 2, 2, 3, 3, 5, 9, 9, 10, 11), strict=True))  # fmt: skip
_ZONES |= {"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}


def find_dates(text: str) -> list[tuple[int, int, Published]]:
    """Give the full dates in ``text``, each with its half-open offsets, in order."""
    found = []
    for match in _DATE.finditer(text):
        published = _published(match)
        if published:
            found.append((match.start(), match.end(), published))
    return found


def find_date(text: str) -> Published | None:
    """Give the first full date in ``text``, preferring one with a time of day; None if there is none."""
    dates = [published for _, _, published in find_dates(text)]
    return next((d for d in dates if d.precision == "minute"), dates[0] if dates else None)


def parse_date(value: str) -> Published | None:
    """Read a field that should hold one date: ISO 8601 to any precision, or a date as pages write it."""
    return _parsed(value.strip()[:200])


@lru_cache(maxsize=4096)  # many articles of one day
def _parsed(value: str) -> Published | None:
    if re.fullmatch(_YEAR, value):
        return Published(value, "year")
    if re.fullmatch(rf"{_YEAR}-(?:0[1-9]|1[0-2])", value):
        return Published(value, "month")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return find_date(value)
    return Published(moment.date().isoformat(), "day") if len(value) <= 10 else Published(moment.isoformat(), "minute")


def _published(match: re.Match[str]) -> Published | None:
    from dateutil import parser  # noqa: PLC0415 - 40 ms that JSON lines with ISO dates need not pay

    day, clock = match["date"], match["after"] or match["before"]
    numeric = _NUMERIC.fullmatch(day)
    day_first = True
    if numeric:
        a, b = int(numeric[1]), int(numeric[2])
        if a <= 12 and b <= 12 and a != b and "." not in day:
            return None
        day_first = a > 12 or "." in day
    year_first = bool(re.match(_YEAR, day))
    zone = _ZONE_HOURS.sub(_signed, (match["zone"] or match["earlier"] or "").strip(" ()"))
    text = " ".join(filter(None, (re.sub(r"\bof\b|,", " ", day), clock and _colons(clock), zone)))
    try:
        moment = parser.parse(text, dayfirst=day_first and not year_first, yearfirst=year_first, tzinfos=_zone)
    except (ValueError, OverflowError):
        return None
    precision: Precision = "minute" if clock else "day"
    return Published(moment.isoformat() if clock else moment.date().isoformat(), precision)


def _colons(clock: str) -> str:
    return re.sub(r"^(\d\d?)\.(?=\d\d)", r"\1:", clock)


def _signed(match: re.Match[str]) -> str:
    return f"{match[2] or '+'}{int(match[3]):02}:{match[4] or '00'}"


def _zone(name: str, offset: int) -> int | None:
    """Tell dateutil the offset of a zone in seconds; an ambiguous name (IST, CST) leaves the time without a zone."""
    hours = _ZONES.get((name or "").upper())
    return offset if hours is None else hours * 3600


def open_date(text: str) -> tuple[int, int] | None:
    """Give (month, day) of the first date in ``text`` that has no year, or None."""
    match = _OPEN.search(text)
    if match is None:
        return None
    from dateutil import parser  # noqa: PLC0415 - as above

    month, day = match["m"] or match["m2"], match["d"] or match["d2"]
    try:
        moment = parser.parse(f"{month.rstrip('.')} {re.sub('[a-z]', '', day.lower())} 2000")
    except ValueError:
        return None
    return moment.month, moment.day


def complete(month: int, day: int, text: str, lead: str) -> Published | None:
    """Complete a date without a year where the text settles it; otherwise None.

    The year is that of the first such day on or after the latest full date in ``text``, since an article tells of what
    has been. It counts only if a weekday named in ``lead`` (the article's first lines) falls on that very day: a wrong
    year would pass that by chance once in seven times, and none would pass it without a full date near by.
    """
    full = sorted(d for d in (_day(p) for _, _, p in find_dates(text)) if d is not None)
    if not full:
        return None
    latest = full[-1]
    named = {_WEEKDAYS.index(w.lower()) for w in _WEEKDAY.findall(lead)}
    for year in (latest.year, latest.year + 1):
        try:
            guess = date(year, month, day)
        except ValueError:
            continue
        if guess >= latest:
            return Published(guess.isoformat(), "day", inferred=True) if guess.weekday() in named else None
    return None


def _day(published: Published) -> date | None:
    return date.fromisoformat(published.iso[:10]) if len(published.iso) >= 10 else None
