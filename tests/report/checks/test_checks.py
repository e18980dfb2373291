"""What a check found, printed for people and for CI systems; each format is read back as its readers do."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree

import compare
from compare.errors import InputError
from compare.model import Article, CheckKind, CheckResult, Difference, Duplicate, Origin, Published, Span
from compare.report.checks import FORMATS

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "compare/report/checks/check.schema.json").read_text())
SARIF = Draft202012Validator(json.loads((ROOT / "tests/schemas/sarif-2.1.0.json").read_text()))
RESULT, PROBLEM = (
    Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}) for name in ("result", "problem_line")
)
KINDS: tuple[CheckKind, ...] = ("exact", "near", "contained", "revision", "syndicated", "same-url", "same-id")

TEXT = "The bridge at Ostwick will open on Friday, 400 days late, the mayor said."


def known(kind: CheckKind = "near", name: str = "p-1", **fields: object) -> Duplicate:
    made = Duplicate(
        article=name,
        kind=kind,
        jaccard=0.8125,
        containment=0.9,
        measured=True,
        shorter=True,
        incoming=False,
        outlet="Ostwick Post",
        title="Bridge opens at last",
        published="2031-05-02T09:30:00+02:00",
        url="https://post.example/bridge",
        origin=Origin("archive/post.jsonl", 7),
        difference=Difference(Span(43, 56), "300 days late"),
    )
    return replace(made, **fields)  # type: ignore[arg-type] # fields are given by name


def result(*repeats: Duplicate, refused: bool | None = None, **fields: object) -> CheckResult:
    article = Article("n-1", TEXT, title="Bridge to open", outlet="Vale Radio", origin=Origin("in/radio.jsonl", 3))
    article = replace(article, **fields)  # type: ignore[arg-type] # as above
    kind = repeats[0].kind if repeats else "new"
    return CheckResult(article, kind, bool(repeats) if refused is None else refused, repeats)


def batch() -> tuple[list[CheckResult], list[InputError]]:
    """Articles of every kind, and problems: what the golden files show."""
    held = known("contained", "p-2", jaccard=0.21, containment=0.98, measured=False, title=None, published="2031")
    results = [
        result(id="n-0", origin=Origin("in/radio.jsonl", 1), published=Published("2031-05-03", "day")),
        result(
            known("exact", jaccard=1.0, containment=1.0, difference=None), known(name="p-3"), known("revision", "p-4")
        ),
        result(known(jaccard=0.998), id="n-2", origin=Origin("in/radio.jsonl", 4)),
        result(held, id="n-3", outlet=None, title=None, origin=Origin("in/page one.html", 0)),
        result(
            known("revision", difference=Difference(None, "and the toll was dropped.")),
            refused=False,
            id="n-4",
            origin=Origin("in/digest.txt", 2),
        ),
        result(
            known("syndicated", incoming=True, origin=Origin("in/radio.jsonl", 1), difference=None),
            refused=False,
            id="n-5",
            origin=Origin("-", 6),
        ),
        result(
            known("same-url", jaccard=0.02, difference=Difference(Span(0, 10), None)),
            id="n-6",
            origin=Origin("in/radio.jsonl", 6),
        ),
        result(known("same-id", "n-7", jaccard=0.0, difference=None), id="n-7", origin=Origin("in/radio.jsonl", 7)),
    ]
    problems = [
        InputError("in/radio.jsonl", "not valid JSON: unexpected end of data at character 12", 9),
        InputError("in/odd.txt", "bytes that are not UTF-8; read with � in their place", 4, lost=False),
        InputError("in/gone.jsonl", "no such file"),
    ]
    return results, problems


def printed(form: str, results: Sequence[CheckResult], problems: Sequence[InputError] = ()) -> str:
    """Print as a caller does whose list of problems fills while results are read."""
    met: list[InputError] = []

    def reading() -> Iterator[CheckResult]:
        yield from results
        met.extend(problems)

    return b"".join(FORMATS[form](reading(), met)).decode()


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as GitHub's runner does: a level, its properties, and the message."""

    def unescape(value: str, escapes: str) -> str:
        for code in escapes.split():
            value = value.replace(code, chr(int(code[1:], 16)))
        return value

    found = []
    for line in filter(lambda line: line.lstrip().startswith("::"), text.split("\n")):
        head, message = line.strip()[2:].split("::", 1)
        level, _, properties = head.partition(" ")
        pairs = (pair.split("=", 1) for pair in properties.split(",") if pair)
        values = {key: unescape(value, "%0D %0A %3A %2C %25") for key, value in pairs}
        found.append((level, values, unescape(message, "%0D %0A %25")))
    return found


