"""Canonical URLs: a table to read, and what must hold of any address."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compare.index.urls import canonical_url

ARTICLE = "https://harbour.example/news/Ferry-late"


@pytest.mark.parametrize(
    "url",
    [
        "http://harbour.example/news/Ferry-late",
        "HTTPS://WWW.Harbour.Example:443/news/Ferry-late",
        "http://reader:secret@harbour.example.:80/news/Ferry-late",
        "  https://m.harbour.example/news/Ferry-late\n",
        "https://www.mobile.harbour.example/news/Ferry-late",
        "https://harbour.example//news///Ferry-late/",
        "https://harbour.example/x/../news/./Ferry-late/index.html",
        "https://harbour.example/news/%46erry%2dlate",
        "https://harbour.example/news/Ferry-late;jsessionid=0A1B",
        "https://harbour.example/news/Ferry-late?",
        "https://harbour.example/news/Ferry-late#comments",
        "https://harbour.example/news/Ferry-late#:~:text=late%20again",
        "https://harbour.example/news/Ferry-late#!/",
        "https://harbour.example/news/Ferry-late?utm_source=a&utm_whatever=b",
        "https://harbour.example/news/Ferry-late?fbclid=a&GCLID=b&msclkid=c&mc_cid=d&&_ga=1.2",
        "https://harbour.example/news/Ferry-late?utm_source=a&amp;utm_medium=b&amp;amp;xtor=RSS-1",
        "https://harbour.example/news/Ferry-late?PHPSESSID=0a1b",
        "https://amp.harbour.example/news/Ferry-late",
        "https://harbour.example/amp/news/Ferry-late",
        "https://harbour.example/news/amp/Ferry-late",
        "https://harbour.example/news/Ferry-late/amp",
        "https://harbour.example/news/Ferry-late/amp/?amp=1",
        "https://harbour.example/news/Ferry-late?amp",
        "https://harbour.example/news/Ferry-late?outputType=amp",
        "https://www-harbour-example.cdn.ampproject.org/c/s/www.harbour.example/news/Ferry-late?amp_js_v=a6&usqp=x",
        "https://cdn.ampproject.org/v/www.harbour.example/amp/news/Ferry-late",
        "https://www-harbour-example.bing-amp.com/c/s/www.harbour.example/news/Ferry-late/amp",
        "https://www.google.com/amp/s/www.harbour.example/news/Ferry-late/amp/#origin=viewer",
        "https://www.google.co.uk/amp/www.harbour.example/news/Ferry-late%3famp=1",
        "https://www.google.com/amp/s/www.harbour.example%2Fnews%2FFerry-late",
        "https://google.com/amp/s/x.cdn.ampproject.org/c/s/harbour.example/news/Ferry-late",
    ],
)
def test_all_addresses_of_an_article_have_one_form(url: str) -> None:
    assert canonical_url(url) == ARTICLE


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.harbour.example", "https://harbour.example/"),
        ("http://harbour.example/news/a.amp.html", "https://harbour.example/news/a.html"),
        ("http://harbour.example/index.php?p=12", "https://harbour.example/?p=12"),
        ("http://harbour.example:8080/a", "https://harbour.example:8080/a"),
        ("http://harbour.example/?b=1&a=2", "https://harbour.example/?a=2&b=1"),
        ("http://harbour.example/?q=sea+air&r=x%2by&s=%E9", "https://harbour.example/?q=sea%20air&r=x%2By&s=%E9"),
        ("http://harbour.example/?20190403", "https://harbour.example/?20190403"),
        ("http://harbour.example/fähre", "https://harbour.example/f%C3%A4hre"),
        ("http://harbour.example/f%c3%a4hre", "https://harbour.example/f%C3%A4hre"),
        ("http://harbour.example/a%2Fb/100%", "https://harbour.example/a%2Fb/100%25"),
        ("http://FÄHRE.example/", "https://xn--fhre-loa.example/"),
        ("http://fa\u0308hre。example/", "https://xn--fhre-loa.example/"),
        ("http://XN--FHRE-LOA.example/", "https://xn--fhre-loa.example/"),
        ("http://[2001:DB8:0::1]:80/a", "https://[2001:db8::1]/a"),
        ("http://harbour.example/#!/story/1/", "https://harbour.example/#!/story/1"),
        ("http://harbour.example/#/story/2", "https://harbour.example/#/story/2"),
        ("http://www.mobile.com/a", "https://mobile.com/a"),
        ("http://www.amp.com.au/a", "https://amp.com.au/a"),
        ("http://google.com/amp/story", "https://google.com/story"),
    ],
)
def test_the_canonical_form_is(url: str, expected: str) -> None:
    assert canonical_url(url) == expected
    assert canonical_url(expected) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/news/Ferry", "/news/ferry"),
        ("/news/a", "/sport/a"),
        ("/a/b", "/a%2Fb"),
        ("/a/index.html", "/a/index2.html"),
        ("/a?amp=1", "/a?amp=12"),
        ("/a?id=1&id=2", "/a?id=2&id=1"),
        ("/a?id=1&amp;page=2", "/a?id=1&amp;page=3"),
        ("/a?t=x+y", "/a?t=x%2By"),
        ("/a?id=%C3", "/a?id=%C4"),
        ("/a%3Fid=1", "/a?id=1"),
        ("/#!/story/1", "/#!/story/2"),
        ("/#/story/1", "/#/story/2"),
        *(
            (f"/a?{name}=1", f"/a?{name}=2")
            for name in "id p story cid page gallery aid ref reference source source_id campaign_id m share at_id".split()
        ),
    ],
)
def test_different_articles_keep_different_forms(one: str, other: str) -> None:
    assert canonical_url(f"https://harbour.example{one}") != canonical_url(f"https://harbour.example{other}")


def test_hosts_that_only_look_alike_stay_apart() -> None:
    hosts = [
        "strasse.example",
        "straße.example",
        "news.example",
        "a.news.example",
        "m.co.uk",
        "mobile.co.uk",
        "m.com",
        "amp.com",
    ]
    assert len({canonical_url(f"https://{host}/a") for host in hosts}) == len(hosts)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "harbour.example/a",
        "//harbour.example/a",
        "ftp://harbour.example/a",
        "mailto:desk@harbour.example",
        "javascript:alert(1)",
        "http://",
        "http:///a",
        "http://:80/a",
        "http://a b.example/",
        "http://a..example/",
        "http://[::1/",
        "http://[x:y]/",
        "http://harbour.example:99999/",
        "http://harbour.example:x/",
        "http://harbour.example／a/",
        f"http://{'ä' * 64}.example/",
        "http://harbour.example/\ud800",
        "http://harbour.example/" + "a" * 4096,
        "http://harbour.example/" + "ä" * 4000,
        "https://google.com" + "/amp/s/google.com" * 100,
    ],
)
def test_what_is_no_address_of_an_article_has_none(url: str) -> None:
    assert canonical_url(url) is None


PIECES = (
    "http:// www. m. amp. a.example google.com/amp/s/ x.cdn.ampproject.org /c/s/ /amp / // . .. %2e %2F %3F % %zz "
    "%E9 ? = & &amp; amp amp; utm_source=x ; + # #! ! index.html .amp.html ;jsessionid= ß ä 。 @ : :80 :443"
    " [::1] \\ xn-- \x00 \ud800 \u00a0"
).split(" ")
ADDRESSES = st.builds(
    "".join,
    st.tuples(st.sampled_from(["https://", "http://a.example/", "//"]), st.lists(st.sampled_from(PIECES)).map("".join)),
)


@given(st.text() | ADDRESSES)
@example("https://x.cdn.ampproject.org//amp/c/s/a.example")
@example("https://a.example/index.html/x.amp.amp.html/amp/index.html")
@example("http://a.example:443/?&amp;amp%3butm_source=1")
def test_any_text_has_no_form_or_one_that_is_its_own(text: str) -> None:
    url = canonical_url(text)
    assert url is None or (url.startswith("https://") and url.isascii() and canonical_url(url) == url)


SLUGS = st.text(st.sampled_from("abAB12-_ ä/?&=+%"), min_size=1, max_size=6).filter(lambda slug: slug != "amp")
PATHS = st.lists(SLUGS, max_size=4)
CONTENT = st.dictionaries(st.sampled_from("id p story cid page gallery aid".split()), SLUGS, max_size=3)
TRACKING = st.dictionaries(
    st.sampled_from("utm_source utm_x fbclid gclid msclkid mc_cid xtor".split()), st.text("aZ1"), max_size=3
)


def address(path: list[str], query: dict[str, str], root: str = "/", slash: str = "/") -> str:
    return "harbour.example" + root + slash.join(quote(slug, safe="") for slug in path) + "?" + urlencode(query)


@given(PATHS, CONTENT, TRACKING, st.data())
def test_the_way_to_an_article_does_not_matter(
    path: list[str], content: dict[str, str], tracking: dict[str, str], data: st.DataObject
) -> None:
    query = dict(data.draw(st.permutations([*content.items(), *tracking.items()])))
    noisy = [*path, *data.draw(st.sampled_from([[], [""], ["amp"], ["amp", ""], ["index.html"]]))]
    if data.draw(st.booleans()):
        noisy = ["amp", *noisy]
    before = data.draw(
        st.sampled_from("http:// https:// https://www. http://m. https://mobile. https://amp. https://me@".split())
        | st.sampled_from(["https://www.google.com/amp/s/", "https://harbour-example.cdn.ampproject.org/c/s/www."])
    )
    after = data.draw(st.sampled_from(["", "&amp=1", "&outputType=amp", "#top", "#"]))
    root = data.draw(st.sampled_from(["/", "//", ":80/", ":443//"]))
    slash = data.draw(st.sampled_from(["/", "//", "/./"]))
    url = before + address(noisy, query, root, slash) + after
    assert canonical_url(url) == canonical_url("https://" + address(path, content))


@given(PATHS, CONTENT, PATHS, CONTENT)
def test_another_segment_or_content_parameter_is_another_article(
    path: list[str], content: dict[str, str], other_path: list[str], other_content: dict[str, str]
) -> None:
    same_form = canonical_url("https://" + address(path, content)) == canonical_url(
        "http://" + address(other_path, other_content)
    )
    assert same_form == ((path, content) == (other_path, other_content))
