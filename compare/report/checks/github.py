"""A check as annotations of GitHub Actions, which it shows beside the lines of the files.

Takes results and problems. Gives workflow commands, and a last line that counts. Knows nothing of GitHub's interface.

GitHub shows ten errors and ten notices of a step, so what is refused comes as it is found, and what is allowed at the end.
The commands and their escapes: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from compare.errors import InputError
from compare.model import CheckResult
from compare.report.checks.words import KINDS, Tally, article_words, file_name, line_of, place, plain, told

_MESSAGE = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = _MESSAGE | {ord(":"): "%3A", ord(","): "%2C"}


def write(results: Iterable[CheckResult], problems: Sequence[InputError]) -> Iterator[bytes]:
    """Give an error for each article that is refused or could not be read, and a notice for each that is allowed."""
    tally, allowed = Tally(), []
    for result in results:
        tally.add(result)
        if result.kind != "new":
            origin = result.article.origin
            name, lines = KINDS[result.kind].name, (article_words(result.article), *told(result))
            if result.refused:
                yield _command("error", origin.file, line_of(origin), f"{name}: refused", lines)
            else:
                allowed.append(_command("notice", origin.file, line_of(origin), f"{name}: allowed", lines))
    for problem in problems:
        level, title = ("error", "Could not be read") if problem.lost else ("warning", "Read with a note")
        yield _command(level, problem.path, problem.line, title, (plain(problem.message),))
    yield from allowed
    yield f"{tally.summary(problems)}\n".encode()


def _command(level: str, file: str, line: int | None, title: str, lines: Sequence[str]) -> bytes:
    """Give one command; where the file is none of the repository's, the message says where the article stood."""
    properties = {"file": file_name(file), "line": line, "title": title}
    if file in {"", "-"}:
        del properties["file"], properties["line"]
        lines = (*lines, *filter(None, (place(file, line),)))
    written = ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in properties.items() if value)
    message = "\n".join(lines).translate(_MESSAGE)
    return f"::{level} {written}::{message}\n".encode()
