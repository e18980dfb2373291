"""One article from the lines of a page: its title, dek, body, date, place and credits.

Takes classified lines. Gives ``Draft`` values. Knows nothing of how a page is cut into articles.

A page's furniture differs from site to site, its article hardly: a title whose words come back in the text, a run of
paragraphs that read as sentences, and between the two a few short lines of date, byline and dek. So the rules look for
those, and the lists of furniture only say where the run breaks off.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from compare.language.dateline import Dateline, is_agency, read_dateline
from compare.language.frequencies import is_function_word
from compare.language.tokens import words
from compare.model import Published
from compare.read import masthead
from compare.read.lines import Line, fold_line

# Headings of what never stands in the middle of an article.
_LAST = ("comment", "leave a", "post a comment", "add a comment", "copyright", "©", "return to", "back to top", "prev")
_ENOUGH = 40  # words of prose in a stretch of lines that may be an article's body
_CUT = re.compile(r"(?:…|\.\.\.|[\[(]\s?(?:…|\.{3})\s?[\])])[\"'”’]*$")
_BRACKET_CUT = re.compile(r"\s*[\[(]\s?(?:…|\.{3})\s?[\])]\s*$")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a page says of one article, before it has an id."""

    title: str | None
    text: str
    dek: str | None = None
    outlet: str | None = None
    agency: str | None = None
    author: str | None = None
    published: Published | None = None
    place: str | None = None
    truncated: bool = False
    teaser: bool = False


def read_article(lines: Sequence[Line], page: Sequence[Line]) -> Draft | None:
    """Give the one article that ``lines`` hold, or None where none of them reads as text.

    ``page`` is all the lines of the page: the site's name may stand outside of the article's own lines.
    """
    start, end = _stretch(lines)
    if start == end:
        return None
    title_at = _title(lines, start, end)
    body_at = _body_start(lines, title_at, start, end)
    body = _body(lines[body_at:end], None if title_at is None else lines[title_at])
    if not body:
        return None
    title = None if title_at is None else masthead.read_title(lines[title_at].text, page)
    between = lines[:body_at] if title_at is None else lines[title_at + 1 : body_at]
    return _dress(title, body, _Around(between, lines[:body_at], lines[end:], page))


def _stretch(lines: Sequence[Line]) -> tuple[int, int]:
    """Give the lines [first, past the last) from the first line of prose to the last of the article's stretch.

    A heading such as "Related stories" ends a stretch. The first stretch with enough prose is the article, unless the
    next one goes on after nothing but a few short lines: then the heading stood above a box within the article.
    """
    bounds = [-1, *(i for i, line in enumerate(lines) if line.kind == "ends"), len(lines)]
    stretches = [(a + 1, b) for a, b in pairwise(bounds)]
    weights = [sum(line.words for line in lines[a:b] if line.kind == "prose") for a, b in stretches]
    enough = min(_ENOUGH, max(weights))
    if enough == 0:
        return 0, 0
    at = next(i for i, weight in enumerate(weights) if weight >= enough)
    first, end = stretches[at]
    for (a, b), weight in zip(stretches[at + 1 :], weights[at + 1 :], strict=True):
        if not _goes_on(lines[max(first, end - 60) : end], lines[a - 1], lines[a:b], weight):
            break
        end = b
    inside = [i for i in range(first, end) if lines[i].kind == "prose"]
    last = inside[-1] + 1
    while last < end and lines[last].kind == "short" and lines[last].text.rstrip("\"'”’»)")[-1:] in {".", "!", "?"}:
        last += 1  # "“We lost!”", "But will it ever open again?": short, but the end of a text
    return inside[0], last


def _goes_on(before: Sequence[Line], heading: Line, after: Sequence[Line], weight: int) -> bool:
    """Say whether prose after a heading of furniture still is the article: much of it, soon, of the same words."""
    prose = [line for line in after if line.kind == "prose"]
    between = next((i for i, line in enumerate(after) if line.kind == "prose"), len(after))
    if fold_line(heading.text).startswith(_LAST) or weight < 80 or between > 4 or len(prose) < 3:
        return False
    new = _content(" ".join(line.text for line in prose))
    old = _content(" ".join(line.text for line in before))
    return not any(is_cut(line.text) for line in prose) and len(new & old) >= 0.2 * min(len(new), len(old))


def _content(text: str) -> set[str]:
    return {w for w in words(text) if len(w) > 2 and not is_function_word(w)}


