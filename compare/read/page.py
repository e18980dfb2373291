"""Text pages, copied or scraped from a browser.

Takes the text of one page. Gives the articles on it. Knows nothing of files.

A page holds one article, or several releases each under a line that names its source (a digest), or a list of titles with
the beginnings of their articles (an index).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from compare.language.dateline import is_agency, read_dateline
from compare.read.body import Draft, is_cut, read_article, without_cut
from compare.read.dates import find_date
from compare.read.lines import Line, fold_line, line_of, without_dash
from compare.read.masthead import site_name, source_line

_MORE = ("read more", "continue reading", "read full", "full story", "more")
_NUMBERED = re.compile(r"^\(?\d{1,2}[.)]\s+")
_TEASER_WORDS = 160  # an index page's excerpts are shorter than this on average


def read_page(text: str) -> list[Draft]:
    """Give the articles of a page in their order; an empty list where nothing on it reads as an article."""
    lines = _lines(text)
    for form in (_digest, _index, _briefs):
        drafts = form(lines)
        if drafts:
            return drafts
    draft = read_article(lines, lines)
    return [draft] if draft else []


def _lines(text: str) -> list[Line]:
    lines, apart = [], True
    for raw in _unwrapped(text):
        line = line_of(raw, apart=apart)
        apart = line is None
        if line is not None:
            lines.append(line)
    return lines


def _unwrapped(text: str) -> list[str]:
    """Give the lines; where a page was wrapped at a fixed width, give each of its paragraphs as one line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    inner = [line for block in blocks for line in block[:-1]]
    if len(inner) < 4 or len(inner) < 0.4 * sum(map(len, blocks)):
        return lines
    width = median(len(line) for line in inner)
    broken = sum(not re.search(r"[.!?:;\"”’…]\s*$", line) for line in inner)
    wrapped = 50 <= width <= 100 and max(map(len, inner)) <= 1.5 * width and broken >= 0.6 * len(inner)
    return (
        [" ".join([block[0].rstrip(), *(line.strip() for line in block[1:])]) for block in blocks if block]
        if wrapped
        else lines
    )


def _digest(lines: Sequence[Line]) -> list[Draft]:
    """Cut a page at its source lines: each stands under a title and above the text."""
    heads = []
    for i, line in enumerate(lines[1:], 1):
        source = source_line(line)
        follows = any(other.kind == "prose" for other in lines[i + 1 : i + 4])
        if source and follows and lines[i - 1].kind == "short" and lines[i - 1].words <= 40:
            heads.append((i, source))
    above = any(line.kind == "prose" for line in lines[: heads[0][0] - 1]) if heads else False
    if above and (len(heads) < 2 or not all(published for _, (_, published) in heads)):
        return []  # a source line within an article belongs to a chart or a picture
    drafts: list[Draft] = []
    ends = [i - 1 for i, _ in heads[1:]] + [len(lines)] * bool(heads)
    for (i, (name, published)), nxt in zip(heads, ends, strict=True):
        draft = read_article(lines[i + 1 : nxt], lines[i + 1 : nxt])
        if draft:
            whole = _whole_body(lines[i + 1 : nxt], draft)
            title = _NUMBERED.sub("", lines[i - 1].text)
            outlet, agency = (None, whole.agency or name) if is_agency(name) else (name, whole.agency)
            drafts.append(
                replace(whole, title=title, outlet=outlet, agency=agency, published=published or whole.published)
            )
    return drafts


def _whole_body(lines: Sequence[Line], draft: Draft) -> Draft:
    """Undo the search for a title: under a source line the text begins at once, and its first lines are the lead."""
    untitled = [line for line in lines if line.kind in {"prose", "short", "ends"}]
    if draft.title is None or not untitled or fold_line(untitled[0].text) != fold_line(draft.title):
        return replace(draft, title=None)
    return replace(draft, title=None, text=f"{untitled[0].text}\n\n{draft.text}")


