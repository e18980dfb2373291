"""Publication dates as points on one line.

Takes ISO 8601 strings cut to what is known. Gives days. Knows nothing of where they come from.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

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
