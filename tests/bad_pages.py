"""Nonsense for pages and gates: paths, queries, forms, files and headers."""

import re
from urllib.parse import quote

import nonsense
from hypothesis import strategies as st

_PART = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<given>[^)]*)\))?:)?\w+>")
_HEADERS = st.sampled_from(
    [
        {},
        {},
        {},
        {"Accept-Language": "xx_YY;q=none,,"},
        {"Range": "bytes=9-1,abc"},
        {"If-None-Match": '"' + "x" * 4000},
        {"Content-Type": "application/json; charset=нет".encode()},
        {"Content-Type": "multipart/form-data"},
        {"X-Forwarded-For": "'; --"},
        {"Cookie": "session_id=../../etc/passwd; frontend_lang=zz"},
        {"Authorization": "Bearer \xff\xfe"},
        {"Authorization": "Basic Og=="},
    ]
)
_WORDS = nonsense.TEXTS | nonsense.DATES | nonsense.NUMBERS.map(str)
_KEYS = st.sampled_from(
    ["full", "refused", "done", "given", "pdf ", "html", "overdue", "ended", "1"]
)
_CONTENT = st.sampled_from(
    [b"", b"%PDF-1.4", b"\0\xff" * 50, b"<?xml?>", b"PK\x03\x04"]
)


def to_bytes(text):
    """Return the text as it goes over the wire, broken characters included."""
    return text.encode("utf-8", "surrogatepass")


def paths(url):
    """Return a strategy of paths that a route of Odoo may or may not take."""
    pieces, last = [], 0
    for part in _PART.finditer(url):
        pieces += [st.just(url[last : part.start()]), _parts(part)]
        last = part.end()
    return st.tuples(*pieces, st.just(url[last:])).map("".join)


def _parts(part):
    texts = _WORDS.map(lambda text: quote(to_bytes(text), safe=""))
    if part["kind"] == "int":
        ids = st.integers(1, 60).map(str)
        return st.one_of(ids, ids, ids, texts)
    if part["kind"] == "any":
        return st.sampled_from(part["given"].split(",")) | texts
    return st.sampled_from(["a" * 64, "00000000-0000-4000-8000-000000000000"]) | texts


def forms(names):
    """Return a strategy of the fields of a form or of a query."""
    keys = st.sampled_from(names or ["page"]) | _WORDS
    values = (_WORDS | _KEYS | st.integers(1, 60).map(str)).map(to_bytes)
    return st.dictionaries(keys.map(to_bytes), values, max_size=5)


def calls(route):
    """Return a strategy of calls of a route, as arguments of `requests`."""
    uploads = st.lists(st.tuples(_WORDS, _CONTENT), max_size=2)
    return st.fixed_dictionaries(
        {
            "method": st.sampled_from([*route["methods"] * 5, "POST", "PATCH"]),
            "path": paths(route["url"]),
            "params": forms(route["names"]),
            "data": forms(route["names"]) | _CONTENT,
            "uploads": st.just([]) | uploads,
            "headers": _HEADERS,
            "has_token": st.sampled_from([True, True, True, False]),
        }
    )