def _index(lines: Sequence[Line]) -> list[Draft]:
    """Cut a list of titles with teasers: under bullets, or wherever a text breaks off and a short line follows."""
    outlet = site_name(lines)
    for items, whole in ((_bulleted(lines), False), (_broken_off(lines), False), (_stacked(lines), True)):
        drafts = [replace(draft, outlet=outlet) for item in items if (draft := _teaser(item)) is not None]
        cut = sum(draft.truncated for draft in drafts)
        words = sum(len(draft.text.split()) for draft in drafts)
        asked = sum((draft.title or "").endswith("?") for draft in drafts)
        if 2 * asked >= len(drafts):
            continue  # questions and answers
        if len(drafts) >= 3 and (whole or 2 * cut >= len(drafts)) and words <= _TEASER_WORDS * len(drafts):
            return drafts
    return []


def _bulleted(lines: Sequence[Line]) -> list[Sequence[Line]]:
    at = [i for i, line in enumerate(lines) if line.bullet]
    items = [lines[a:b] for a, b in zip(at, at[1:] + [len(lines)] * bool(at), strict=True)]
    full = [
        item for item in items if len(item) > 1 and any(line.kind == "prose" or is_cut(line.text) for line in item[1:])
    ]
    return full if len(full) >= 3 and 2 * len(full) >= len(items) else []


def _broken_off(lines: Sequence[Line]) -> list[Sequence[Line]]:
    ends = [i for i, line in enumerate(lines) if is_cut(line.text) or _is_more(line)]
    items, start = [], 0
    for i, nxt in zip(ends, ends[1:] + [len(lines)] * bool(ends), strict=True):
        if nxt == i + 1 and nxt < len(lines) and _is_more(lines[nxt]):
            continue  # the text breaks off and "Read more" follows: one end, not two
        items.append(lines[start : i + 1])
        start = i + 1
    return items


def _stacked(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """Find a list whose items are a title with one paragraph right under it, and an empty line between the items."""
    items = [
        (title, text)
        for title, text, after in zip(lines, lines[1:], [*lines[2:], None], strict=False)
        if title.kind == "short" and title.apart and title.words >= 3 and text.kind == "prose" and not text.apart
        and text.words <= 80 and (after is None or after.apart)
    ]  # fmt: skip
    prose = sum(line.kind == "prose" for line in lines)
    return list(items) if len(items) >= 4 and len(items) >= 0.8 * prose else []


def _briefs(lines: Sequence[Line]) -> list[Draft]:
    """Cut a page of short articles, each a title, a byline and its text."""
    heads = [
        i - 1
        for i, line in enumerate(lines)
        if line.kind == "byline"
        and i
        and lines[i - 1].kind == "short"
        and any(n.kind == "prose" for n in lines[i + 1 : i + 3])
    ]
    items = [lines[a:b] for a, b in zip(heads, heads[1:] + [len(lines)] * bool(heads), strict=True)]
    drafts = [draft for item in items if (draft := read_article(item, lines)) is not None]
    return drafts if len(drafts) >= 3 else []


def _is_more(line: Line) -> bool:
    return line.words <= 4 and fold_line(line.text).startswith(_MORE) and line.kind == "drop"


def _teaser(item: Sequence[Line]) -> Draft | None:
    """Give one item of an index: the first line that can be a title, and the text under it."""
    prose = [i for i, line in enumerate(item) if line.kind == "prose" or is_cut(line.text)]
    prose = [i for i in prose if i > 0]
    heads = [
        i
        for i, line in enumerate(item[: prose[0]] if prose else [])
        if line.bullet or (line.kind in {"short", "prose"} and 3 <= line.words <= 25)
    ]
    if not prose or not heads:
        return None
    title = heads[0] if item[0].bullet else heads[-1]
    body = [line.text for line in _paragraphs(item[title + 1 :])]
    if not body:
        return None
    dateline = read_dateline(body[0])
    if dateline and not dateline.slug:
        body[0] = body[0][dateline.length :].lstrip()
    dated = [line.text for line in item if line.kind in {"date", "byline"}]
    more = any(_is_more(line) for line in item)
    return Draft(
        without_dash(item[title].text),
        without_cut("\n\n".join(body)),
        agency=dateline.agency if dateline else None,
        published=next(filter(None, map(find_date, dated)), None),
        place=dateline.place if dateline else None,
        truncated=is_cut(body[-1]) or more,
        teaser=True,
    )


def _paragraphs(lines: Sequence[Line]) -> Iterator[Line]:
    """Give the text of an item up to where it breaks off."""
    for line in lines:
        if line.kind == "ends":
            return
        if line.kind in {"prose", "short"}:
            yield line
        if is_cut(line.text):
            return
