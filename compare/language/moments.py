"""Publication dates as points on one line.

Takes ISO 8601 strings cut to what is known, and articles with such dates. Gives days. Knows nothing of texts.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compare.model import Article

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=4096)  # many articles of one day
def days(iso: str) -> float:
    """Give the days since 1970-01-01 UTC of an ISO 8601 date or time; a time without a zone counts as UTC.

    ``2019`` and ``2019-05`` give their first day. Raises ValueError where the string is no date.
    """
    padded = iso + {4: "-01-01", 7: "-01"}.get(len(iso), "")
    moment = datetime.fromisoformat(padded)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH).total_seconds() / 86_400


def day_of(article: Article) -> float | None:
    """Give the time of publication in days, if it is known to the day."""
    published = article.published
    return days(published.iso) if published and published.precision in ("day", "minute") else None


def moment(iso: str | None) -> float:
    """Give the days of a date, or infinity where there is none: what has no date comes last."""
    return days(iso) if iso else inf


def published_at(article: Article) -> float:
    """Give the days at which an article appeared, or infinity where it is not known."""
    return moment(article.published.iso if article.published else None)


def precedence(article: Article) -> tuple[float, str]:
    """Give a key that sorts by publication, articles without a date last, and then by id."""
    return published_at(article), article.id
