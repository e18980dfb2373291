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
from dataclasses import dataclass, replace

from compare.language.frequencies import is_function_word
from compare.language.tokens import words
from compare.model import Published
from compare.read.dateline import Dateline, is_agency, read_dateline
from compare.read.dates import complete, find_date, find_dates, open_date
from compare.read.lines import Line, fold_line, several_sentences

_LAST = (
    "comment",
    "leave a",
    "post a comment",
    "add a comment",
    "copyright",
    "©",
    "about",
    "return to",
    "back to",
    "prev",
)
_ENOUGH = 40  # words of prose in a stretch of lines that may be an article's body
_CUT = re.compile(r"(?:…|\.\.\.|\[\s?(?:…|\.{3})\s?\]|\((?:…|\.{3})\))[\"'”’]*\s*$")
_BRACKET_CUT = re.compile(r"\s*[\[(]\s?(?:…|\.{3})\s?[\])]\s*$")
_SOURCE = re.compile(
    r"^[(\[]?\s*(?:source|via)\s*:\s*(?P<name>[^;|)\]\n]{2,80}?)\s*(?:[;|,]\s*(?P<rest>[^)\]\n]{0,60}))?[)\]]?\.?$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)[\s©,:\d–-]*(?:by\s+)?(?P<name>[^.,|\n\d©]{2,50}?)\s*(?:[.,|\d–-]|all rights|$)",
    re.IGNORECASE,
)
_FIRST_ON = re.compile(
    r"(?:appeared first on|first (?:published|appeared) (?:in|on|at|by)|originally (?:published|appeared) (?:in|on|at|by))\s+(?P<name>[^.,\n]{2,50})",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"^(?:[-–—(\[]\s*)?(?:(?:source|credit|agency|by)\s*:?\s*)?(?P<name>[A-Z][\w.&'’ -]{1,38}?)\s*[)\]]?\.?$"
)
_TAIL_CREDIT = re.compile(
    r"\s*(?:[-–—]{1,2}\s?|[(\[])(?P<name>[A-Z][A-Za-z.]{1,14}|[A-Z][\w.]+ (?:Press|News Agency|News Service))[)\]]?$"
)
_SITE_END = re.compile(r"\s+(?P<mark>\||»|-|–|—|::|•)\s+(?P<name>[^|»•]{2,45})$")
_NEWS_NAME = re.compile(
    r"\b(?:News|Times|Post|Herald|Daily|Tribune|Gazette|Journal|Today|Radio|TV|Television|Press|Online|Observer|Chronicle|"
    r"Standard|Express|Mail|Telegraph|Monitor|Mirror|Globe|Record|Bulletin|Courier|Dispatch|Review|Weekly|Agency|Wire|"
    r"Broadcasting|Channel|Magazine|Report|Echo|Argus|Examiner|Inquirer|Sentinel|Register|Ledger|Voice|Digest|Media)\b|"
    r"\w\.(?:com|net|org|info|[a-z]{2})$",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    """all world latest breaking top local more news business sports sport politics national international home today
    daily live online the and of in on our your tv radio press report reports review media weekly""".split()
)


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
    head, tail = lines[:body_at], lines[end:]
    title = None if title_at is None else _Title(lines[title_at].text, page)
    return _dress(Draft(title.text if title else None, "\n\n".join(body)), title, title_at, head, body, tail, page)


def _stretch(lines: Sequence[Line]) -> tuple[int, int]:
    """Give the lines [first, past the last) from the first line of prose to the last of the article's stretch.

    A heading such as "Related stories" ends a stretch. The first stretch with enough prose is the article, unless the
    next one goes on after nothing but a few short lines: then the heading stood above a box within the article.
    """
    bounds = [-1, *(i for i, line in enumerate(lines) if line.kind == "ends"), len(lines)]
    stretches = [(a + 1, b) for a, b in zip(bounds, bounds[1:], strict=False)]
    weights = [sum(line.words for line in lines[a:b] if line.kind == "prose") for a, b in stretches]
    enough = min(_ENOUGH, max(weights))
    if enough == 0:
        return 0, 0
    at = next(i for i, weight in enumerate(weights) if weight >= enough)
    first, end = stretches[at]
    for (a, b), weight in zip(stretches[at + 1 :], weights[at + 1 :], strict=True):
        if not _goes_on(lines[first:end], lines[a - 1], lines[a:b], weight):
            break
        end = b
    inside = [i for i in range(first, end) if lines[i].kind == "prose"]
    return inside[0], inside[-1] + 1


def _goes_on(before: Sequence[Line], heading: Line, after: Sequence[Line], weight: int) -> bool:
    """Say whether prose after a heading of furniture still is the article: much of it, soon, of the same words."""
    prose = [line for line in after if line.kind == "prose"]
    between = next((i for i, line in enumerate(after) if line.kind == "prose"), len(after))
    if fold_line(heading.text).startswith(_LAST) or weight < 80 or between > 4 or len(prose) < 3:
        return False
    new = _content(" ".join(line.text for line in prose))
    old = _content(" ".join(line.text for line in before))
    return not any(_CUT.search(line.text) for line in prose) and len(new & old) >= 0.2 * min(len(new), len(old))


