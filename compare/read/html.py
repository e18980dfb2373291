"""HTML pages, through trafilatura.

Takes the bytes of one page. Gives its article. Knows nothing of text pages but how a text is tidied.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from compare.errors import InputError
from compare.model import Article, Origin, Published
from compare.read.body import Draft, read_article
from compare.read.dates import parse_date
from compare.read.decode import decode
from compare.read.identity import content_id
from compare.read.lines import fold_line, line_of
from compare.read.textpage import too_large
from compare.settings import ReadSettings

_TIMES = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "date",
    "dc.date",
    "dc.date.issued",
    "pubdate",
    "parsely-pub-date",
)
_STANDFIRST = ("standfirst", "dek", "subheadline", "subtitle", "article-dek", "article__standfirst", "article-summary")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45]);|&#x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef]);",
    re.IGNORECASE,
)


def read(stream: IO[bytes], path: str, settings: ReadSettings) -> Iterator[Article | InputError]:
    """Read one HTML page."""
    data = stream.read(settings.max_page_bytes + 1)
    if len(data) > settings.max_page_bytes:
        yield too_large(path, settings)
        return
    markup, damaged = decode(data, html=True)
    if damaged is not None:
        yield InputError(path, "bytes that fit no encoding; read with � in their place", damaged, lost=False)
    markup = _CONTROL.sub(" ", markup)
    document = _extract(markup)
    if document is None or not document.text:
        yield InputError(path, "no article was found on this page")
        return
    tree = _tree(markup)
    standfirst = _standfirst(tree) or document.description or ""
    paragraphs = [line.strip() for line in document.text.split("\n") if line.strip()]
    draft = _tidy(document.title or "", standfirst, paragraphs)
    if draft is None:
        yield InputError(path, "no article was found on this page: no run of lines on it reads as sentences")
        return
    article = Article(
        id="",
        text=draft.text,
        title=document.title or draft.title,
        outlet=document.sitename or draft.outlet,
        agency=draft.agency,
        author=document.author or draft.author,
        dek=draft.dek,
        published=_published(tree) or parse_date(document.date or "") or draft.published,
        url=document.url or None,
        place=draft.place,
        language=document.language or _language(markup),
        truncated=draft.truncated,
        origin=Origin(path),
    )
    yield replace(article, id=content_id(article))


def _tidy(title: str, standfirst: str, paragraphs: list[str]) -> Draft | None:
    """Take off what is left of the page around the text: kicker, dek, date and byline above, the agency's credit below."""
    at = next((i for i, text in enumerate(paragraphs[:6]) if title and fold_line(text) == fold_line(title)), -1)
    body = paragraphs[at + 1 :] or paragraphs
    dek = body[0] if len(body) > 2 and standfirst and fold_line(body[0]) == fold_line(standfirst) else None
    lines = [line for text in (title, *body[dek is not None :]) if (line := line_of(text)) is not None]
    draft = read_article(lines, lines)
    return replace(draft, dek=dek) if draft and dek else draft


def _extract(markup: str) -> Any:
    import trafilatura  # noqa: PLC0415 - a seventh of a second that only HTML needs

    return trafilatura.bare_extraction(
        markup,
        include_comments=False,
        include_tables=False,
        include_formatting=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2100-01-01"},
    )


def _tree(markup: str) -> Any:
    from lxml import etree, html  # noqa: PLC0415 - comes with trafilatura, only for HTML

    try:
        return html.fromstring(markup.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return html.fromstring("<html></html>")


def _standfirst(tree: Any) -> str:
    """Give the text of the element whose class is one of those that content systems use for a dek."""
    names = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in _STANDFIRST)
    found = tree.xpath(f"//*[{names}]")
    return " ".join(found[0].text_content().split()) if found else ""


def _published(tree: Any) -> Published | None:
    """Give the time of publication from the page's meta elements or JSON-LD; trafilatura itself gives only the day."""
    named: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("itemprop") or meta.get("name") or ""
        named.setdefault(name.lower(), meta.get("content") or "")
    values = [named[name] for name in _TIMES if name in named]
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        values += _linked_dates(script.text or "")
    values += [element.get("datetime") or "" for element in tree.xpath("//article//time[@datetime]")[:1]]
    found = [published for value in values if (published := parse_date(value))]
    return next((p for p in found if p.precision == "minute"), found[0] if found else None)


def _linked_dates(text: str) -> list[str]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return []
    graph = data.get("@graph") if isinstance(data, dict) else data
    nodes = graph if isinstance(graph, list) else [data]
    return [str(node["datePublished"]) for node in nodes if isinstance(node, dict) and "datePublished" in node]


def _language(markup: str) -> str | None:
    match = re.search(r"<html[^>]{0,300}?\slang\s*=\s*[\"']?([a-zA-Z]{2,3})\b", markup[:5000])
    return match[1].lower() if match else None
