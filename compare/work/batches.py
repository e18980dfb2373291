"""Items in batches that fit into the memory.

Takes items one by one. Gives lists of them. Knows nothing of what they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def in_batches(items: Iterable[Item], weight: Callable[[Item], int], most: int, heaviest: int) -> Iterator[list[Item]]:
    """Give the items in order; a batch ends with the one by which it has ``most`` items or reaches ``heaviest``."""
    batch: list[Item] = []
    heavy = 0
    for item in items:
        batch.append(item)
        heavy += weight(item)
        if len(batch) >= most or heavy >= heaviest:
            yield batch
            batch, heavy = [], 0
    if batch:
        yield batch