@pytest.mark.parametrize(
    ("form", "suffix"), [("text", "txt"), ("json", "json"), ("github", "github"), ("junit", "xml")]
)
def test_formats_are_printed_as_their_golden_files_show(
    form: str, suffix: str, golden: Callable[[str, str], None]
) -> None:
    golden(f"check.{suffix}", printed(form, *batch()).replace(f'"{compare.__version__}"', '"0"'))


def test_a_new_article_is_only_counted() -> None:
    assert printed("text", [result()]) == "1 article: 1 new\n"
    assert printed("text", []) == "0 articles: 0 new\n"
    assert commands(printed("github", [result()])) == []


def test_the_last_line_counts_what_was_refused_what_was_allowed_and_what_could_not_be_read() -> None:
    results = [result(), result(known("exact")), result(known()), result(known("revision"), refused=False)]
    problems = [InputError("a.jsonl", "not valid JSON", 2), InputError("b.txt", "read with a loss", lost=False)]
    for form in ("text", "github"):
        told = printed(form, results, problems).splitlines()[-1]
        assert told == ("4 articles: 1 new, 2 refused (1 exact, 1 near), 1 allowed (revision); 1 could not be read")


def test_a_block_begins_with_the_place_that_editors_open_and_a_page_has_no_line() -> None:
    for origin, place in {
        Origin("in/a.jsonl", 3): "in/a.jsonl:3",
        Origin("in/a.jsonl.zst", 3): "in/a.jsonl.zst:3",
        Origin("in/a.html", 0): "in/a.html",
        Origin("in/digest.TXT", 2): "in/digest.TXT",
        Origin("in/digest.txt.gz", 2): "in/digest.txt.gz",
        Origin("two  spaces.jsonl", 1): "two  spaces.jsonl:1",
        Origin("::stop-commands::x", 1): "./::stop-commands::x:1",
        Origin(""): "(no file)",
    }.items():
        assert printed("text", [result(known(), origin=origin)]).splitlines()[0] == f"{place}: refused"


def test_only_what_is_wholly_the_same_has_a_score_of_one_and_estimates_say_about() -> None:
    assert "Jaccard 0.99;" in printed("text", [result(known(jaccard=0.9999))])
    assert "Jaccard about 0.81;" in printed("text", [result(known(measured=False))])
    assert "containment 0.90, Jaccard 0.81;" in printed("text", [result(known("contained"))])


@pytest.mark.parametrize(
    ("difference", "told"),
    [
        (Difference(Span(43, 56), "300 days late"), "; first difference: here “400 days late”, there “300 days late”"),
        (Difference(None, "and went home."), "; this text ends where the other goes on: “and went home.”"),
        (Difference(Span(43, 56), None), "; first words that only this one has: “400 days late”"),
        (Difference(None, None), ""),
        (None, ""),
    ],
)
def test_the_first_difference_is_told_as_far_as_it_is_known(difference: Difference | None, told: str) -> None:
    line = printed("text", [result(known(difference=difference))]).splitlines()[3]
    assert line == f"  Jaccard 0.81{told}"


