"""Copies that rest on boilerplate: a paragraph under every article of an outlet proves nothing.

Takes an incoming text's marks, and a known article that seems to be a copy. Says whether it rests on boilerplate. Knows
nothing of what a passage says.

The rule is much that of ``compare.copies.boilerplate``, on marks instead of shingles: a mark is boilerplate if more than
``MANY`` articles of one outlet have it, the revisions of one counted once. A copy rests on it if half or more of the marks
that both share are boilerplate, and what is left, counted without it, reaches no threshold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compare.copies.boilerplate import FEW_WORDS, MANY

if TYPE_CHECKING:
    from compare.copies.sketches import Likeness, Sketch
    from compare.index.database import Database
    from compare.settings import CopiesSettings

_HAS = "SELECT 1 FROM postings WHERE key = ? AND article = ?"
_OFTEN = """
SELECT MAX(number) FROM (SELECT COUNT(DISTINCT name) AS number FROM (
    SELECT a.outlet, IFNULL(a.url, a.id) AS name FROM postings p JOIN articles a ON a.number = p.article
    WHERE p.key = ? LIMIT ?
) GROUP BY outlet)
"""
_LOOKED_AT = 8 * MANY  # articles under one key


class Boilerplate:
    """What is boilerplate among the passages of one incoming text; each is looked up once."""

    def __init__(self, database: Database, sketch: Sketch, settings: CopiesSettings) -> None:
        self._database, self._sketch, self._settings = database, sketch, settings
        self._known: dict[int, bool] = {}

    def carries(self, number: int, shingles: int, alike: Likeness) -> bool:
        """Say whether the likeness to the article of this number and size rests on boilerplate."""
        if alike.jaccard >= FEW_WORDS:
            return False
        shared = [key for key in self._sketch.marks if self._database.execute(_HAS, (key, number)).fetchone()]
        common = sum(map(self._often, shared))
        if not common or 2 * common < len(shared):
            return False
        one, two, settings = len(self._sketch.shingles), shingles, self._settings
        both = alike.containment * min(one, two)
        passed = both * common / len(shared)
        left = both - passed
        near, held = left / max(1, one + two - both - passed), left / max(1, min(one, two) - passed)
        return near < settings.jaccard and held < settings.containment

    def _often(self, key: int) -> bool:
        if key not in self._known:
            (number,) = self._database.execute(_OFTEN, (key, _LOOKED_AT)).fetchone()
            self._known[key] = (number or 0) > MANY
        return self._known[key]
