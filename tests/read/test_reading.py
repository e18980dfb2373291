"""Files, folders and lines: what is read, what is reported, and what never gets lost."""

import gzip
import json
import os
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from compare import InputError, Settings, read
from compare.model import Article
from compare.report.values import article as plain
from compare.report.values import dumps
from compare.settings import ReadSettings

TEXT = "The council of Marrow voted on Tuesday to close the old bridge.\n\nTwo members voted against."


def line(**fields: object) -> str:
    return json.dumps({"id": "a", "text": TEXT, **fields}) + "\n"


def problems(path: Path, settings: Settings | None = None) -> tuple[tuple[Article, ...], list[InputError]]:
    found: list[InputError] = []
    return read([path], settings, found.append), found


def test_text_is_kept_to_the_character(tmp_path: Path) -> None:
    text = " \tﬁrst\u00a0line\r\n“defen\u0441e”\u00ad \ud83d\ude00\n\n".encode("utf-16", "surrogatepass").decode(
        "utf-16"
    )
    (tmp_path / "a.jsonl").write_text(line(text=text))
    assert read(tmp_path)[0].text == text


def test_unknown_fields_are_kept_aside_and_known_ones_can_have_other_names(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": 7, "body": TEXT, "src": "Gazette", "section": {"name": "x"}}))
    settings = Settings(read=ReadSettings(fields={"text": "body", "outlet": "src"}))
    (article,) = read(tmp_path, settings)
    assert (article.id, article.outlet, article.extra) == ("7", "Gazette", {"section": {"name": "x"}})


def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        line() + '{"id": "b", "text"\n' + "[1]\n" + '{"id": "c"}\n' + '{"id": "d", "text": 5}\n\n' + line(id="e")
    )
    articles, found = problems(path)
    assert [a.id for a in articles] == ["a", "e"]
    assert [(e.path, e.line) for e in found] == [(str(path), n) for n in (2, 3, 4, 5)]
    assert "'text'" in str(found[2])
    assert "read.fields" in str(found[2])


def test_bytes_that_are_not_utf8_break_their_line_only(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line().encode() + b'{"id": "b", "text": "\xff\xfe"}\n' + line(id="c").encode())
    articles, found = problems(path)
    assert [a.id for a in articles] == ["a", "c"]
    assert [e.line for e in found] == [2]


def test_an_id_that_comes_twice_with_another_text_is_an_error_naming_both_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line() + line(text=TEXT + " More.") + line())
    articles, found = problems(path)
    assert [a.text for a in articles] == [TEXT]
    assert [(e.line, e.lost) for e in found] == [(2, True), (3, False)]
    assert f"{path}:1" in str(found[0])