def _content(text: str) -> set[str]:
    return {w for w in words(text) if len(w) > 2 and not is_function_word(w)}


def _title(lines: Sequence[Line], start: int, end: int) -> int | None:
    """Give the index of the title: a line above the body whose words come back in it, or that the page says twice."""
    said = Counter(fold_line(_stamp(part)) for line in lines[: start + 1] for part in _parts(line))
    text = _content(" ".join(line.text for line in lines[start : min(end, start + 12)]))
    scores: dict[int, float] = {}
    for i, line in enumerate(lines[: start + 1]):
        if line.kind not in {"short", "prose", "crumbs"} or line.words < 3 or line.words > 35:
            continue
        if line.kind == "crumbs" or (line.kind == "prose" and (i < start or line.words > 22)):
            continue
        own = _content(_stamp(line.text))
        if not own:
            continue
        repeated = said[fold_line(_stamp(line.text))] >= 2
        scores[i] = len(own & text) / len(own) + (0.5 if repeated else 0) - (0.3 if line.bullet else 0)
    scores = {i: s for i, s in scores.items() if i < start or s >= 0.5}
    if scores.get(start, 0) and (len(scores) > 1 or read_dateline(lines[start].text)):
        del scores[start]
    best = max(scores.values(), default=0.0)
    if best <= 0:
        return next((i for i in range(start - 1, -1, -1) if lines[i].kind == "short" and lines[i].words >= 3), None)
    first = fold_line(_stamp(lines[min(i for i, score in scores.items() if score >= 0.3 * best)].text))
    return max(i for i in scores if fold_line(_stamp(lines[i].text)) == first)


def _parts(line: Line) -> list[str]:
    return re.split(r"\s[»›>|]\s", line.text) if line.kind == "crumbs" else [line.text]


def _stamp(text: str) -> str:
    """Cut a time stamp off the end of a title."""
    dates = find_dates(text)
    if dates and dates[-1][1] == len(text.rstrip()) and dates[-1][0] > 10 and dates[-1][2].precision == "minute":
        return text[: dates[-1][0]].rstrip(" -–—|,:(")
    return text


class _Title:
    """A title line taken apart: the title, the site's name behind it, and the line as it stands."""

    def __init__(self, line: str, page: Sequence[Line]) -> None:
        self.line, self.site = line, None
        self.text = _stamp(line)
        end = _SITE_END.search(self.text)
        if end and len(self.text[: end.start()].split()) >= 3 and _is_site(end["name"], end["mark"], page):
            self.text, self.site = self.text[: end.start()].rstrip(), end["name"].strip()


def _is_site(name: str, mark: str, page: Sequence[Line]) -> bool:
    """Say whether what stands behind a title is a site's name and not a part of the headline (``— Minister``)."""
    said = name.strip()
    if (
        not said[:1].isalnum()
        or len(said.split()) > 5
        or not all(w[:1].isupper() or w in {"of", "the", "and"} for w in said.split())
    ):
        return False
    elsewhere = any(
        fold_line(said) in fold_line(line.text) for line in page if line.kind in {"ends", "crumbs"} or line.words <= 4
    )
    return mark in {"|", "»", "::", "•"} or bool(_NEWS_NAME.search(said)) or elsewhere


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
    return [line.text for line in lines
            if line.kind in {"prose", "short"} and fold_line(line.text) != heading and not _SOURCE.match(line.text)]  # fmt: skip


def _dress(
    draft: Draft,
    title: _Title | None,
    title_at: int | None,
    head: Sequence[Line],
    body: list[str],
    tail: Sequence[Line],
    page: Sequence[Line],
) -> Draft:
    """Add to a draft what the lines around its body say of it."""
    dateline = read_dateline(body[0]) or Dateline(0)
    body = [body[0][dateline.length :].lstrip(), *body[1:]]
    between = list(head if title_at is None else head[title_at + 1 :])
    dek, slug = _dek(between, title.line if title else "")
    slug, agency, outlet = dateline.slug or slug, dateline.agency, None
    if slug:
        agency, outlet = (slug, None) if is_agency(slug) else (agency, slug)
    if dateline.slug and dek is None and len(body) > 1 and not body[0].endswith((".", "!", "?", "…", "”", '"')):
        dek, body = body[0], body[1:]
    body, credit = _credits(body, tail)
    dated = [line for line in between if line.kind in {"date", "byline", "short", "drop"}]
    first = next((line.text for line in between if line.kind == "byline"), None)
    byline = _byline(first) if first else None
    if byline and is_agency(byline):
        credit, byline = credit or byline, None
    credit = credit or next((line.text for line in between if line.words <= 4 and is_agency(line.text)), None)
    credit = credit or _rights_agency(page)
    text = "\n\n".join(body)
    return replace(
        draft,
        text=text,
        dek=dek,
        outlet=outlet or (title.site if title else None) or site_name(page),
        agency=agency or credit,
        author=byline,
        published=_published(title, dated, dateline, text, head, tail),
        place=dateline.place,
        truncated=bool(_CUT.search(text)),
    )


