"""One form for all addresses of one article.

Takes the text of a URL. Gives the canonical URL. Knows nothing of what stands at the address and asks no network.

Two errors are possible, and they aren't equal: two forms for one article cost a comparison of texts, one form for two
articles loses one of them. So whatever could be content stays: parameters not known to be tracking, the case of a path,
the order of values under one name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv6Address
from unicodedata import normalize
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

_LONGEST = 4096  # characters, of what comes in and of what goes out, so that a canonical URL is its own canonical URL
_WRAPPINGS = 4  # caches within caches are somebody's joke

# Presentations of one site. What is left must still be a site, so under "com.au" an outlet may be called "mobile".
_TWIN_HOSTS = frozenset(("www", "m", "mobile", "amp"))
_SECOND_LEVELS = frozenset("ac co com edu go gob gov ne net or org".split())
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")

# What quote() may leave as it is (RFC 3986, 3.3 and 3.4): in a query "&" and "+" have a meaning, and ";" ends "&amp;".
_PATH_SAFE = "!$&'()*+,;=:@"
_KEY_SAFE = "!$'()*,:@/?"
_VALUE_SAFE = _KEY_SAFE + "="

_INDEX_PAGES = frozenset(("index.html", "index.htm", "index.php"))
_ESCAPED_AMPERSAND = re.compile("&(?:amp;)+")  # from addresses copied out of HTML source, once or more

# Parameters that tell of the reader's way to the page, by exact name, in lower case. Bare words that some systems use
# for content (cid, ref, source, campaign, partner, cmp, share) aren't here on purpose.
_TRACKING = frozenset(
    # Click identifiers which advertising networks and social networks append to every outbound link
    "fbclid gclid dclid gclsrc gbraid wbraid gad_source gad_campaignid msclkid twclid ttclid yclid ysclid li_fat_id igshid "
    "igsh epik srsltid rb_clickid wickedid "
    # Who shared it: embeds and share buttons
    "fb_action_ids fb_action_types fb_ref fb_source __twitter_impression ref_src ref_url "
    # Newsletter systems: the mailing and the subscriber
    "mc_cid mc_eid mkt_tok _hsenc _hsmi __hstc __hssc __hsfp hsctatracking vero_id vero_conv oly_enc_id oly_anon_id "
    "ck_subscriber_id ml_subscriber ml_subscriber_hash _kx dm_i sc_src sc_lid sc_uid sc_llid sc_eh "
    # Audience measurement: campaign codes of the outlet's own statistics
    "_ga _gl xtor at_medium at_format at_variant at_creation at_platform at_emailtype at_send_date ns_mchannel ns_source "
    "ns_campaign ns_linkname ns_fee wt_mc wt_zmc wt.mc_id s_cid s_kwcid ef_id cmpid intcmp traffic_source _openstat "
    "pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid piwik_campaign piwik_kwd piwik_keyword "
    # Consent pages that hand the reader back
    "guccounter guce_referrer guce_referrer_sig "
    # What AMP viewers add for themselves
    "amp_js_v amp_gsa amp_ct amp_tf usqp "
    # Sessions of a visitor without cookies
    "phpsessid jsessionid".split()
)
# Families of names kept free for tracking by those who define them: campaign tags (utm_; Matomo's mtm_ and matomo_), ads
# (hsa_), on-site campaigns (itm_), numbered or open-ended audience codes (at_…)
_TRACKING_PREFIXES = tuple("utm_ mtm_ matomo_ hsa_ itm_ at_campaign at_custom at_link at_ptr at_recipient".split())
# Parameters that ask for the AMP page, or to be spared it; with another value they may mean something else
_AMP_ANSWERS = frozenset(
    [("outputtype", "amp"), ("output", "amp"), ("noamp", "mobile"), ("noamp", "available"), ("nonamp", "1")]
    + [(name, value) for name in ("amp", "_amp", "isamp") for value in ("", "1", "true", "yes")]
)

_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")  # characters that have one form


def canonical_url(url: str) -> str | None:
    """Give the one URL for all addresses under which a site serves the article at ``url``, in ASCII.

    ``http://m.Example.com:80/news//a/amp/?utm_source=x&id=2#top`` gives ``https://example.com/news/a?id=2``. None where
    the text is no http or https URL with a valid host, or is longer than 4,096 characters in either form. Never raises;
    ``canonical_url`` of a canonical URL is that URL.

    The syntax is that of RFC 3986, section 6.2, hosts follow UTS 46 without its transitional forms (``ß`` isn't ``ss``), and
    the addresses of AMP caches those of https://developers.google.com/amp/cache/overview.
    """
    if len(url) > _LONGEST:
        return None
    try:
        canonical = _canonical(url.strip())
    except ValueError:  # brackets, ports, hosts and surrogates that no URL has
        return None
    return canonical if canonical is not None and len(canonical) <= _LONGEST else None


def _canonical(url: str) -> str | None:
    for _ in range(_WRAPPINGS):
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"}:
            return None
        host, segments = _host(parts.hostname or ""), _segments(parts.path)
        wrapped = _wrapped(host, segments)
        if wrapped is None:
            # Both ports are default ones, since both schemes become one.
            port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
            return f"https://{host}{port}{_path(segments)}{_query(parts.query)}{_route(parts.fragment)}"
        url = f"https://{wrapped}{'&' if '?' in wrapped else '?'}{parts.query}#{parts.fragment}"
    return None


@lru_cache(maxsize=4096)  # many articles of one site
def _host(name: str) -> str:
    if ":" in name:
        return f"[{IPv6Address(name.partition('%')[0])}]"
    labels = normalize("NFKC", name).lower().replace("。", ".").removesuffix(".").split(".")
    labels = [_ascii(label) for label in labels]
    while len(labels) > 2 and labels[0] in _TWIN_HOSTS:
        registry = len(labels) == 3 and len(labels[2]) == 2 and labels[1] in _SECOND_LEVELS
        if registry and labels[0] != "www":
            break
        del labels[0]
    return ".".join(labels)


def _ascii(label: str) -> str:
    """Give a label of a host as the domain name system knows it (RFC 3492); raises ValueError where it can't."""
    if not label.isascii() and len(label) <= 63:  # the codec takes quadratic time
        label = "xn--" + label.encode("punycode").decode("ascii")
    if not _LABEL.fullmatch(label):
        raise ValueError("no label of a host")
    return label


def _segments(path: str) -> list[str]:
    """Give the segments of a path, each percent-encoded in one form, without empty ones, dots and session identifiers."""
    segments: list[str] = []
    for part in path.split("/"):
        if _PLAIN.fullmatch(part) and part not in {".", ".."}:  # most are
            segments.append(part)
            continue
        segment = unquote_to_bytes(part).partition(b";jsessionid=")[0]
        if segment == b"..":
            del segments[-1:]
        elif segment not in {b"", b"."}:
            segments.append(quote(segment, safe=_PATH_SAFE))
    return segments


def _wrapped(host: str, segments: list[str]) -> str | None:
    """Give the address, without a scheme, that an AMP cache or viewer carries in its path; None where it carries none."""
    labels = host.split(".")
    google = labels[0] == "google" and (len(labels) == 2 or (len(labels) == 3 and labels[1] in {"co", "com"}))
    if google or host == "bing.com":
        kinds = {"amp"}
    elif f".{host}".endswith((".cdn.ampproject.org", ".bing-amp.com")):
        kinds = {"c", "v", "wp"}  # document, viewer, package
        segments = [segment for segment in segments if segment != "amp"]
    else:
        return None
    rest = segments[2:] if segments[1:2] == ["s"] else segments[1:]  # "s" for https
    if not rest or segments[0] not in kinds or "." not in rest[0]:
        return None
    rest[0] = unquote(rest[0], errors="strict")  # a host may be international, or the whole address escaped into it
    page, _, query = rest[-1].partition("%3F")
    if query[:1].isalpha() and not _query(query):  # viewers escape the question mark of "?amp=1"
        rest[-1] = page
    return "/".join(rest)


def _path(segments: list[str]) -> str:
    segments = [segment for segment in segments if segment != "amp"]
    while segments:
        if segments[-1] in _INDEX_PAGES:
            segments.pop()
        elif segments[-1].endswith(".amp.html"):
            segments[-1] = segments[-1].removesuffix(".amp.html") + ".html"
        else:
            break
    return "/" + "/".join(segments)


def _query(query: str) -> str:
    pairs: list[tuple[str, str]] = []
    for pair in _ESCAPED_AMPERSAND.sub("&", query).replace("+", "%20").split("&"):
        name, _, text = pair.partition("=")
        key = quote(unquote_to_bytes(name), safe=_KEY_SAFE)
        value = quote(unquote_to_bytes(text), safe=_VALUE_SAFE)
        known = key.lower()
        tracks = known in _TRACKING or known.startswith(_TRACKING_PREFIXES) or (known, value.lower()) in _AMP_ANSWERS
        if (key or value) and not tracks:
            pairs.append((key, value))
    pairs.sort(key=lambda pair: pair[0])  # stable: which of several values under one name counts, the site decides
    return "?" * bool(pairs) + "&".join(f"{key}={value}" if value else key for key, value in pairs)


def _route(fragment: str) -> str:
    """Give the fragment where it is a route of a page that loads its articles by script (``#!/story/1``, ``#/story/1``)."""
    route = unquote_to_bytes(fragment).rstrip(b"/")
    return "#" + quote(route, safe=_PATH_SAFE + "/?") if route.startswith((b"!", b"/")) and route != b"!" else ""
