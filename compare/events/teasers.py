"""Which article a teaser announces.

Takes articles, teasers of index pages among them. Gives the article of each teaser of which that is sure. Knows nothing of
copies, of what is alike or of events.

Three things speak for an article: it stands at the teaser's address, its title is the teaser's, and the teaser's own lines
stand at its head (the share of their word trigrams, as containment is measured in Broder 1997). A title that tells little
does not suffice alone, and no title does where the lines tell of something else. Words come before titles, and an article
of the teaser's outlet before one of another. Where several articles fit equally well and are not one text, none is chosen.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from compare.language.frequencies import frequency, is_function_word
from compare.language.moments import day_of, precedence
from compare.language.tokens import norm, words
from compare.model import Article
from compare.settings import EventsSettings

_HOLDS, _SLACK = 0.8, 0.05  # share of a teaser's trigrams that its article has; what is as good as the best
_SAYS = 12  # words; fewer stand in other articles too
_TELLS = 4  # content words of a title that hardly two articles share by chance; "Morning briefing" has two
_DIFFERS, _AGREES = 0.4, 0.7  # shares of a teaser's content words that its article has not, or has
_COMPARED = 5, 8  # content words of a teaser's lines without which they cannot agree, or differ
_ONE_TEXT = 0.5  # share of the trigrams of one article's head that another version of it has
_HEAD, _BODY = 2_000, 20_000  # characters of an article's text in which lines are found, and single words
_OPENING = 1_000  # characters in which lines are looked for where no title leads to an article
_LABEL = 4  # words of a section's or an outlet's name before or after a title
_STARTS = 4  # words by which a title that breaks off is found
_ANCHORS = 2  # words of a teaser's lines by which articles are looked up
_LIKELY = 0.75  # share of its longer words without which an article's head is not read
_LONGEST = 250  # words of a teaser's lines, which thus fit into a head
_MANY = 100  # articles that share a title, an address or lines, or teasers that share a word: more tell nothing apart

_BETWEEN = re.compile(r" ?[:|•»·/] | [-–—] ")  # stands between a label and a title
_CAMPAIGN = re.compile(r"(?<=[?&])utm_[^&]*&?")

_Grams = frozenset[tuple[str, ...]]


class _Fit(NamedTuple):
    """What speaks for an article, the weightiest first. ``title`` is 2 for the same one, 1 for the same but for a label."""

    address: bool
    own: int  # 2 for the teaser's outlet, 1 where it is not known, 0 for another
    holds: bool
    title: int


class _Lines(NamedTuple):
    """What a teaser says under its title."""

    length: int  # in words
    grams: _Grams
    content: frozenset[str]


def hosts(articles: Iterable[Article], window: float | None = None) -> dict[str, str]:
    """Give for each teaser, by id, the id of the article that it is the teaser of, where one is sure.

    An article published more than ``window`` days before or after is not its host (default: that of the settings); nor is
    a teaser another's. Of versions of one text the one nearest in time is chosen. Ids must be unique; the order of the
    articles doesn't matter. Raises ValueError where a date is not ISO 8601.
    """
    everyone = sorted(articles, key=lambda article: article.id)
    teasers = [article for article in everyone if article.kind == "teaser"]
    whole = [article for article in everyone if article.kind != "teaser"]
    if not teasers or not whole:
        return {}
    search = _Search(teasers, whole, EventsSettings().window if window is None else window)
    return search.hosts()


class _Search:
    """One search: the teasers, the articles, and what was read of either so far."""

    def __init__(self, teasers: Sequence[Article], whole: Sequence[Article], window: float) -> None:
        self.teasers, self.whole, self.window = teasers, whole, window
        self.heads: dict[str, _Grams] = {}
        self.bodies: dict[str, frozenset[str]] = {}
        self.lines = {text: _lines(text) for text in {teaser.text for teaser in teasers}}

    def hosts(self) -> dict[str, str]:
        named, addressed = self._by_title(), self._by_address()
        fits = [self._fits(teaser, named[number], addressed[number], ()) for number, teaser in enumerate(self.teasers)]
        # Nothing fits better by its words alone than what has the address, or the title with the words: texts are read for
        # the other teasers only.
        undecided = [
            (number, teaser)
            for number, teaser in enumerate(self.teasers)
            if not any(fit.address or fit[1:] == (1 + bool(teaser.outlet), True, 2) for fit, *_ in fits[number])
        ]
        telling = self._by_lines({teaser.text for _, teaser in undecided})
        for number, teaser in undecided:
            if 1 <= len(telling.get(teaser.text, ())) <= _MANY:
                fits[number] = self._fits(teaser, named[number], addressed[number], telling[teaser.text])
        chosen = {teaser.id: self._chosen(teaser, found) for teaser, found in zip(self.teasers, fits, strict=True)}
        return {teaser: article.id for teaser, article in chosen.items() if article}

    def _by_title(self) -> list[dict[int, int]]:
        """Give for each teaser the places of the articles with its title (2), or with all of it but a label (1)."""
        keys = [dict(_keys(teaser.title)) for teaser in self.teasers]
        cut = [(teaser.title or "").rstrip(" \"'”’)]").endswith(("…", "...")) for teaser in self.teasers]
        wanted: dict[str, dict[int, int]] = {key: {} for each in keys for key in each}
        starts: dict[str, set[str]] = defaultdict(set)
        for each, broken in zip(keys, cut, strict=True):
            for key in each:
                if broken and _tells(key.split(" ")):
                    starts[_start(key)].add(key)
        for place, article in enumerate(self.whole):
            for key, sameness in _keys(article.title):
                if key in wanted:
                    wanted[key][place] = sameness
                begins = starts.get(_start(key), set()) if starts else set()
                for begun in begins if len(begins) <= _MANY else ():
                    if key.startswith(begun):
                        wanted[begun].setdefault(place, 1)
        found: list[dict[int, int]] = []
        for each in keys:
            places: dict[int, int] = {}
            for key, sameness in each.items():
                for place, other in wanted[key].items() if len(wanted[key]) <= _MANY else ():
                    places[place] = max(places.get(place, 0), min(sameness, other))
            found.append(places)
        return found

    def _by_address(self) -> list[frozenset[int]]:
        """Give for each teaser the places of the articles at its address; not where that is of an index page."""
        addresses = [_address(teaser.url) for teaser in self.teasers]
        titles: dict[str, set[str]] = defaultdict(set)
        for teaser, address in zip(self.teasers, addresses, strict=True):
            if address:
                titles[address].add(" ".join(words(teaser.title or "")))
        places: dict[str, list[int]] = {address: [] for address, several in titles.items() if len(several) == 1}
        for place, article in enumerate(self.whole) if places else ():
            address = _address(article.url)
            if address in places:
                places[address].append(place)
        at = {address: frozenset(found) for address, found in places.items() if len(found) <= _MANY}
        return [at.get(address or "", frozenset()) for address in addresses]

    def _by_lines(self, texts: Iterable[str]) -> dict[str, list[int]]:
        """Give for each of the teasers' texts the places of the articles at whose head it may stand.

        Its words are looked for as they are written, first the rarest: to fold and to compare all heads takes too long.
        """
        pieces = {text: _pieces(text) for text in sorted(texts) if self.lines[text].length >= _SAYS}
        number = Counter(piece for each in pieces.values() for piece in each)
        rank = {piece: (times * frequency(norm(piece)), piece) for piece, times in number.items() if times <= _MANY}
        looked: dict[str, list[str]] = defaultdict(list)
        for text, each in pieces.items():
            for piece in sorted(rank.keys() & each, key=rank.__getitem__)[:_ANCHORS]:
                looked[piece].append(text)
        found: dict[str, list[int]] = defaultdict(list)
        anchors = frozenset(looked)
        for place, article in enumerate(self.whole) if looked else ():
            opening = {*article.text[:_OPENING].split(), *(article.dek or "").split()}
            for text in {text for piece in opening & anchors for text in looked[piece]}:
                if len(pieces[text] & opening) >= _LIKELY * len(pieces[text]):
                    found[text].append(place)
        return found

    def _fits(
        self, teaser: Article, named: dict[int, int], addressed: frozenset[int], telling: Sequence[int]
    ) -> list[tuple[_Fit, float, Article]]:
        """Give the articles that may be the teaser's, with what speaks for them and the share of its trigrams they hold."""
        found = []
        for place in sorted({*named, *addressed, *telling}):
            article = self.whole[place]
            if (apart := _apart(teaser, article)) is not None and apart > self.window:
                continue
            held = self._held(self.lines[teaser.text], article)
            fit = _Fit(place in addressed, _own(teaser, article), held >= _HOLDS, named.get(place, 0))
            if self._suffices(teaser, article, fit):
                found.append((fit, held, article))
        return found

    def _suffices(self, teaser: Article, article: Article, fit: _Fit) -> bool:
        title = _content(words(teaser.title or ""))
        if not (fit.address or fit.title):
            return fit.holds and (len(title) < _TELLS or self._shared(title, article) >= _DIFFERS)
        if fit.holds:
            return True
        content = self.lines[teaser.text].content
        shared = self._shared(content, article)
        agrees, comparable = len(content) >= _COMPARED[0] and shared >= _AGREES, len(content) >= _COMPARED[1]
        if comparable and shared < _DIFFERS:
            return fit.address and fit.title > 0
        if fit.address or agrees:
            return True
        if fit.own == 0 and (comparable or fit.title < 2):
            return False  # another outlet's article only where its words are the same
        return fit.title == 1 or len(title) >= _TELLS or (fit.own == 2 and _same_day(teaser, article))

    def _chosen(self, teaser: Article, found: Sequence[tuple[_Fit, float, Article]]) -> Article | None:
        """Give the article that fits best; of several, if they are versions of one text, the nearest in time."""
        if not found:
            return None
        best = max(fit for fit, *_ in found)
        most = max(held for fit, held, _ in found if fit == best)
        rivals = [article for fit, held, article in found if fit == best and held >= most - _SLACK]
        rivals = [article for article in rivals if _same_day(teaser, article)] or rivals
        first = min(rivals, key=lambda article: (_distance(teaser, article), precedence(article)))
        return first if all(self._one_text(first, article) for article in rivals) else None

    def _one_text(self, a: Article, b: Article) -> bool:
        if a.id == b.id:
            return True
        if (address := _address(a.url)) and address == _address(b.url) and words(a.title or "") == words(b.title or ""):
            return True
        one, other = self._head(a), self._head(b)
        return len(one & other) > _ONE_TEXT * min(len(one), len(other))

    def _held(self, lines: _Lines, article: Article) -> float:
        if lines.length < _SAYS:
            return 0.0
        return len(lines.grams & self._head(article)) / len(lines.grams)

    def _head(self, article: Article) -> _Grams:
        if article.id not in self.heads:
            parts = (article.title or "", article.dek or "", article.text[:_HEAD])
            self.heads[article.id] = frozenset(gram for part in parts for gram in _grams(words(part)))
        return self.heads[article.id]

    def _shared(self, content: frozenset[str], article: Article) -> float:
        """Give the share of some words that an article has."""
        if article.id not in self.bodies:
            parts = (article.title or "", article.dek or "", article.text[:_BODY])
            self.bodies[article.id] = frozenset(word for part in parts for word in words(part))
        return len(content & self.bodies[article.id]) / max(1, len(content))


