"""What a command found, printed or written to a file.

Takes a report, or bytes. Gives a table or lines of JSON, on standard output or in a file. Knows nothing of what was read,
nor of how anything was found.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, cast

import click

from compare.errors import CompareError

if TYPE_CHECKING:
    from compare.model import Report

_WIDTH = 80


def check_output(output: str | None, paths: Sequence[str]) -> None:
    """Refuse, before anything is read, a file that cannot be written or that would overwrite what is read."""
    if output is None or output == "-":
        return
    place = os.path.realpath(output)
    if place in {os.path.realpath(path) for path in paths}:
        raise CompareError(f"{output}: is read, and would be overwritten; write to another file")
    folder = os.path.dirname(place)
    if not os.path.isdir(folder):
        raise CompareError(f"{output}: cannot be written: there is no folder {folder}")


def write(output: str | None, chunks: Iterable[bytes]) -> None:
    """Write to the file ``output``, or to standard output where it is None or ``-``. Raises CompareError."""
    try:
        with _opened(output) as stream:
            for chunk in chunks:
                stream.write(chunk)
            stream.flush()
    except BrokenPipeError:  # whoever reads has seen enough: `newscompare read … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise CompareError(f"{output or 'standard output'}: cannot be written: {error.strerror}") from None


def _opened(output: str | None) -> IO[bytes]:
    if output is None and (sys.stdout is None or sys.stdout.closed):
        raise CompareError("there is no standard output; name a file with -o")
    return cast("IO[bytes]", click.open_file("-" if output is None else output, "wb"))


def note(text: str) -> None:
    """Tell something on standard error, on one line; names of files may hold what commands a terminal or a CI runner."""
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    click.echo(f"newscompare: {shown}", err=True)


def on_terminal(output: str | None) -> bool:
    """Tell whether a person sees what is written to ``output``."""
    return output is None and sys.stdout is not None and sys.stdout.isatty()


def usual_form(output: str | None) -> str:
    """Give the form that is printed where none is asked for: ``table`` on a terminal, else ``jsonl``."""
    return "table" if on_terminal(output) else "jsonl"


def width() -> int:
    """Give how many columns a table may fill."""
    return shutil.get_terminal_size((_WIDTH, 24)).columns


def _colour(*, terminal: bool) -> bool:
    """Tell whether to print in colour: on a terminal, unless NO_COLOR says anything (no-color.org)."""
    return terminal and not os.environ.get("NO_COLOR")


def printed(
    report: Report,
    stage: str,
    form: str,
    part: str | None = None,
    *,
    terminal: bool = False,
    across_events: bool = False,
) -> Iterable[bytes]:
    """Give what one stage found, as ``table`` or ``jsonl``; of the framing, only one ``part`` where it is named."""
    if form == "table" and stage == "statements":
        from compare.report.statements import statement_reports  # noqa: PLC0415 - tabulate only for tables

        colour = _colour(terminal=terminal)
        yield (statement_reports(report, width(), colour=colour, across_events=across_events) + "\n").encode()
        return
    if form == "table":
        from compare.report.table import TABLES, findings  # noqa: PLC0415 - tabulate only for tables
        from compare.report.values import lines  # noqa: PLC0415 - orjson as above

        found = findings(lines(report, stage, part), width()) if part else TABLES[stage](report, width())
        yield (found + "\n").encode()
        return
    from compare.report import values  # noqa: PLC0415 - orjson only for JSON

    yield from (values.dumps(line) for line in values.lines(report, stage, part))


def printed_whole(report: Report, form: str, *, terminal: bool) -> Iterable[bytes]:
    """Give the whole report, as ``table`` (in colour on a terminal, where NO_COLOR is not set) or ``json``."""
    if form == "table":
        from compare.report.terminal import event_reports  # noqa: PLC0415 - tabulate only for tables

        yield (event_reports(report, width(), colour=_colour(terminal=terminal)) + "\n").encode()
        return
    from compare.report import values  # noqa: PLC0415 - orjson only for JSON

    yield values.dumps(values.document(report), indent=True)
