"""Framing: what each outlet chose of an event, side by side.

Takes an event with its articles, quotations, statements and copies. Gives ``Framing``: columns, voices, what only one
column carries, and what a column leaves out. Knows nothing of how any of these were found, and judges nobody.
"""

from compare.framing.frame import frame

__all__ = ["frame"]
