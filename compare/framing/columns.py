"""Whose articles stand in one column: an outlet's, or those of a family of outlets that print one text.

Takes articles and copy groups. Gives the columns' articles, names and headlines. Knows nothing of quotations.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from compare.language.dateline import read_dateline
from compare.language.moments import precedence
from compare.language.sentences import paragraphs, sentences
from compare.model import Article, CopyGroup, Headline, Span

_HEAD = 400  # characters in which a dateline stands, with the words behind it by which it is known
_UNKNOWN = "unknown outlet"


@dataclass(frozen=True, slots=True)
class Press:
    """One column's articles, in order of publication, and who prints them."""

    id: str
    name: str
    outlets: tuple[str, ...]
    articles: tuple[Article, ...]

    @property
    def complete(self) -> bool:
        """Whether at least one article is there in full, so that what the column lacks was left out."""
        return any(article.kind == "article" and not article.truncated for article in self.articles)

    def headlines(self) -> tuple[Headline, ...]:
        """Give the titles and the leads of the articles, in their order."""
        return tuple(Headline(article.id, article.title, lead(article.text)) for article in self.articles)


def lead(text: str) -> Span | None:
    """Give the first sentence of a text behind its dateline; None where there is none."""
    first = next(paragraphs(text), None)
    if first is None:
        return None
    dateline = read_dateline(text[first.start : first.start + _HEAD])
    begin = first.start + (dateline.length if dateline else 0)
    proper = (Span(max(begin, p.start), p.end) for p in paragraphs(text) if p.end > begin)
    return next((sentence for span in proper for sentence in sentences(text, span)), None)


def presses(articles: Iterable[Article], copies: Iterable[CopyGroup]) -> tuple[Press, ...]:
    """Divide articles into columns, sorted by name.

    An outlet is a column. Copies of one text that several outlets print are one column, a family, apart from what else
    these outlets print. An article without an outlet counts as an outlet of its own.
    """
    known = sorted(articles, key=lambda article: article.id)
    divided: defaultdict[tuple[str, str], list[Article]] = defaultdict(list)
    family = _families(known, copies)
    for article in known:
        if article.id in family:
            divided["f", family[article.id]].append(article)
        elif article.outlet is None:
            divided["u", article.id].append(article)
        else:
            divided["o", article.outlet].append(article)
    found = [_press(kind, key, members) for (kind, key), members in sorted(divided.items())]
    return tuple(sorted(_told_apart(found), key=lambda press: (press.name, press.id)))


def _families(articles: Sequence[Article], copies: Iterable[CopyGroup]) -> dict[str, str]:
    """Give each article that is printed by several publishers as one text the first id of its family."""
    publisher = {article.id: ("o", article.outlet) if article.outlet else ("u", article.id) for article in articles}
    member: dict[str, set[str]] = {}
    for group in copies:
        own = {article for article in group.articles if article in publisher}
        for other in [member[article] for article in sorted(own) if article in member]:
            own |= other
        for article in own:
            member[article] = own
    return {a: min(own) for a, own in member.items() if len({publisher[other] for other in own}) > 1}


def _press(kind: str, key: str, members: Sequence[Article]) -> Press:
    articles = tuple(sorted(members, key=precedence))
    outlets = tuple(sorted({article.outlet for article in articles if article.outlet}))
    content = "\n".join(sorted(article.id for article in articles)) if kind == "f" else key
    names = [*outlets]
    if any(not article.outlet for article in articles):
        agencies = sorted({article.agency for article in articles if article.agency and not article.outlet})
        names.append(f"{_UNKNOWN} ({', '.join(agencies)})" if agencies else _UNKNOWN)
    return Press(kind + sha256(content.encode()).hexdigest()[:12], ", ".join(names), outlets, articles)


def _told_apart(found: Sequence[Press]) -> list[Press]:
    """Add an article's id to the names that several columns would bear."""
    often = Counter(press.name for press in found)
    return [
        press if often[press.name] == 1 else replace(press, name=f"{press.name} {min(a.id for a in press.articles)}")
        for press in found
    ]
