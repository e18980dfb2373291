"""How compiled functions are made.

Takes functions on NumPy arrays. Gives the same, compiled by numba. Imported only where there is enough work to pay for it;
what is compiled is kept on disk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile ``function`` when it is first called; while it runs, other threads may."""
    return cast("Function", numba.njit(nogil=True, cache=True, boundscheck=False)(function))
