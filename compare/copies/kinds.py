"""Why two articles share a text: what outlets, dates and credits tell of it.

Takes what is kept of two articles. Gives the kind of their pair. Knows nothing of texts.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from compare.language.letters import fold
from compare.model import CopyKind


class Known(NamedTuple):
    """What is kept of an article; sorted, the first is the original: earliest, then longest, then first by id.

    ``day`` is in days since 1970, and infinite where it is not known.
    """

    day: float
    shorter: int
    id: str
    outlet: str | None
    agency: str | None


def told_kind(one: Known, two: Known, kind: CopyKind) -> CopyKind:
    """Give the kind that outlets, dates and credits tell of a pair; that which the texts tell where they tell none."""
    if one.outlet and two.outlet:
        agencies = {fold(agency) for agency in (one.agency, two.agency) if agency}
        if fold(one.outlet) != fold(two.outlet):
            return "syndicated" if len(agencies) == 1 else kind
        if kind != "exact" and one.day != two.day and inf not in (one.day, two.day):
            return "revised"
    return kind
