"""The parts of quotations that reporters interrupted.

Takes quotations. Gives, for each, the parts that it belongs to. Knows nothing of what they say.
"""

from __future__ import annotations

from collections.abc import Iterable

from compare.model import Quotation


def chains(quotations: Iterable[Quotation]) -> dict[str, list[Quotation]]:
    """Give, by the id of each quotation, the parts of the interrupted quotation that it belongs to, in their order."""
    found: dict[str, list[Quotation]] = {}
    for quotation in sorted(quotations, key=lambda q: (q.article, q.span)):
        chain = found.get(quotation.continues or "", [])
        chain.append(quotation)
        found[quotation.id] = chain
    return found
