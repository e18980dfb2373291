"""How longer work is followed.

Takes the name of some work and what it goes through. Gives that back. Knows nothing of how progress is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Progress(Protocol):
    """Is given the name of longer work and what it will go through; gives that back one by one."""

    def __call__(self, name: str, items: Sequence[Item], /) -> Iterable[Item]:  # noqa: D102 - the class says it
        ...


def silently(name: str, items: Sequence[Item], /) -> Iterable[Item]:
    """Show no progress."""
    del name
    return items