def test_an_id_made_from_content_is_stable_and_copies_stay_apart(tmp_path: Path) -> None:
    record = json.dumps({"text": TEXT, "outlet": "Gazette"}) + "\n"
    (tmp_path / "a.jsonl").write_text(record)
    (tmp_path / "b.jsonl").write_text(record)
    (first,) = read(tmp_path / "a.jsonl")
    both = read([tmp_path / "b.jsonl", tmp_path / "a.jsonl"])
    assert [a.id for a in both] == [first.id, f"{first.id}-2"]
    assert [a.origin.file for a in both] == [str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")]


def test_what_read_prints_is_read_back_as_it_was(fixtures: Path, tmp_path: Path) -> None:
    articles = read([fixtures / "articles", fixtures / "pages"])
    (tmp_path / "all.jsonl").write_bytes(b"".join(dumps(plain(a)) for a in articles))
    assert read(tmp_path) == articles


def test_a_date_that_cannot_be_read_is_kept_with_the_unknown_fields(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(line(date="next week"))
    (article,) = read(tmp_path)
    assert (article.published, article.extra) == (None, {"date": "next week"})


def test_place_and_agency_of_a_dateline_are_told_and_the_text_stays(tmp_path: Path) -> None:
    text = f"MARROW (SKP) — {TEXT}"
    (tmp_path / "a.jsonl").write_text(line(text=text))
    (article,) = read(tmp_path)
    assert (article.place, article.agency, article.text) == ("MARROW", "SKP", text)


def test_packed_files_are_read_like_plain_ones(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line().encode()))
    (tmp_path / "b.jsonl.zst").write_bytes(zstd.compress(line(id="b").encode()))
    assert [a.id for a in read(tmp_path)] == ["a", "b"]


def test_a_packed_file_that_ends_too_early_is_reported(tmp_path: Path) -> None:
    packed = gzip.compress((line() * 1000).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "b.jsonl.gz").write_bytes(b"\x1f\x8b\x08 not gzip at all")
    (tmp_path / "c.jsonl.zst").write_bytes(zstd.compress((line(id="z") * 1000).encode())[:-20])
    _, found = problems(tmp_path)
    assert {Path(e.path).name for e in found if e.lost} == {"a.jsonl.gz", "b.jsonl.gz", "c.jsonl.zst"}


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n ", "empty"),
        ("binary.txt", b"PK\x00\x01\x02" * 50, "binary"),
        ("menus.txt", b"Home\nNews\nSport\n", "no article"),
        ("page.html", b"<!doctype html><html><body><nav>Home</nav></body></html>", "no article"),
    ],
)
def test_a_file_without_an_article_is_reported(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    (tmp_path / name).write_bytes(content)
    articles, (error,) = problems(tmp_path / name)
    assert articles == ()
    assert error.path == str(tmp_path / name)
    assert word in error.message


def test_a_missing_path_and_a_folder_without_readable_files_are_reported(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("nothing to read")
    assert "no such file" in str(problems(tmp_path / "gone")[1][0])
    assert ".jsonl" in str(problems(tmp_path)[1][0])


def test_without_a_handler_the_first_error_is_raised(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "gone")


def test_a_page_and_a_line_over_the_limit_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 1000)
    (tmp_path / "b.jsonl").write_text(line(text="word " * 1000) + line(id="b"))
    small = Settings(read=ReadSettings(max_page_bytes=500, max_line_bytes=500))
    articles, found = problems(tmp_path, small)
    assert [a.id for a in articles] == ["b"]
    assert [(Path(e.path).name, e.line) for e in found] == [("a.txt", None), ("b.jsonl", 1)]


def test_damaged_bytes_in_a_page_are_reported_and_the_page_is_read(tmp_path: Path) -> None:
    page = f"Marrow closes bridge – for good\n\n{TEXT}".encode()
    (tmp_path / "a.txt").write_bytes(page.replace(b"Two", b"Tw\xff"))
    articles, (error,) = problems(tmp_path)
    assert "Tw\ufffd members" in articles[0].text
    assert (error.line, error.lost) == (5, False)


def test_pages_in_older_encodings_are_read(tmp_path: Path) -> None:
    page = f"Café in Marrow closes\n\n{TEXT} The café’s owner, José Müller, said that he was not asked by the council."
    (tmp_path / "a.txt").write_bytes(page.encode("cp1252"))
    (tmp_path / "b.txt").write_bytes(page.encode("utf-16"))
    head = "<html><head><meta charset=iso-8859-1></head>"
    markup = f"{head}<body><article><h1>Café</h1><p>{TEXT * 3} José Müller.</p></article></body></html>"
    (tmp_path / "c.html").write_bytes(markup.encode("cp1252"))
    articles, found = problems(tmp_path)
    assert found == []
    assert all("José Müller" in a.text for a in articles)


def test_the_same_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(line())
    articles, found = problems(tmp_path)
    assert read([tmp_path, tmp_path / "a.jsonl"]) == articles
    assert found == []


def test_deeply_nested_html_is_survived(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body>" + "<div>" * 20_000 + f"<p>{TEXT * 4}</p>")
    problems(tmp_path)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_reported(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("a.txt", "b.jsonl", "c.html"):
        (folder / name).write_bytes(content)
        articles, found = problems(folder / name)
        assert articles or found


def test_the_same_record_is_counted_alike_with_and_without_a_dateline(tmp_path: Path) -> None:
    for text in (TEXT, f"MARROW (SKP) — {TEXT}"):
        record = json.dumps({"text": text, "outlet": "Gazette"}) + "\n"
        (tmp_path / "a.jsonl").write_text(record * 2)
        first, second = read(tmp_path)
        assert second.id == f"{first.id}-2"


@pytest.mark.parametrize(
    "linked", ['{"@graph": null}', '{"@graph": 5}', "[1, null]", "true", '{"datePublished": 3}', "{"]
)
def test_odd_linked_data_in_html_is_survived(tmp_path: Path, linked: str) -> None:
    script = f'<script type="application/ld+json">{linked}</script>'
    (tmp_path / "a.html").write_text(
        f"<html><head>{script}</head><body><p>{TEXT}</p><p>&#27;{TEXT * 2}&#xFFFE;</p></body></html>"
    )
    (article,) = read(tmp_path)
    assert "bridge" in article.text


@pytest.mark.parametrize(
    "fields",
    [
        {"published": "2031-05-05", "published_precision": ["x"]},
        {"origin": {"file": "x", "item": -5}},
        {"origin": {"file": "x", "item": True}},
        {"kind": ["teaser"], "truncated": "yes", "extra": [1]},
        {"date": 1_900_000_000, "id": {"a": 1}},
    ],
)
def test_fields_of_a_wrong_kind_never_break_the_run(tmp_path: Path, fields: dict[str, object]) -> None:
    (tmp_path / "a.jsonl").write_text(line(**fields))
    for article in read(tmp_path, on_error=lambda error: None):
        assert article.origin.item >= 0
        dumps(plain(article))


def test_what_is_nested_too_deep_is_an_error_of_its_line(tmp_path: Path) -> None:
    deep = '{"a":' * 400 + "1" + "}" * 400
    (tmp_path / "a.jsonl").write_text(f'{{"id": "x", "text": "t", "d": {deep}}}\n' + line())
    articles, (error,) = problems(tmp_path)
    assert [a.id for a in articles] == ["a"]
    assert error.line == 1


def test_damaged_packed_files_never_break_the_run(tmp_path: Path) -> None:
    packed = zstd.compress((line() * 50).encode())
    for at in range(0, len(packed), 3):
        (tmp_path / "a.jsonl.zst").write_bytes(packed[:at] + bytes([packed[at] ^ 0xFF]) + packed[at + 1 :])
        articles, found = problems(tmp_path)
        assert articles or found


def test_a_file_name_that_is_not_utf8_is_shown_as_well_as_can_be(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.jsonl")).write_text(line())
    (article,) = read(tmp_path)
    assert article.origin.file.endswith("caf\ufffd.jsonl")
    dumps(plain(article))


def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.txt")
    (tmp_path / "a.jsonl").write_text(line())
    assert len(read(tmp_path)) == 1


def test_which_of_two_articles_with_one_id_stays_does_not_depend_on_the_order(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(line(outlet="Gazette"))
    (tmp_path / "b.jsonl").write_text(line(text="Another text.", outlet="Post"))
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    both = [read(order, on_error=lambda error: None) for order in (paths, paths[::-1])]
    assert both[0] == both[1]
