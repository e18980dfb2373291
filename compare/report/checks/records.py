"""A check as JSON lines.

Takes results and problems. Gives an object a line: a result as ``check.schema.json`` describes it under ``$defs``, and at
the end each problem as ``{"problem": …}``. Knows nothing of what stands in a result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from compare.errors import InputError
from compare.model import CheckResult
from compare.report.checks.values import encode, problem, result


def write(results: Iterable[CheckResult], problems: Sequence[InputError]) -> Iterator[bytes]:
    """Give each result as it comes."""
    for value in results:
        yield encode(result(value)) + b"\n"
    for lost in problems:
        yield encode({"problem": problem(lost)}) + b"\n"
