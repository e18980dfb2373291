"""Which known articles an incoming one repeats.

Takes an article with its sketch, and the database. Gives ``Duplicate`` values. Knows nothing of policy.

Candidates are the articles that share keys, first those that share many which few others have. Each is measured: on both
texts where the known one is kept, otherwise on the incoming text and the other's table of bits. The cost depends on how many
share a key, not on how many articles there are; of those under one key, the first ``_UNDER`` count, so that it has a limit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from compare.copies.kinds import Known, told_kind
from compare.copies.shingles import runs, shared
from compare.copies.sketches import Estimate, Likeness, estimate, estimate_within, likeness, sketches
from compare.index.boilerplate import Boilerplate
from compare.index.differences import first_difference
from compare.index.entries import content_keys, named_keys, storable, unpack
from compare.index.urls import canonical_url
from compare.language.hashes import word_hashes
from compare.language.moments import moment
from compare.model import Article, Duplicate, Origin

if TYPE_CHECKING:
    from compare.copies.sketches import Sketch
    from compare.index.database import Database
    from compare.model import CheckKind
    from compare.settings import CopiesSettings

_UNDER = 200  # articles under one key that are looked at
_NAMED = 20  # and under one id or URL, the latest ones
_CANDIDATES = 100  # that are measured
_GIVEN = 10
_NEARLY = 0.1  # below a threshold, an estimate is worth a closer look
_LONGER = 3  # times as long, a text holds so much else that it must be looked for where the known one stands together
_COPIES = {"near", "contained", "syndicated", "revision"}
_ORDER: tuple[CheckKind, ...] = ("exact", "revision", "syndicated", "near", "contained", "same-id", "same-url")
_FIND = "SELECT article FROM postings WHERE key = ? LIMIT ?"
_LATEST = "SELECT article FROM postings WHERE key = ? ORDER BY article DESC LIMIT ?"
_MEASURE = "SELECT shingles, bits FROM articles WHERE number = ?"
_FETCH = """
SELECT a.number, a.id, a.url, a.title, a.published, a.teaser, f.name, a.item, a.words, a.shingles, a.content, a.bits,
a.text, o.name, g.name
FROM articles a LEFT JOIN names o ON o.number = a.outlet LEFT JOIN names g ON g.number = a.agency
JOIN names f ON f.number = a.file WHERE a.number = ?
"""


class _Row(NamedTuple):
    number: int
    id: str
    url: str | None
    title: str | None
    published: str | None
    teaser: int
    file: str
    item: int
    words: int
    shingles: int
    content: bytes
    bits: bytes
    text: bytes | None
    outlet: str | None
    agency: str | None


class _Alike(NamedTuple):
    """How alike two texts are; whether that was measured on both, whether they could be compared, and are the same."""

    likeness: Likeness
    measured: bool = False
    compared: bool = True
    same: bool = False


class _Found(NamedTuple):
    row: _Row
    kind: CheckKind
    alike: _Alike


_SAME = _Alike(Likeness(1.0, 1.0), measured=True, same=True)
_APART = _Alike(Likeness(0.0, 0.0))


def find_duplicates(
    database: Database, article: Article, sketch: Sketch, settings: CopiesSettings
) -> tuple[Duplicate, ...]:
    """Give what is known and the article repeats, the closest first, ten of a kind at most."""
    url = canonical_url(article.url) if article.url else None
    named = (storable(article.id), url and storable(url))
    found, boilerplate = [], Boilerplate(database, sketch, settings)
    for row in _candidates(database, sketch, url, article.id, settings):
        alike = _SAME if row.content == sketch.content else _alike(article, sketch, row, settings)
        kind = _kind(article, named, row, alike, settings)
        if kind in _COPIES and boilerplate.carries(row.number, row.shingles, alike.likeness):
            kind = _kind(article, named, row, _APART, settings)
        if kind is not None:
            found.append(_Found(row, kind, alike))
    found.sort(key=lambda one: (*_closeness(one.kind, one.alike.likeness), one.row.number))
    of_kind = Counter[str]()
    given = []
    for one in found:
        of_kind[one.kind] += 1
        if of_kind[one.kind] <= _GIVEN:
            given.append(_duplicate(article, sketch, one, settings))
    return tuple(given)


def closeness(known: Duplicate) -> tuple[float, ...]:
    """Give what known articles are sorted by, the closest first; of equals the one that came first."""
    return _closeness(known.kind, Likeness(known.jaccard, known.containment))


def _closeness(kind: CheckKind, alike: Likeness) -> tuple[float, ...]:
    return _ORDER.index(kind), -max(alike), -alike.jaccard


def _candidates(
    database: Database, sketch: Sketch, url: str | None, name: str, settings: CopiesSettings
) -> Iterator[_Row]:
    """Give the articles that share a key: of the words, id or URL, and those that share many others and seem alike."""
    execute = database.connection.execute
    chosen = {number: None for key in named_keys(name, url) for (number,) in execute(_LATEST, (key, _NAMED))}
    chosen |= {number: None for key in content_keys(sketch) for (number,) in execute(_FIND, (key, _UNDER))}
    likely: defaultdict[int, float] = defaultdict(float)
    for key in sketch.keys:
        under = execute(_FIND, (key, _UNDER)).fetchall()
        for (number,) in under:
            likely[number] += 1 / len(under)  # what few share tells more, and boilerplate next to nothing
    ordered = sorted(likely, key=lambda number: (-likely[number], number))
    for number in (one for one in ordered[:_CANDIDATES] if one not in chosen):
        size, bits = execute(_MEASURE, (number,)).fetchone() or (0, b"")
        if size and _reached(estimate(sketch.shingles, bits, size), settings):
            chosen[number] = None
    for number in chosen:
        row = execute(_FETCH, (number,)).fetchone()
        if row is not None:
            yield _Row(*row)


def _reached(about: Estimate, settings: CopiesSettings) -> bool:
    """Say whether a closer look may show a copy: one that is nearly enough alike, or within two standard deviations."""
    less = max(_NEARLY, 2 * about.doubt)
    alike = about.likeness
    return alike.jaccard >= settings.jaccard - less or alike.containment >= settings.containment - less


def _alike(article: Article, sketch: Sketch, row: _Row, settings: CopiesSettings) -> _Alike:
    """Give how alike two texts are; neither a teaser nor a text of too few words is compared."""
    if not (len(sketch.shingles) and row.shingles) or row.teaser or article.kind == "teaser":
        return _APART._replace(compared=False)
    about = estimate(sketch.shingles, row.bits, row.shingles)
    one, two = len(sketch.shingles), row.shingles
    if not _reached(about, settings):
        return _Alike(about.likeness)
    if row.text is None and one > _LONGER * two:
        part = estimate_within(runs(word_hashes(article.text), settings.shingle), row.bits, two)
        return _Alike(likeness(part * two, one, two))
    if row.text is None:
        return _Alike(about.likeness)
    ((_, other),) = sketches([Article("", unpack(row.text))], settings)
    both = shared(sketch.shingles, other.shingles)
    return _Alike(likeness(both, one, two), measured=True)


def _kind(
    article: Article, named: tuple[str, str | None], row: _Row, alike: _Alike, settings: CopiesSettings
) -> CheckKind | None:
    teaser = article.kind == "teaser"
    of_id, of_url = row.id == named[0], row.url is not None and row.url == named[1] and bool(row.teaser) == teaser
    near, held = alike.likeness.jaccard >= settings.jaccard, alike.likeness.containment >= settings.containment
    if alike.same and (of_id or of_url):
        return "exact"
    if of_id or of_url:
        # What cannot be compared is taken at its name's word; but a teaser is no version of its article.
        if near or held or (not alike.compared and bool(row.teaser) == teaser):
            return "revision"
        return "same-id" if of_id else "same-url"
    if (near or held) and (row.words or not alike.same):
        one = _known(article.outlet, article.agency, article.published.iso if article.published else None)
        two = _known(row.outlet, row.agency, row.published)
        kind = told_kind(one, two, "exact" if alike.same else "near" if near else "contained")
        return "revision" if kind == "revised" else kind
    return None


def _known(outlet: str | None, agency: str | None, published: str | None) -> Known:
    return Known(moment(published), 0, "", outlet, agency)


def _duplicate(article: Article, sketch: Sketch, found: _Found, settings: CopiesSettings) -> Duplicate:
    row, alike = found.row, found.alike
    text = unpack(row.text) if row.text is not None and not alike.same else None
    return Duplicate(
        article=row.id,
        kind=found.kind,
        jaccard=alike.likeness.jaccard,
        containment=alike.likeness.containment,
        measured=alike.measured,
        shorter=sketch.words < row.words,
        incoming=False,
        outlet=row.outlet,
        title=row.title,
        published=row.published,
        url=row.url,
        origin=Origin(row.file, row.item),
        difference=None if alike.same else first_difference(article.text, text, row.bits, settings.shingle),
    )
