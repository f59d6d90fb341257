"""Nonsense from outside is refused in one clear sentence and changes nothing.

The calls of continuous integration are few. A long run is the same test with
SOCIAL_FUZZ=100: so many calls of each method, and of each page.
"""

import json
import os
import re
import zlib

import pytest
import requests
from bad_pages import calls
from hypothesis import given, seed
from hypothesis import strategies as st
from nonsense import steady
from pair import CENTER, GATEWAY, Side
from rpc import Fault

from scripts.paths import ROOT
from scripts.server import free_port

EXAMPLES = int(os.environ.get("SOCIAL_FUZZ", "4"))
CLEAR = ("UserError", "AccessError", "ValidationError", "MissingError", "NotFound")
# What Odoo itself says of a call that fits none of its records or no signature.
SINGLE = "Expected singleton"
NUMBER = re.compile(r"takes \d+ positional|required positional|unexpected keyword")
CALLERS = ("center", "city", "fund", "clerk", "nobody")
TOKEN = re.compile(r'csrf_token: "([^"]+)"')
# Rows that tell of the call itself: it was made, it was refused, details were shown.
TELLING = re.compile("journal$|exchange_key$")


@pytest.fixture(scope="module")
def trial(copies):
    return copies("trial")


@pytest.fixture(scope="module")
def report(trial, tmp_path_factory):
    """Return what came of calling all methods inside Odoo."""
    path = tmp_path_factory.mktemp("calls") / "report.json"
    trial.odoo.environment |= {
        "PYTHONPATH": str(ROOT / "tests"),
        "SOCIAL_FUZZ": str(EXAMPLES),
        "SOCIAL_FUZZ_REPORT": str(path),
        # A job that works meanwhile would look like a trace of a refused call.
        "ODOO_MAX_CRON_THREADS": "0",
    }
    script = ROOT / "tests" / "bad_calls.py"
    trial.odoo.execute(trial.name, script, "The calls broke off", log="bad-calls")
    return json.loads(path.read_text("utf-8"))


@pytest.fixture(scope="module")
def side(trial, report, logins):
    """Return a running instance without jobs."""
    side = Side("test-trial", trial, logins, free_port(8469))
    try:
        side.start()
        yield side
    finally:
        side.stop()


class Trace:
    """What calls leave in our tables, besides the rows that tell of the call."""

    def __init__(self, side, statement):
        self.side, self.statement = side, statement
        self.rows = self._read()

    def _read(self):
        rows = {table: rest for table, *rest in self.side.query(self.statement)}
        return {table: rows[table] for table in rows if not TELLING.search(table)}

    def find(self):
        """Return the tables that have changed since the last look."""
        before, self.rows = self.rows, self._read()
        return [table for table in before if before[table] != self.rows[table]]


@pytest.fixture
def trace(side, report):
    return Trace(side, report["digest"])


@pytest.fixture
def tracebacks(side):
    """Return a reader of the tracebacks that the server has logged since."""
    start = side.server.log.stat().st_size

    def read():
        text = side.server.log.read_bytes()[start:].decode("utf-8", "replace")
        return [part[-1500:] for part in text.split("Traceback (most")[1:]]

    return read


def test_every_public_method_answers_clearly(report, tell):
    count = report["count"]
    tell(f"Methods {count.pop('methods')}, inputs: {count}")
    assert not report["faults"], json.dumps(report["faults"], indent=1)
    assert not report["changed"]
    assert count["tried"] > 1000 * EXAMPLES
    assert count["refused"] > count["tried"] / 2


def is_call_refused(call, model, method, args, kwargs):
    """Tell whether the server refuses, and see that it does so in clear words."""
    try:
        call(model, method, *args, **kwargs)
    except Fault as fault:
        is_odoo = SINGLE in str(fault) or NUMBER.search(str(fault))
        assert fault.kind in CLEAR or is_odoo, f"{fault.kind}: {fault}"
        return True
    return False


@pytest.mark.parametrize("gate", ["call", "call_by_older_gate"])
def test_calls_over_the_web_are_answered_as_inside(
    side, report, trace, tell, tracebacks, gate
):
    refused = 0
    for login, model, method, args, kwargs, _names in report["sample"]:
        call = getattr(side.rpc(login), gate)
        is_refused = is_call_refused(call, model, method, args, kwargs)
        refused += is_refused
        changed = trace.find()
        assert not (is_refused and changed), (login, model, method, args, changed)
    tell(f"Calls over the web: {len(report['sample'])}, refused: {refused}")
    assert not [part for part in tracebacks() if "/social_" in part]


