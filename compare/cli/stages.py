"""The commands that print what one stage found, and ``report``, which prints all of it.

Takes a ``Request``, and how the result is to be printed. Gives the result on standard output or in a file. Knows nothing
of how anything is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

import compare
from compare.cli.options import Request, given_events, inputs, stage
from compare.cli.reading import Reading, progress
from compare.cli.writing import note, on_terminal, printed, printed_whole, usual_form, write
from compare.errors import CompareError, InputError

if TYPE_CHECKING:
    from compare.model import Article, Event, Report
    from compare.pipeline import Stage


_across_events = click.option(
    "--across-events",
    is_flag=True,
    help="Also list words of an earlier event that come again later (after as many days as the setting statements.days).",
)


@stage("read", "Print the articles as they were read.", "read pages/ --format jsonl > articles.jsonl")
def read_command(request: Request, **options: Any) -> None:  # noqa: D103 - the summary above is the docstring
    print_stage("read", request, **options)


@stage("copies", "Print which articles are the same text.", "copies articles.jsonl")
def copies_command(request: Request, form: str | None) -> None:  # noqa: D103 - as above
    from compare.copies import find_copies  # noqa: PLC0415 - the stages, which --help does not need
    from compare.model import Report  # noqa: PLC0415 - as above

    settings, form = request.settings(), form or usual_form(request.output)
    reading = Reading(request, settings)
    heads: list[Article] = []
    # Articles pass one by one: there may be more than the memory holds. A table needs their titles.
    passing = (_noted(article, heads) for article in reading) if form == "table" else reading
    groups = find_copies(passing, settings, progress=progress(quiet=request.quiet))
    reading.told()
    report = Report(compare.__version__, settings.as_dict(), tuple(heads), groups, (), (), (), ())
    write(request.output, printed(report, "copies", form))
    reading.exit()


def _noted(article: Article, heads: list[Article]) -> Article:
    heads.append(replace(article, text="", extra={}))
    return article


@stage("quotes", "Print who said what: quotations with their speakers.", "quotes page.txt")
def quotes_command(request: Request, **options: Any) -> None:  # noqa: D103 - as above
    print_stage("quotes", request, **options)


@stage(
    "statements",
    "Print which quotations report one utterance, and what changed.",
    "statements articles/ --events events.jsonl",
)
@given_events
@_across_events
def statements_command(request: Request, **options: Any) -> None:  # noqa: D103 - as above
    print_stage("statements", request, **options)


@stage("framing", "Print what each outlet chose, per event.", "framing articles/ --part voices --format jsonl")
@given_events
@click.option(
    "--part", type=click.Choice(["headlines", "voices", "omissions"]), help="Print one kind of finding, one a line."
)
def framing_command(request: Request, **options: Any) -> None:  # noqa: D103 - as above
    print_stage("framing", request, **options)


@click.command("report", epilog="Example: newscompare report articles/ --format json -o report.json")
@inputs
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="table for people, json for programs.",
)
@given_events
@_across_events
def report_command(request: Request, form: str, events_file: str | None, *, across_events: bool) -> None:
    """Print, per event, the outlets side by side.

    PATH is a file, a folder, or - for standard input.
    """
    report, reading = _found("framing", request, events_file, across_events=across_events)
    write(request.output, printed_whole(report, form, terminal=on_terminal(request.output)))
    reading.exit()


def print_stage(
    name: Stage,
    request: Request,
    *,
    form: str | None,
    events_file: str | None = None,
    part: str | None = None,
    across_events: bool = False,
) -> None:
    """Run the pipeline up to one stage and print what that found."""
    report, reading = _found(name, request, events_file, across_events=across_events)
    form = form or usual_form(request.output)
    terminal = on_terminal(request.output)
    write(request.output, printed(report, name, form, part, terminal=terminal, across_events=across_events))
    reading.exit()


def _found(
    name: Stage, request: Request, events_file: str | None, *, across_events: bool = False
) -> tuple[Report, Reading]:
    from compare import pipeline  # noqa: PLC0415 - the stages, which --help does not need
    from compare.work.processes import cores  # noqa: PLC0415 - as above

    if events_file == "-" and "-" in request.paths:
        raise CompareError("standard input can be read once: as articles or as --events")
    settings = request.settings()
    reading = Reading(request, settings)
    articles = tuple(sorted(reading, key=lambda article: article.id))
    reading.told()
    events = _events(events_file, articles, quiet=request.quiet) if events_file else None
    follow = progress(quiet=request.quiet)
    report = pipeline.run(articles, settings, name, events, follow, workers=cores(), across_events=across_events)
    return report, reading


def _events(path: str, articles: Sequence[Article], *, quiet: bool) -> list[Event]:
    from compare.read.clusters import read_events  # noqa: PLC0415 - as above

    missing: list[str] = []
    events = read_events(path, {article.id for article in articles}, missing)
    if not events:
        raise InputError(path, "names no article that was read")
    if missing and not quiet:
        note(
            f"{path}: names {len(missing)} that were not read, such as {missing[0]!r}; the events are shown without them"
        )
    members = {name for event in events for name in event.articles}
    others = sum(article.id not in members for article in articles)
    if others and not quiet:
        note(f"{path}: {others} of the {len(articles)} articles read are in no event of it and are left out")
    return events