def _title(lines: Sequence[Line], start: int, end: int) -> int | None:
    """Give the index of the title: a line above the body whose words come back in it, or that the page says twice."""
    said = Counter(fold_line(masthead.without_stamp(part)) for line in lines[: start + 1] for part in _parts(line))
    text = _content(" ".join(line.text for line in lines[start : min(end, start + 12)]))
    scores: dict[int, float] = {}
    for i, line in enumerate(lines[: start + 1]):
        if line.kind not in {"short", "prose", "crumbs"} or line.words < 3 or line.words > 35 or len(line.text) > 400:
            continue
        if line.kind == "crumbs" or (line.kind == "prose" and (i < start or line.words > 22)):
            continue
        own = _content(masthead.without_stamp(line.text))
        if not own:
            continue
        repeated = said[fold_line(masthead.without_stamp(line.text))] >= 2
        scores[i] = len(own & text) / len(own) + (0.5 if repeated else 0) - (0.3 if line.bullet else 0)
    scores = {i: s for i, s in scores.items() if i < start or s >= 0.5}
    if scores.get(start, 0) and (len(scores) > 1 or read_dateline(lines[start].text)):
        del scores[start]
    best = max(scores.values(), default=0.0)
    if best <= 0:
        return next((i for i in range(start - 1, -1, -1) if lines[i].kind == "short" and lines[i].words >= 3), None)
    first = fold_line(masthead.without_stamp(lines[min(i for i, score in scores.items() if score >= 0.3 * best)].text))
    return max(i for i in scores if fold_line(masthead.without_stamp(lines[i].text)) == first)


def _parts(line: Line) -> list[str]:
    return re.split(r"\s[»›>|]\s", line.text) if line.kind == "crumbs" else [line.text]


def _body_start(lines: Sequence[Line], title_at: int | None, start: int, end: int) -> int:
    """Give the index of the body's first line: past the dek, the pull quotes, and the lines of date and byline."""
    first = start if title_at is None else max(start, title_at + 1)
    prose = [i for i in range(first, end) if lines[i].kind == "prose"]
    for i in prose[:4]:
        dateline = read_dateline(lines[i].text)
        if dateline and (dateline.agency or dateline.when or (dateline.place or "").isupper() or i == prose[0]):
            return i
    last = max(
        (i for i in range(first, end) if lines[i].kind in {"date", "byline"} or _is_link_line(lines[i])), default=-1
    )
    before = [i for i in prose if i < last]
    if last > first and len(before) <= 2 and len(prose) - len(before) >= max(2, len(before)):
        return next(i for i in prose if i > last)
    return prose[0] if prose else first


def _is_link_line(line: Line) -> bool:
    return line.kind == "drop" and fold_line(line.text).startswith(("short url", "shorturl"))


def _body(lines: Sequence[Line], title: Line | None) -> list[str]:
    """Give the paragraphs: prose and the short lines within it, without furniture, captions and repeats of the title."""
    heading = fold_line(title.text) if title else ""
    kept = [line for line in lines if line.kind in {"prose", "short"} and fold_line(line.text) != heading]
    return [line.text for line in kept if not masthead.source_line(line)]


@dataclass(frozen=True, slots=True)
class _Around:
    """The lines around a body: those between title and body, all above it, all below it, and the whole page."""

    between: Sequence[Line]
    head: Sequence[Line]
    tail: Sequence[Line]
    page: Sequence[Line]


def _dress(title: masthead.Title | None, body: list[str], around: _Around) -> Draft:
    """Make a draft of a body and what the lines around it say of it."""
    dateline = read_dateline("\n".join(body)) or Dateline(0)
    body = [body[0][dateline.length :].lstrip(), *body[1:]]
    dek, slug = masthead.read_dek(around.between, title.line if title else "")
    slug, agency, outlet = dateline.slug or slug, dateline.agency, None
    if slug:
        agency, outlet = (slug, None) if is_agency(slug) else (agency, slug)
    if dateline.slug and dek is None and len(body) > 1 and not body[0].endswith(masthead.ENDED):
        dek, body = body[0], body[1:]
    body, credit = masthead.take_credit(body, around.tail)
    author = masthead.read_byline(around.between)
    if author and is_agency(author):
        credit, author = credit or author, None
    text = "\n\n".join(body)
    line = title.line if title else None
    dates = masthead.Surroundings(line, around.between, dateline.when, around.head, text, around.tail)
    return Draft(
        title.text if title else None,
        text,
        dek=dek,
        outlet=outlet or (title.site if title else None) or masthead.site_name(around.page),
        agency=agency or credit or masthead.agency_near(around.between, around.page),
        author=author,
        published=masthead.read_published(dates),
        place=dateline.place,
        truncated=is_cut(text),
    )


def without_cut(text: str) -> str:
    """Give a text without the bracketed mark ``[…]`` of the page that cut it; a bare ellipsis may be the author's."""
    return _BRACKET_CUT.sub("", text)


def is_cut(text: str) -> bool:
    """Say whether a text breaks off with an ellipsis."""
    return bool(_CUT.search(text.rstrip()))
