"""A check as a JUnit report, which most CI systems show as tests.

Takes results and problems. Gives XML that the schema of Jenkins' xUnit plugin allows. Knows nothing of CI systems.

An article is a test: a refused one has failed, one that could not be read is in error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile

from compare.errors import InputError
from compare.model import CheckResult
from compare.report.checks.words import Tally, article_words, file_name, line_of, place, plain, told

_MEMORY = 1 << 24  # bytes of tests that are kept in memory; more go to a temporary file
_CHUNK = 1 << 20


def write(results: Iterable[CheckResult], problems: Sequence[InputError]) -> Iterator[bytes]:
    """Give the report when all results are there: its first line says how many tests failed."""
    tally = Tally()
    with SpooledTemporaryFile(max_size=_MEMORY) as cases:
        for result in results:
            tally.add(result)
            cases.write(_article(result))
        for problem in problems:
            cases.write(_problem(problem))
        refused, lost = tally.refused.total(), sum(problem.lost for problem in problems)
        tests = tally.articles + len(problems)
        yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
        yield f'<testsuite name="newscompare check" tests="{tests}" failures="{refused}" errors="{lost}">\n'.encode()
        cases.seek(0)
        while chunk := cases.read(_CHUNK):
            yield chunk
        yield b"</testsuite>\n"


def _article(result: CheckResult) -> bytes:
    origin, lines = result.article.origin, told(result)
    where = place(origin.file, line_of(origin))
    if result.refused:
        child = ("failure", {"type": result.kind, "message": lines[0]}, (where, *lines))
    else:
        child = ("system-out", {}, (where, f"allowed: {lines[0]}", *lines[1:]) if lines else ())
    return _case(origin.file, article_words(result.article), *child)


def _problem(problem: InputError) -> bytes:
    where, message = place(problem.path, problem.line), plain(problem.message)
    child = ("error", {"type": "InputError", "message": message}) if problem.lost else ("system-out", {})
    return _case(problem.path, where, *child, (f"{where}: {message}",))


def _case(file: str, name: str, tag: str, attributes: dict[str, str], lines: Sequence[str]) -> bytes:
    from xml.etree import ElementTree as Tree  # noqa: PLC0415 - only this format needs XML

    case = Tree.Element("testcase", {"classname": file_name(file), "name": name})
    if lines:
        Tree.SubElement(case, tag, attributes).text = "\n".join(filter(None, lines))
    return Tree.tostring(case, "unicode").encode() + b"\n"
