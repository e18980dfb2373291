"""A check as one JSON document, as ``check.schema.json`` describes it.

Takes results and problems. Gives JSON with a result a line. Knows nothing of what stands in a result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import compare
from compare.errors import InputError
from compare.model import CheckResult
from compare.report.checks.values import array, encode, problem, result, summary
from compare.report.checks.words import Tally


def write(results: Iterable[CheckResult], problems: Sequence[InputError]) -> Iterator[bytes]:
    """Give each result as it comes; the summary and the problems, which are known last, stand at the end."""
    tally = Tally()

    def counted() -> Iterator[object]:
        for value in results:
            tally.add(value)
            yield result(value)

    yield b'{"version": ' + encode(compare.__version__) + b',\n"results": '
    yield from array(counted())
    yield b',\n"problems": '
    yield from array(map(problem, problems))
    yield b',\n"summary": ' + encode(summary(tally, problems)) + b"}\n"
