"""A check as SARIF 2.1.0, the log format of analysis tools that code hosts show beside the code.

Takes results and problems. Gives one JSON document. Knows nothing of the tools that read it.

The format: OASIS Standard, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import compare
from compare.errors import InputError
from compare.model import CheckResult, Duplicate, Origin
from compare.report.checks.values import array, encode
from compare.report.checks.words import KINDS, article_words, closest, known_words, line_of, plain, told

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_INDEX = {kind: index for index, kind in enumerate(KINDS)}
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # surrogates that do not stand for a byte of a file's name
_BRACE, _LINK = re.compile(r"[{}]"), re.compile(r"\](?=\()")


def write(results: Iterable[CheckResult], problems: Sequence[InputError]) -> Iterator[bytes]:
    """Give each article that is not new as it comes; whether all could be read stands at the end."""
    yield b'{"$schema": ' + encode(_SCHEMA) + b',\n"version": "2.1.0",\n"runs": [{"tool": ' + encode(_tool())
    yield b',\n"results": '
    yield from array(_result(result) for result in results if result.kind != "new")
    lost = any(problem.lost for problem in problems)
    yield b',\n"invocations": [{"executionSuccessful": ' + encode(not lost) + b', "toolExecutionNotifications": '
    yield from array(map(_notification, problems))
    yield b"}]}]}\n"


def _tool() -> dict[str, Any]:
    rules = [
        {
            "id": kind,
            "name": kind.title().replace("-", ""),
            "shortDescription": {"text": words.name},
            "fullDescription": {"text": words.meaning},
            "help": {"text": words.help},
            "defaultConfiguration": {"level": "error"},
        }
        for kind, words in KINDS.items()
    ]
    return {"driver": {"name": "newscompare", "version": compare.__version__, "rules": rules}}


def _result(result: CheckResult) -> dict[str, Any]:
    article, known = result.article, closest(result)
    return {
        "ruleId": known.kind,
        "ruleIndex": _INDEX[known.kind],
        "level": "error" if result.refused else "note",
        "message": {"text": _message("; ".join((article_words(article), *told(result))))},
        "locations": _locations(article.origin),
        "relatedLocations": _related(result.duplicates),
        "partialFingerprints": {"articleAndKnown/v1": _fingerprint(article.id, known.article)},
        "properties": {
            "article": article.id,
            "known": known.article,
            "jaccard": round(known.jaccard, 4),
            "containment": round(known.containment, 4),
            "measured": known.measured,
        },
    }


def _related(known: Sequence[Duplicate]) -> list[dict[str, Any]]:
    return [
        {"id": number, **location, "message": {"text": _message(known_words(one))}}
        for number, one in enumerate(known, 1)
        for location in _locations(one.origin)
    ]


def _locations(origin: Origin) -> list[dict[str, Any]]:
    return _location(origin.file, line_of(origin))


def _location(file: str, line: int | None) -> list[dict[str, Any]]:
    """Give the place in a file; code hosts want a line, so that of a page is its first. Standard input is no place."""
    if file in {"", "-"}:
        return []
    return [{"physicalLocation": {"artifactLocation": {"uri": _uri(file)}, "region": {"startLine": line or 1}}}]


def _uri(file: str) -> str:
    path = PurePath(_NO_BYTE.sub("\ufffd", file))
    return path.as_uri() if path.is_absolute() else quote(path.as_posix().encode(errors="surrogateescape"))


def _message(text: str) -> str:
    """Give ``text`` as a message that has no placeholders (braces are doubled) and no links (section 3.11)."""
    return _LINK.sub("] ", _BRACE.sub(r"\g<0>\g<0>", text))


def _fingerprint(article: str, known: str) -> str:
    """Give what is the same in every run that finds the same article to repeat the same known one."""
    digest = hashlib.sha256()
    for name in (article, known):
        encoded = name.encode("utf-8", "surrogatepass")
        digest.update(f"{len(encoded)}:".encode() + encoded)
    return digest.hexdigest()[:32]


def _notification(problem: InputError) -> dict[str, Any]:
    return {
        "level": "error" if problem.lost else "warning",
        "message": {"text": _message(plain(problem.message))},
        "locations": _location(problem.path, problem.line),
    }