def test_of_several_known_articles_the_closest_of_the_kind_is_named_and_the_others_are_counted() -> None:
    several = (known("revision", "p-1"), known("near", "p-2"), known("near", "p-3"), known("exact", "p-4"))
    text = printed("text", [replace(result(*several), kind="near")])
    assert "  near copy of p-2 " in text
    assert "  and 3 more: 1 exact, 1 near, 1 revision\n" in text


def test_a_result_is_printed_before_the_next_one_is_asked_for() -> None:
    asked = 0

    def reading() -> Iterator[CheckResult]:
        nonlocal asked
        for _ in range(3):
            asked += 1
            yield result(known())

    for form in ("text", "json", "jsonl", "github", "sarif"):
        asked, seen = 0, b""
        for piece in FORMATS[form](reading(), []):
            seen += piece
            if b"p-1" in seen:
                break
        assert asked == 1, form


def test_json_is_valid_by_its_schema_and_offsets_show_the_words() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    results, problems = batch()
    document = json.loads(printed("json", results, problems))
    Draft202012Validator(SCHEMA).validate(document)
    assert document["version"] == compare.__version__
    assert document["summary"] == {
        "articles": 8,
        "new": 1,
        "refused": 5,
        "allowed": 2,
        "problems": 3,
        "kinds": dict.fromkeys(KINDS, 1),
    }
    near = document["results"][2]["duplicates"][0]
    here = near["difference"]["here"]
    assert TEXT[here["start"] : here["end"]] == here["text"] == "400 days late"
    assert near["difference"]["there"] == "300 days late"
    assert document["problems"][2] == {"file": "in/gone.jsonl", "line": None, "message": "no such file", "lost": True}


def test_a_document_without_articles_is_valid_too() -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(printed("json", [])))
    SARIF.validate(json.loads(printed("sarif", [])))


def test_json_lines_are_the_results_of_the_document_and_then_its_problems() -> None:
    results, problems = batch()
    lines = [json.loads(line) for line in printed("jsonl", results, problems).splitlines()]
    document = json.loads(printed("json", results, problems))
    assert lines == document["results"] + [{"problem": problem} for problem in document["problems"]]
    for line in lines:
        (PROBLEM if "problem" in line else RESULT).validate(line)


def test_the_schema_refuses_a_new_article_with_duplicates_and_a_copy_without() -> None:
    new, copy = (json.loads(printed("jsonl", [value])) for value in (result(), result(known())))
    assert not RESULT.is_valid(new | {"duplicates": copy["duplicates"]})
    assert not RESULT.is_valid(new | {"refused": True})
    assert not RESULT.is_valid(copy | {"duplicates": []})


def test_github_gets_refusals_first_then_what_could_not_be_read_then_what_is_allowed() -> None:
    found = commands(printed("github", *batch()))
    assert [level for level, _, _ in found] == ["error"] * 5 + ["error", "warning", "error"] + ["notice"] * 2
    _, properties, message = found[1]
    assert properties == {"file": "in/radio.jsonl", "line": "4", "title": "Near copy: refused"}
    assert message.splitlines()[1].startswith(
        "near copy of p-1 · Ostwick Post · Bridge opens at last · 2031-05-02 09:30"
    )
    assert found[5][1] == {"file": "in/radio.jsonl", "line": "9", "title": "Could not be read"}


def test_github_is_given_no_file_for_standard_input() -> None:
    ((_, properties, message),) = commands(printed("github", [result(known(), origin=Origin("-", 3))]))
    assert properties == {"title": "Near copy: refused"}
    assert message.endswith("\n-:3")


def test_github_reads_back_file_names_with_colons_commas_and_percent_signs() -> None:
    odd = "in/50%, at 12:30%0A.jsonl"
    ((_, properties, _),) = commands(printed("github", [result(known(), origin=Origin(odd, 1))]))
    assert properties == {"file": odd, "line": "1", "title": "Near copy: refused"}


