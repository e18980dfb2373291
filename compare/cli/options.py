"""What several commands are asked, in the same words.

Takes functions. Gives them with options, and what every command is asked as one ``Request``. Knows nothing of what the
functions do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from compare.settings import Settings

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What every command that reads articles is asked.

    ``paths`` are files, folders, or ``-`` for standard input; without ``output``, what was found is printed.
    """

    paths: tuple[str, ...]
    output: str | None
    settings_file: str | None
    quiet: bool

    def settings(self) -> Settings:
        """Load the settings. Raises SettingsError where the file cannot be read or does not fit."""
        from compare.settings import Settings, load_settings  # noqa: PLC0415 - --help does not need it

        return load_settings(self.settings_file) if self.settings_file else Settings()


def inputs(function: Command) -> Command:
    """Ask what every command is asked; ``function`` gets it as its first argument, a ``Request``."""

    @wraps(function)
    def command(
        *, paths: tuple[str, ...], output: str | None, settings_file: str | None, quiet: bool, **own: Any
    ) -> Any:
        return function(Request(paths, output, settings_file, quiet), **own)

    asking: Command = command
    for option in reversed(
        (
            click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
            click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of printing."),
            click.option("--settings", "settings_file", metavar="FILE", help="Take settings from a TOML file."),
            click.option("-q", "--quiet", is_flag=True, help="No progress and no notes; only errors."),
        )
    ):
        asking = option(asking)
    return asking


table_or_lines = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    help="table for people, jsonl for programs. [default: table on a terminal, else jsonl]",
)

given_events = click.option(
    "--events", "events_file", metavar="FILE", help="Take events from FILE (lines of `newscompare events`)."
)


def stage(name: str, summary: str, example: str) -> Callable[[Command], click.Command]:
    """Make a command that runs the pipeline up to one stage and prints what it found."""

    def decorate(function: Command) -> click.Command:
        function.__doc__ = f"{summary}\n\n    PATH is a file, a folder, or - for standard input."
        return click.command(name, epilog=f"Example: newscompare {example}")(inputs(table_or_lines(function)))

    return decorate