def test_calls_of_the_api_have_honest_codes(side, report, trace, logins, tell):
    keys, codes = {}, []
    for login, model, method, args, kwargs, names in report["sample"]:
        if login in ("center", "city") or len(args) > len(names):
            continue  # the portal has no keys of the API
        client = side.rpc(login)
        keys[login] = keys.get(login) or client.make_key(logins[login])
        params = {**dict(zip(names, args, strict=False)), **kwargs}
        status, answer = client.send(
            f"/json/2/{model}/{method}",
            json.dumps({**params, "context": {"lang": "ru_RU"}}).encode(),
            "application/json",
            {"Authorization": f"bearer {keys[login]}"},
        )
        codes.append(status)
        assert status < 500 or SINGLE in answer.decode(), (model, method, args, answer)
        changed = trace.find()
        assert status < 400 or not changed, (login, model, method, args, changed)
    tell(f"Calls of the API: {len(codes)}, refused: {sum(c >= 400 for c in codes)}")
    assert min(codes) == 200
    assert max(codes) >= 403


class Visitor:
    """Somebody before the pages: a session, its token and the key of the gateway."""

    def __init__(self, side, login, password, key):
        self.side, self.session, self.token = side, requests.Session(), ""
        self.key = key
        if login != "nobody":
            self._enter(login, password)

    def _enter(self, login, password):
        params = {"db": self.side.database.name, "login": login, "password": password}
        self.session.post(
            f"{self.side.address}/web/session/authenticate",
            json={"jsonrpc": "2.0", "params": params},
            timeout=60,
        )
        page = self.session.get(f"{self.side.address}/my", timeout=60).text
        self.token = TOKEN.search(page)[1]

    def visit(self, call):
        """Return the answer to a call with nonsense."""
        data, headers = call["data"], dict(call["headers"])
        if call["has_token"] and isinstance(data, dict):
            data = {**data, b"csrf_token": self.token}
        if call["path"].startswith(GATEWAY) and call["has_token"]:
            headers["Authorization"] = f"Bearer {self.key}"
        return self.session.request(
            call["method"],
            self.side.address + call["path"],
            params=call["params"],
            data=data,
            files=self._pack(call["uploads"]) if isinstance(data, dict) else None,
            headers=headers,
            allow_redirects=False,
            timeout=60,
        )

    def _pack(self, uploads):
        clean = [(re.sub("[\ud800-\udfff]", "?", name), body) for name, body in uploads]
        return [("attachments", part) for part in clean]


@pytest.fixture(scope="module")
def visitors(side, logins):
    key = side.issue_key(side.find_participant(CENTER))
    return {login: Visitor(side, login, logins.get(login), key) for login in CALLERS}


def is_refused(call, answer):
    """Tell whether the visitor was sent away, to his home or back to the form."""
    if call["path"].startswith("/my") and call["method"] == "GET":
        return True  # a reading changes nothing, whatever it shows
    home = answer.headers.get("Location", "").split("?")[0]
    was_shown = answer.status_code == 200 and call["path"].startswith("/my")
    return answer.status_code >= 400 or was_shown or home.endswith(("/my", "/login"))


def explore(route, visitors, trace, examples):
    """Call a route with nonsense; return how often and how often it refused."""
    tried, refused = [], []

    @given(calls(route), st.sampled_from(CALLERS))
    @seed(zlib.crc32(route["url"].encode()))
    @steady(examples)
    def visit(call, caller):
        answer = visitors[caller].visit(call)
        tried.append(call)
        assert answer.status_code < 500, (caller, call, answer.text[-800:])
        assert "Traceback" not in answer.text, (caller, call)
        changed = trace.find()
        if is_refused(call, answer):
            refused.append(call)
            assert not changed, (caller, call, changed)

    visit()
    return len(tried), len(refused)


def test_no_page_and_no_gate_breaks(report, visitors, trace, tracebacks, tell):
    counts = [
        explore(route, visitors, trace, 3 * EXAMPLES) for route in report["routes"]
    ]
    tried, refused = map(sum, zip(*counts, strict=True))
    tell(f"Routes: {len(counts)}, calls with nonsense: {tried}, refused: {refused}")
    assert not tracebacks()
    assert refused > tried / 3