def test_junit_is_valid_by_the_schema_of_jenkins_and_counts_its_tests() -> None:
    text = printed("junit", *batch()).encode()
    suite = etree.fromstring(text)
    etree.XMLSchema(etree.parse(ROOT / "tests/schemas/junit-10.xsd")).assertValid(suite)
    cases = suite.findall("testcase")
    assert suite.attrib == {"name": "newscompare check", "tests": "11", "failures": "5", "errors": "2"}
    assert len(cases) == 11
    failures = [failure.get("type") for failure in suite.iter("failure")]
    assert failures == ["exact", "near", "contained", "same-url", "same-id"]
    assert cases[0].get("classname") == "in/radio.jsonl"
    assert cases[0].get("name") == "n-0 · Vale Radio · Bridge to open"
    assert len(cases[0]) == 0
    assert [error.text for error in suite.iter("error")] == [
        "in/radio.jsonl:9: not valid JSON: unexpected end of data at character 12",
        "in/gone.jsonl: no such file",
    ]


def test_sarif_is_valid_by_the_schema_of_the_standard_and_points_at_both_articles() -> None:
    log = json.loads(printed("sarif", *batch()))
    SARIF.validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*KINDS]
    assert [found["level"] for found in run["results"]] == ["error"] * 3 + ["note"] * 2 + ["error"] * 2
    for found in run["results"]:
        assert rules[found["ruleIndex"]]["id"] == found["ruleId"]
    near = run["results"][1]
    assert near["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "in/radio.jsonl"}, "region": {"startLine": 4}}}
    ]
    there = near["relatedLocations"][0]["physicalLocation"]
    assert there == {"artifactLocation": {"uri": "archive/post.jsonl"}, "region": {"startLine": 7}}
    assert near["properties"]["jaccard"] == 0.998
    page = run["results"][2]["locations"][0]["physicalLocation"]
    assert page == {"artifactLocation": {"uri": "in/page%20one.html"}, "region": {"startLine": 1}}
    assert run["results"][4]["locations"] == []  # standard input


def test_sarif_says_that_the_run_failed_where_an_article_could_not_be_read() -> None:
    def invocation(*problems: InputError) -> dict[str, object]:
        log = json.loads(printed("sarif", [result()], problems))
        SARIF.validate(log)
        made: dict[str, object] = log["runs"][0]["invocations"][0]
        return made

    lost = InputError("in/a b.jsonl", "not valid JSON", 2)
    assert invocation() == {"executionSuccessful": True, "toolExecutionNotifications": []}
    assert invocation(lost) == {
        "executionSuccessful": False,
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": {"text": "not valid JSON"},
                "locations": [
                    {"physicalLocation": {"artifactLocation": {"uri": "in/a%20b.jsonl"}, "region": {"startLine": 2}}}
                ],
            }
        ],
    }
    assert invocation(InputError("a.txt", "read with a loss", lost=False))["executionSuccessful"] is True


def test_a_fingerprint_stays_when_the_article_moves_and_changes_when_it_repeats_another_one() -> None:
    values = [
        result(known()),
        result(known(jaccard=0.7), origin=Origin("moved.jsonl", 99)),
        result(known(name="p-2")),
        result(known(), id="n-2"),
    ]
    found = json.loads(printed("sarif", values))["runs"][0]["results"]
    prints = [one["partialFingerprints"]["articleAndKnown/v1"] for one in found]
    assert prints[0] == prints[1]
    assert len({*prints}) == 3


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("in/a#b?c%20d:e.jsonl", "in/a%23b%3Fc%2520d%3Ae.jsonl"),
        ("/srv/news/day 1.jsonl", "file:///srv/news/day%201.jsonl"),
        ("in/caf\u00e9.jsonl", "in/caf%C3%A9.jsonl"),
        ("in/caf\udce9.jsonl", "in/caf%E9.jsonl"),  # a name that is not UTF-8, as the system gives it
        ("in/\ud800.jsonl", "in/%EF%BF%BD.jsonl"),
    ],
)
def test_a_file_becomes_a_uri(file: str, uri: str) -> None:
    log = json.loads(printed("sarif", [result(known(), origin=Origin(file, 1))]))
    assert log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_title_makes_no_placeholder_and_no_link_in_sarif() -> None:
    log = json.loads(printed("sarif", [result(known(), title="See {0} [here](https://evil.example)")]))
    assert "See {{0}} [here] (https://evil.example)" in log["runs"][0]["results"][0]["message"]["text"]


