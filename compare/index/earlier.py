"""What an index holds of an article already: the same words under its id or URL, or an earlier revision.

Takes entries, one after the other, as they are put in. Says what is there of each. Knows nothing of how alike texts are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from compare.index.database import Database
    from compare.index.entries import Entry

_LOOKED_AT = 1_000  # articles under one key: that many are one text, or revisions of one article
_LATEST = """
SELECT a.number FROM postings p JOIN articles a ON a.number = p.article
WHERE p.key = ? AND a.teaser = ? AND (a.id = ? OR a.url = ?) ORDER BY p.article DESC LIMIT 1
"""
_SAYS_SO = """
SELECT a.id = ?, a.url = ? FROM (SELECT article FROM postings WHERE key = ? ORDER BY article DESC LIMIT ?) p
JOIN articles a ON a.number = p.article WHERE a.content = ? AND a.teaser = ? AND (a.id = ? OR a.url = ?)
"""


class Earlier(NamedTuple):
    """Whether the same words are there under the id or the URL of an article, and the number of its latest revision."""

    by_id: bool
    by_url: bool
    latest: int | None


class Known:
    """What is in the database, and what was put in since and has no postings yet: ``note`` says that, ``posted`` ends it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._latest: dict[tuple[str, str, bool], int] = {}
        self._said: set[tuple[str, str, bool, bytes]] = set()

    def posted(self) -> None:
        """Forget what has its postings now."""
        self._latest.clear()
        self._said.clear()

    def note(self, number: int, one: Entry) -> None:
        """Remember an article that was put in."""
        for kind, name in _names(one):
            self._latest[kind, name, one.teaser] = number
            self._said.add((kind, name, one.teaser, one.content))

    def look(self, one: Entry) -> Earlier:
        """Say what is there of an article."""
        latest = 0
        for key, (kind, name) in zip(one.named, _names(one), strict=True):
            row = self._database.execute(_LATEST, (key, one.teaser, one.id, one.url)).fetchone()
            latest = max(latest, row[0] if row else 0, self._latest.get((kind, name, one.teaser), 0))
        if not latest:
            return Earlier(by_id=False, by_url=False, latest=None)
        said = {kind for kind, name in _names(one) if (kind, name, one.teaser, one.content) in self._said}
        for key in (*one.said, *one.named):  # those with the same words first: they are few
            values = (one.id, one.url, key, _LOOKED_AT, one.content, one.teaser, one.id, one.url)
            for by_id, by_url in self._database.execute(_SAYS_SO, values):
                said |= {kind for kind, true in (("id", by_id), ("url", by_url)) if true}
        return Earlier("id" in said, "url" in said, latest)


def _names(one: Entry) -> tuple[tuple[str, str], ...]:
    return (("id", one.id), ("url", one.url)) if one.url else (("id", one.id),)
