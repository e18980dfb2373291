"""The command line: parse, call one function of the library, print, exit.

Takes arguments. Gives an exit status: 0 done, 1 duplicates found by `check`, 2 nothing could be read or the command was
misused, 3 done but a part of the input could not be read, 130 interrupted. Knows nothing of what the commands do.
"""

from __future__ import annotations

import sys

import click

import compare
from compare.cli.check import check_command
from compare.cli.dedupe import dedupe_command
from compare.cli.events import events_command
from compare.cli.index import index_group
from compare.cli.reading import NOTHING_READ
from compare.cli.stages import (
    copies_command,
    framing_command,
    quotes_command,
    read_command,
    report_command,
    statements_command,
)
from compare.cli.writing import note
from compare.errors import CompareError


class _Main(click.Group):
    """The group of commands, in the order of the stages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)


@click.group(
    cls=_Main,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: newscompare report articles/ more.jsonl",
)
@click.version_option(compare.__version__, prog_name="newscompare")
def cli() -> None:
    """Compare how news outlets report one event.

    Each command takes files and folders of articles: text pages, HTML pages and JSON lines, plain or packed (.gz, .zst).
    """


for _command in (
    read_command,
    copies_command,
    dedupe_command,
    events_command,
    quotes_command,
    statements_command,
    framing_command,
    report_command,
    check_command,
    index_group,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line; an error on purpose is one line on standard error and exit status 2, never a traceback."""
    try:
        status = cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except CompareError as error:
        note(str(error))
        status = NOTHING_READ
    except (KeyboardInterrupt, click.Abort):
        note("interrupted")
        status = 130
    sys.exit(status)
