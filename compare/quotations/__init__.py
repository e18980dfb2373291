"""Who said what: the words that an article gives as somebody's, with the marks, cues and mentions that show it.

Takes an ``Article``. Gives its ``Quotation``s. Knows nothing of other articles.
"""

from __future__ import annotations

from compare.quotations.find import find_quotations

__all__ = ["find_quotations"]
