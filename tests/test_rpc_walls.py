"""By RPC, import and the public API nobody gets round a transition or the journal."""

import json

import pytest
from office import ANSWER, APPLICATION, CITIZEN, JOURNAL, REQUEST
from rpc import Fault

PERSONAL = ["snils:array_agg", "birth_date:max", "address:min", "phone:count_distinct"]


def refused(client, model, method, *args, **kwargs):
    with pytest.raises(Fault) as caught:
        client.call(model, method, *args, **kwargs)
    return caught.value


@pytest.fixture(scope="module")
def sent(office):
    return office.send()


@pytest.mark.parametrize("login", ["clerk", "head", "administrator", "operator"])
@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("write", [{"state": "accepted"}]),
        ("web_save", [{"state": "accepted"}, {}]),
        ("write", [{"deadline": "2030-01-01 00:00:00"}]),
        ("write", [{"closed_at": "2026-01-01 00:00:00"}]),
        ("write", [{"sent_at": "2026-01-01 00:00:00"}]),
        ("write", [{"name": "Чужой номер"}]),
        ("write", [{"purpose": "Иная цель"}]),
        ("write", [{"line_ids": [[5]]}]),
        ("copy", [{"state": "accepted"}]),
        ("unlink", []),
        ("_transition", ["accepted"]),
        ("_unlocked", []),
    ],
)
def test_a_sent_request_is_changed_by_no_call(rpc, office, sent, login, method, given):
    fault = refused(rpc(login), REQUEST, method, [sent], *given)
    assert fault.kind in ("UserError", "AccessError")
    assert office.state(sent) == "sent"


def test_the_key_of_the_program_is_not_forged_in_the_context(rpc, office, sent):
    context = {"social_key": True, "social_clock": "2020-01-01", "su": True}
    refused(
        rpc("head"), REQUEST, "write", [sent], {"state": "accepted"}, context=context
    )
    assert office.state(sent) == "sent"


def test_a_request_is_not_born_in_another_state(rpc, office):
    values = {"state": "sent"}
    with pytest.raises(Fault, match="Состояние"):
        office.draft(**values)
    refused(rpc("clerk"), REQUEST, "create", [{"state": "accepted"}])


def test_a_default_in_the_context_sets_no_state(rpc, office):
    clerk = rpc("clerk")
    [draft] = clerk.call(REQUEST, "read", [office.draft()], ["line_ids"])
    copied = clerk.call(
        REQUEST, "copy", [draft["id"]], context={"default_state": "accepted"}
    )
    assert office.state(copied[0]) == "draft"


def test_a_default_in_the_context_opens_no_sent_request(rpc, sent):
    purpose = {"purpose": "Иная цель"}
    context = {"default_state": "sent"}
    refused(rpc("clerk"), REQUEST, "write", [sent], purpose, context=context)
    values = {"state": "sent"}
    refused(rpc("clerk"), REQUEST, "create", [values], context=context)


def test_an_import_changes_no_state(rpc, office, sent):
    result = rpc("head").call(
        REQUEST, "load", [".id", "state"], [[str(sent), "accepted"]]
    )
    assert not result["ids"]
    assert "Состояние" in result["messages"][0]["message"]
    assert office.state(sent) == "sent"


def test_a_copy_is_a_new_draft_with_its_own_number(rpc, sent):
    clerk = rpc("clerk")
    names = ["name", "state", "sent_at", "deadline", "answer_ids", "message_uuid"]
    copied = clerk.call(REQUEST, "copy", [sent])
    [old], [new] = (clerk.call(REQUEST, "read", ids, names) for ids in ([sent], copied))
    assert new["state"] == "draft"
    assert not (new["sent_at"] or new["deadline"] or new["answer_ids"])
    assert old["name"] != new["name"]
    assert old["message_uuid"] != new["message_uuid"]


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (JOURNAL, {"event": "sent"}),
        (ANSWER, {"outcome": "full"}),
        ("social.interagency.act", {"kind": "extension"}),
        ("social.journal.seal", {"number": 1}),
    ],
)
@pytest.mark.parametrize("login", ["clerk", "head", "administrator", "auditor"])
def test_evidence_is_made_by_the_program_only(rpc, model, values, login):
    refused(rpc(login), model, "create", [values])


def test_the_answering_body_does_not_date_its_answer_back(rpc, office):
    request = office.send()
    center = rpc("center")
    [sent] = center.call(REQUEST, "read", [request], ["sent_at"])
    fault = refused(
        center,
        *(REQUEST, "action_answer", [request], "full"),
        text="Ответ",
        sent_at=sent["sent_at"],
    )
    assert "запросивший" in str(fault)
    assert office.state(request) == "sent"