def _dek(between: Sequence[Line], title: str) -> tuple[str | None, str | None]:
    """Give the dek, the first long line between title and body, and the site's slug that it may open with."""
    for line in between:
        if (
            line.kind in {"short", "prose"}
            and line.words >= 5
            and not line.bullet
            and fold_line(line.text) != fold_line(title)
        ):
            dateline = read_dateline(line.text)
            slug = dateline.slug if dateline else None
            return (line.text[dateline.length :] if dateline and slug else line.text), slug
    return None, None


def _credits(body: list[str], tail: Sequence[Line]) -> tuple[list[str], str | None]:
    """Take the wire service's credit off the end of the body, or from the first lines behind it."""
    end = _TAIL_CREDIT.search(body[-1])
    if end and body[-1][: end.start()].rstrip()[-1:] in {".", "!", "?", "”", '"'}:
        return [*body[:-1], body[-1][: end.start()].rstrip()], end["name"]
    for line in tail[:4]:
        credit = _CREDIT.match(line.text)
        if credit and line.words <= 5 and is_agency(credit["name"]):
            return body, credit["name"]
        if line.kind == "ends" and not _RIGHTS.search(line.text):
            break
    return body, None


def _rights_agency(page: Sequence[Line]) -> str | None:
    """Give the wire service that a line of rights names as the owner of the text."""
    for line in page:
        rights = _RIGHTS.search(line.text) if line.kind in {"ends", "short"} else None
        if rights and is_agency(rights["name"].strip()):
            return rights["name"].strip()
    return None


def _byline(line: str) -> str | None:
    for start, end, _ in reversed(find_dates(line)):
        line = line[:start] + line[end:]
    name = re.sub(r"^(?:by|author|written by|story by|text by)\b:?\s+", "", line, flags=re.IGNORECASE)
    return re.split(r"\s*[|,•/]\s*", name)[0].strip() or None


def _published(
    title: _Title | None,
    dated: Sequence[Line],
    dateline: Dateline,
    text: str,
    head: Sequence[Line],
    tail: Sequence[Line],
) -> Published | None:
    """Give the date of publication: beside the title, in the dateline, above, below; without a year only if settled."""
    near = sorted(dated, key=lambda line: fold_line(line.text).startswith(("updated", "last updated", "modified")))
    for source in (*(line.text for line in near), *([title.line] if title else []), dateline.when or ""):
        found = find_date(source)
        if found:
            return found
    for line in (*reversed(head), *tail[:6]):
        found = find_date(line.text) if line.kind in {"date", "byline", "short", "ends"} else None
        if found and not _RIGHTS.search(line.text):
            return found
    for source in (dateline.when, *(line.text for line in near if line.kind == "date")):
        day = open_date(source) if source else None
        if day:
            around = " ".join((*(line.text for line in head), text, *(line.text for line in tail)))
            lead = " ".join((*(line.text for line in head), text[:1500]))
            return complete(*day, around, lead)
    return None


def site_name(page: Sequence[Line]) -> str | None:
    """Give the site's name where the page states it: a line of rights, "first published in", or its first line."""
    for line in page:
        first_on = _FIRST_ON.search(line.text) if line.words <= 40 and line.kind != "prose" else None
        if first_on:
            return first_on["name"].strip()
    for line in reversed(page):
        rights = _RIGHTS.search(line.text) if line.kind in {"ends", "short"} else None
        if rights and not is_agency(rights["name"].strip()) and rights["name"][:1].isupper():
            return rights["name"].strip()
    for line in page[:2]:
        own = [w for w in re.findall(r"[\w.]+", line.text) if w.lower() not in _GENERIC]
        if (
            line.kind == "short"
            and line.words <= 4
            and own
            and all(w[:1].isupper() for w in line.text.split())
            and _NEWS_NAME.search(line.text)
        ):
            return line.text
    return None


def source_line(line: Line) -> tuple[str, Published | None] | None:
    """Give (name, date) of a line such as ``(Source: Ministry of Trade; issued May 3, 2031)``, or None."""
    match = _SOURCE.match(line.text)
    if match is None or line.words > 20:
        return None
    name = match["name"].strip()
    dates = find_dates(name)
    if dates:
        return name[: dates[0][0]].strip(" ,-–—"), dates[0][2]
    return name, find_date(match["rest"] or "")


def without_cut(text: str) -> str:
    """Give a text without the bracketed mark ``[…]`` of the page that cut it; a bare ellipsis may be the author's."""
    return _BRACKET_CUT.sub("", text)


def is_cut(text: str) -> bool:
    """Say whether a text breaks off with an ellipsis."""
    return bool(_CUT.search(text))
