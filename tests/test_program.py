"""A program works through /json/2: the example of the documentation, run as it is."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from office import CITIZEN, TYPE

CLIENT = Path(__file__).resolve().parent.parent / "docs" / "example_client.py"
FUND = "9900012333"
LINES = 65


@pytest.fixture(scope="module")
def api_key(rpc, logins):
    """Return a key of the head, made as the head makes it in his profile."""
    head = rpc("head")
    description = "res.users.apikeys.description"
    [wizard] = head.call(
        description, "create", [{"name": "Программа", "duration": "1"}]
    )
    check = head.call(description, "make_key", [wizard])
    head.call(
        check["res_model"], "write", [check["res_id"]], {"auth_method": "password"}
    )
    shown = head.call(
        check["res_model"],
        "run_check",
        [check["res_id"]],
        context={"password": logins["head"]},
    )
    return shown["context"]["default_key"]


@pytest.fixture(scope="module")
def subject(rpc):
    """Return the code of what the fund holds without a consent, and a SNILS."""
    clerk = rpc("clerk")
    [kind] = clerk.call(
        TYPE,
        "search_read",
        [["participant_ids.inn", "=", FUND], ["is_consent_needed", "=", False]],
        fields=["code"],
        limit=1,
    )
    [citizen] = rpc("clerk").call(
        CITIZEN,
        "search_read",
        [["snils", "!=", False]],
        fields=["snils"],
        limit=1,
        context={"citizen_purpose": "request"},
    )
    return kind["code"], citizen["snils"]


def run(*arguments):
    return subprocess.run(
        [sys.executable, CLIENT, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_example_creates_sends_and_reads_a_request(
    address, database_name, api_key, subject
):
    result = run(address, database_name, api_key, FUND, *subject)
    assert not result.returncode, result.stderr
    request = ast.literal_eval(result.stdout)
    assert request["state"] == "sent"
    assert request["sent_at"]
    assert request["deadline_state"] in ("ahead", "soon", "none")
    assert len(CLIENT.read_text().splitlines()) <= LINES


def test_a_wrong_key_gets_nowhere(address, database_name, api_key, subject):
    last = "1" if api_key.endswith("0") else "0"
    result = run(address, database_name, api_key[:-1] + last, FUND, *subject)
    assert result.returncode
    assert "HTTP Error 401" in result.stderr