@pytest.mark.parametrize("login", ["clerk", "auditor"])
@pytest.mark.parametrize("aggregate", PERSONAL)
def test_personal_details_are_not_summed_up_past_the_journal(rpc, login, aggregate):
    fault = refused(rpc(login), CITIZEN, "formatted_read_group", [], [], [aggregate])
    assert fault.kind == "AccessError"


@pytest.mark.parametrize(
    "method", ["read", "web_read", "copy", "copy_data", "onchange"]
)
def test_a_card_opens_only_with_a_purpose(rpc, method):
    clerk = rpc("clerk")
    [card] = clerk.call(CITIZEN, "search", [], limit=1)
    given = {
        "read": [["snils"]],
        "web_read": [{"snils": {}}],
        "onchange": [{}, [], {"snils": {}}],
    }.get(method, [])
    fault = refused(clerk, CITIZEN, method, [card], *given)
    assert fault.kind == "AccessError"
    assert "с указанием цели" in str(fault)


def test_a_card_is_not_opened_through_another_paper(rpc):
    clerk = rpc("clerk")
    for model in (REQUEST, APPLICATION):
        [paper] = clerk.call(model, "search", [["citizen_id", "!=", False]], limit=1)
        specification = {"citizen_id": {"fields": {"snils": {}}}}
        fault = refused(clerk, model, "web_read", [paper], specification)
        assert fault.kind == "AccessError"


def test_an_opening_stands_in_the_journal_with_its_purpose(rpc):
    clerk = rpc("clerk")
    [card] = clerk.call(CITIZEN, "search", [], limit=1)
    clerk.call(CITIZEN, "read", [card], ["snils"], context={"citizen_purpose": "check"})
    [entry] = rpc("auditor").call(
        JOURNAL,
        "search_read",
        [["citizen_id", "=", card]],
        ["event", "payload"],
        limit=1,
    )
    assert entry["event"] == "opened"
    assert entry["payload"] == {"purpose": "check"}


@pytest.fixture(scope="module")
def api(rpc, logins, database_name):
    """Return a caller of `/json/2` with the clerk's own API key."""
    clerk = rpc("clerk")
    key = clerk.make_key(logins["clerk"])
    headers = {"Authorization": f"bearer {key}", "X-Odoo-Database": database_name}

    def call(model, method, **params):
        body = json.dumps({"context": {"lang": "ru_RU"}, **params}).encode()
        path = f"/json/2/{model}/{method}"
        status, answer = clerk.send(path, body, "application/json", headers)
        return status, json.loads(answer)

    return call


def test_a_program_drafts_a_request_and_reads_it(api, rpc, office):
    source = office.draft()
    names = ["addressee_id", "citizen_id", "service_id"]
    [values] = rpc("clerk").call(REQUEST, "read", [source], names)
    lines = rpc("clerk").call(
        f"{REQUEST}.line", "search_read", [["request_id", "=", source]]
    )
    vals = {name: values[name][0] for name in names}
    vals["line_ids"] = [
        [0, 0, {"document_type_id": line["document_type_id"][0]}] for line in lines
    ]
    status, ids = api(REQUEST, "create", vals_list=[vals])
    assert status == 200
    status, [found] = api(REQUEST, "read", ids=ids, fields=["state", "name"])
    assert (status, found["state"]) == (200, "draft")


def test_the_api_refuses_honestly_and_in_russian(api, office):
    draft = office.draft()
    status, error = api(REQUEST, "action_send", ids=[draft])
    assert status == 422
    assert "подпис" in error["message"]
    status, error = api(REQUEST, "write", ids=[draft], vals={"state": "sent"})
    assert status == 422
    assert "Состояние" in error["message"]
    status, error = api(CITIZEN, "create", vals_list=[{"last_name": "Пробный"}])
    assert status == 422
    assert "Дата рождения" in error["message"]
    assert office.state(draft) == "draft"


@pytest.mark.parametrize(
    ("model", "method", "params", "expected"),
    [
        ("social.journal.seal", "search", {"domain": []}, 403),
        ("social.interagency.regulation", "write", {"ids": [1], "vals": {}}, 403),
        (CITIZEN, "read", {"ids": [1], "fields": ["snils"]}, 403),
        (REQUEST, "_transition", {"ids": [1], "state": "sent"}, 403),
        (REQUEST, "action_send", {"ids": [999999999]}, 404),
        (REQUEST, "no_such_method", {"ids": [1]}, 404),
        ("social.no.such.model", "search", {"domain": []}, 404),
    ],
)
def test_status_codes_of_the_api_are_honest(api, model, method, params, expected):
    assert api(model, method, **params)[0] == expected


def test_the_api_without_a_key_says_who_you_are_not(rpc):
    status, _answer = rpc("center").send(
        f"/json/2/{REQUEST}/search",
        b"{}",
        "application/json",
        {"Authorization": "bearer wrong"},
    )
    assert status == 401
