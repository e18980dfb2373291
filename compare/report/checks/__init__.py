"""The results of a check, in the formats that people and CI systems read.

Takes results as they come, and the list of problems that fills meanwhile. Gives bytes as soon as a format allows. Knows
nothing of how anything was found.

A format reads ``problems`` only when there are no more results. What could not be read is told in every format, so that
nothing passes unseen. Words of articles come out fit for a terminal and for the log of a CI system: no control characters,
no line breaks, no change of writing direction, nothing that a runner takes for a command; where bytes are JSON, these
stand escaped and nothing is lost but lone surrogates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from compare.errors import InputError
from compare.model import CheckResult
from compare.report.checks import document, github, junit, records, sarif, text

Format = Callable[[Iterable[CheckResult], Sequence[InputError]], Iterator[bytes]]

FORMATS: Mapping[str, Format] = {
    "text": text.write,
    "json": document.write,
    "jsonl": records.write,
    "github": github.write,
    "junit": junit.write,
    "sarif": sarif.write,
}
