"""The commands that print what one stage found, and ``report``, which prints all of it.

Takes a ``Request``, and how the result is to be printed. Gives the result on standard output or in a file. Knows nothing
of how anything is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

import compare
from compare.cli.index import a_file
from compare.cli.options import Request, given_events, inputs, stage
from compare.cli.reading import Reading, progress
from compare.cli.writing import check_output, note, on_terminal, printed, printed_whole, usual_form, write
from compare.errors import CompareError, InputError

if TYPE_CHECKING:
    from compare.model import Article, Event, Report
    from compare.pipeline import Stage
    from compare.track import Tracked


@stage("read", "Print the articles as they were read.", "read pages/ --format jsonl > articles.jsonl")
def read_command(request: Request, **options: Any) -> None:  # noqa: D103 - the summary above is the docstring
    _print_stage("read", request, **options)


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


@stage("events", "Print which articles tell of the same event.", "events articles/ --format jsonl")
@click.option(
    "--index",
    "index_file",
    metavar="FILE",
    help="Put the articles into this index, texts and all, and print the events that they join, open, merge or split,"
    " with the old articles of these; it is made if there is none.",
)
def events_command(request: Request, *, form: str | None, index_file: str | None) -> None:  # noqa: D103 - as above
    if index_file is None:
        _print_stage("events", request, form=form)
    else:
        _print_tracked(request, index_file, form or usual_form(request.output))


def _print_tracked(request: Request, index_file: str, form: str) -> None:
    from compare.index import open_index  # noqa: PLC0415 - as above
    from compare.model import Report  # noqa: PLC0415 - as above
    from compare.track import track_events  # noqa: PLC0415 - as above

    check_output(request.output, [index_file])
    settings = request.settings()
    reading = Reading(request, settings)
    articles = tuple(reading)
    reading.told()  # no index is made of nothing
    # Printed before it is kept: who stops us meanwhile finds the batch undone, and gets the same events the next time.
    with open_index(a_file(index_file), settings) as index, index.writing():
        found = track_events(articles, index, progress(quiet=request.quiet))
        report = Report(compare.__version__, settings.as_dict(), found.articles, (), found.events, (), (), ())
        write(request.output, printed(report, "events", form))
    if not request.quiet:
        for line in _told(found, index_file):
            note(line)
    reading.exit()


def _told(found: Tracked, index_file: str) -> Iterator[str]:
    """Say what became of a batch, and which events are no longer what they were."""
    added = found.added
    yield f"{added.articles} put into {index_file}, {added.present} were there; {len(found.events)} events changed"
    parts: dict[str, list[str]] = {}
    for event in found.events:
        if event.merged:
            yield f"{' and '.join(sorted((event.id, *event.merged)))} are one event now: {event.id}"
        if event.split_from is not None:
            parts.setdefault(event.split_from, [event.split_from]).append(event.id)
    for whole, now in parts.items():
        yield f"{whole} was split: {', '.join(now)}"
    if found.without_text:
        yield (
            f"{found.without_text} articles are in {index_file} without their texts and take no part; to put these in, give"
            f" the articles again: newscompare events PATH... --index {index_file}"
        )


@stage("quotes", "Print who said what: quotations with their speakers.", "quotes page.txt")
def quotes_command(request: Request, **options: Any) -> None:  # noqa: D103 - as above
    _print_stage("quotes", request, **options)


@stage(
    "statements",
    "Print which quotations report one utterance, and what changed.",
    "statements articles/ --events events.jsonl",
)
@given_events
def statements_command(request: Request, **options: Any) -> None:  # noqa: D103 - as above
    _print_stage("statements", request, **options)


@stage("framing", "Print what each outlet chose, per event.", "framing articles/ --part voices --format jsonl")
@given_events
@click.option(
    "--part", type=click.Choice(["headlines", "voices", "omissions"]), help="Print one kind of finding, one a line."
)
def framing_command(request: Request, **options: Any) -> None:  # noqa: D103 - as above
    _print_stage("framing", request, **options)


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
def report_command(request: Request, form: str, events_file: str | None) -> None:
    """Print, per event, the outlets side by side.

    PATH is a file, a folder, or - for standard input.
    """
    report, reading = _found("framing", request, events_file)
    write(request.output, printed_whole(report, form, terminal=on_terminal(request.output)))
    reading.exit()


def _print_stage(
    name: Stage, request: Request, *, form: str | None, events_file: str | None = None, part: str | None = None
) -> None:
    report, reading = _found(name, request, events_file)
    write(request.output, printed(report, name, form or usual_form(request.output), part))
    reading.exit()


def _found(name: Stage, request: Request, events_file: str | None) -> tuple[Report, Reading]:
    from compare import pipeline  # noqa: PLC0415 - the stages, which --help does not need

    if events_file == "-" and "-" in request.paths:
        raise CompareError("standard input can be read once: as articles or as --events")
    settings = request.settings()
    reading = Reading(request, settings)
    articles = tuple(sorted(reading, key=lambda article: article.id))
    reading.told()
    events = _events(events_file, articles) if events_file else None
    return pipeline.run(articles, settings, name, events, progress(quiet=request.quiet)), reading


def _events(path: str, articles: Sequence[Article]) -> list[Event]:
    from compare.read.clusters import read_events  # noqa: PLC0415 - as above

    events = read_events(path, {article.id for article in articles})
    if not events:
        raise InputError(path, "names no article that was read")
    return events
