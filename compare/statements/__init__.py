"""Statements: one utterance, as several outlets print it.

Takes an event, its quotations and articles. Gives statements: the quotations that report one utterance, linked pair by
pair, each link with the changes between the two. Knows nothing of how quotations are found or of what outlets chose.
"""

from compare.statements.align import align
from compare.statements.recurrences import find_recurrences

__all__ = ["align", "find_recurrences"]