HOSTILE = [
    "\x1b]0;owned\x07\x1b[2J",
    "one\n::error file=x::owned\r\n::stop-commands::y",
    "::error::owned",
    ":",
    "##[error]owned ##vso[task.complete result=Succeeded]",
    "]]></failure></testcase><testcase name='x'/>",
    "<b>&amp;&lt;\"'",
    "\u202egnp.exe\u2066\u200f\u061c",
    "nul\x00 next\x85 line\u2028 par\u2029 c1\x9b31m",
    "lone \ud83d and \udc00 and \ufffe \uffff",
    "\U000e0041\ufeff\u00ad\u2060",
    'quote " back \\ {0} [x](1) %0A %',
    "",
    " ",
]
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)


def everywhere(text: str) -> tuple[list[CheckResult], list[InputError]]:
    """A batch in which all that others write says ``text``."""
    origin = Origin(text, 3)
    words: dict[str, Any] = {"outlet": text, "title": text, "url": text, "origin": origin}
    repeats = (
        known("near", text, difference=Difference(Span(0, len(text)), text), **words),
        known("same-id", text, difference=Difference(None, text), incoming=True, **words),
    )
    one = result(*repeats, id=text, text=text, **words)
    return [one, replace(one, refused=False), result(id=text, text=text, **words)], [
        InputError(text, text, 3),
        InputError(text, text, lost=False),
    ]


def check_hostile(text: str) -> None:
    results, problems = everywhere(text)
    whole = re.sub("[\ud800-\udfff]", "\ufffd", text)
    for form in FORMATS:
        shown = printed(form, results, problems)
        assert not UNSEEN.search(shown), form
        assert "##[" not in shown, form
        assert "##vso[" not in shown, form
        lines = [line for line in shown.split("\n") if line.lstrip().startswith("::")]
        assert len(lines) == 4 if form == "github" else not lines, form
    document = json.loads(printed("json", results, problems))
    assert document["results"][0]["id"] == document["results"][0]["duplicates"][0]["title"] == whole
    assert document["results"][0]["duplicates"][0]["difference"]["here"]["text"] == whole
    assert [json.loads(line)["id"] for line in printed("jsonl", results).split("\n")[:-1]] == [whole] * 3
    levels = [level for level, _, _ in commands(printed("github", results, problems))]
    assert levels == ["error", "error", "warning", "notice"]
    suite = ElementTree.fromstring(printed("junit", results, problems).encode())
    assert [[child.tag for child in case] for case in suite] == [
        ["failure"],
        ["system-out"],
        [],
        ["error"],
        ["system-out"],
    ]
    log = json.loads(printed("sarif", results, problems))
    SARIF.validate(log)
    for found in log["runs"][0]["results"]:
        for place in found["locations"]:
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"[\w.~/:%-]*", uri, re.ASCII)
            assert unquote(uri, errors="replace") is not None


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_in_every_format(text: str) -> None:
    check_hostile(text)


@given(st.text(st.characters(codec=None), max_size=40) | st.text('#[]:%,\n\r\x1b\u202e{}()<>&" \ud800a', max_size=20))
def test_any_words_stay_words_in_every_format(text: str) -> None:
    check_hostile(text)


def test_long_words_are_cut_in_prose_and_kept_in_json() -> None:
    long = "word " * 10_000
    results, _ = everywhere(long.strip())
    assert len(printed("text", results[:1]).splitlines()[3]) < 400
    assert json.loads(printed("jsonl", results[:1]))["title"] == long.strip()