def _lines(text: str) -> _Lines:
    every = words(text[: 20 * _LONGEST])[:_LONGEST]
    return _Lines(len(every), frozenset(_grams(every)), _content(every))


def _content(every: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in every if word[0].isalpha() and not is_function_word(word))


def _grams(every: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(every, every[1:], every[2:], strict=False)


def _pieces(text: str) -> frozenset[str]:
    """Give the longer words at the beginning of ``text`` as they are written, without those that a mark touches."""
    return frozenset(piece for piece in text[: _OPENING // 2].split() if len(piece) > 3 and piece.isalpha())


def _keys(title: str | None) -> Iterator[tuple[str, int]]:
    """Give the folded words of a title, with 2, and of what remains without a label before or after it, with 1."""
    if not title:
        return
    whole = " ".join(words(title))
    if whole:
        yield whole, 2
    between = list(_BETWEEN.finditer(title))
    if between:
        (end, start), (stop, begin) = between[0].span(), between[-1].span()
        for label, rest in ((title[:end], title[start:]), (title[begin:], title[:stop])):
            told = words(rest)
            if 1 <= len(words(label)) <= _LABEL and _tells(told):
                yield " ".join(told), 1


def _start(key: str) -> str:
    return " ".join(key.split(" ", _STARTS)[:_STARTS])


def _tells(title: Iterable[str]) -> bool:
    """Say whether a title of these words is one that hardly two articles share by chance."""
    return len(_content(title)) >= _TELLS


def _address(url: str | None) -> str | None:
    """Give the host and path of a URL in which a link and the page it leads to agree; None for a site's front page."""
    scheme, _, rest = (url or "").strip().partition("://")
    if scheme.lower() not in {"http", "https"}:
        return None
    page, _, route = rest.partition("#")
    page = _CAMPAIGN.sub("", page).rstrip("?&/")
    host, _, path = page.partition("/")
    route = f"#{route}" if route[:1] in {"!", "/"} else ""
    return f"{host.lower().removeprefix('www.')}/{path}{route}" if path or route else None


def _own(teaser: Article, article: Article) -> int:
    one, other = _name(teaser.outlet), _name(article.outlet)
    return 1 if not one or not other else 2 * (one == other)


@lru_cache(maxsize=4096)
def _name(outlet: str | None) -> str:
    return " ".join(words(outlet or "")).removeprefix("the ")


def _apart(a: Article, b: Article) -> float | None:
    one, other = day_of(a), day_of(b)
    return None if one is None or other is None else abs(one - other)


def _same_day(a: Article, b: Article) -> bool:
    one, other = ((article.published.iso[:10] if article.published else "") for article in (a, b))
    return len(one) == 10 and one == other


def _distance(a: Article, b: Article) -> float:
    apart = _apart(a, b)
    return float("inf") if apart is None else apart
