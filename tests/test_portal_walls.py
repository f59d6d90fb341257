"""A participant's portal user reaches nothing of another organisation."""

from urllib.parse import quote

import pytest
from office import ANSWER, APPLICATION, CITIZEN, JOURNAL, PARTICIPANT, REQUEST
from rpc import Fault

HIDDEN = ["application_id", "consent_id", "executor_id", "journal_ids"]
CLOSED = [
    APPLICATION,
    CITIZEN,
    JOURNAL,
    "social.interagency.act",
    "social.interagency.consent",
    "social.interagency.document",
    "social.interagency.regulation",
    "social.interagency.report",
    "social.journal.seal",
]


@pytest.fixture(scope="module")
def foreign(office):
    """Return the ids of a request to the fund, of its answer and of its file."""
    return office.answer("fund")


@pytest.fixture
def stranger(rpc):
    return rpc("center")


def refused(client, model, method, *args, **kwargs):
    with pytest.raises(Fault) as caught:
        client.call(model, method, *args, **kwargs)
    return caught.value


def test_the_owner_of_the_answer_reaches_it(rpc, foreign):
    request, answer, file = foreign
    fund = rpc("fund")
    assert fund.call(REQUEST, "read", [request], ["state"])[0]["state"] == "answered"
    assert fund.get(f"/my/interagency/{request}/file/{file}")[1].startswith(b"%PDF")
    assert fund.get(f"/my/interagency/{request}/answer/{answer}")[1][:4] == b"%PDF"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "?report_type=pdf",
        "?report_type=html",
        "?access_token=guess",
        "/answer/{answer}",
        "/file/{file}",
    ],
)
def test_addresses_of_the_portal_lead_a_stranger_home(stranger, rpc, foreign, path):
    request, answer, file = foreign
    number = rpc("fund").call(REQUEST, "read", [request], ["name"])[0]["name"]
    address = f"/my/interagency/{request}" + path.format(answer=answer, file=file)
    status, page = stranger.get(address)
    assert status == 200
    assert number.encode() not in page
    assert page[:4] != b"%PDF"


def test_lists_of_the_portal_hold_no_foreign_number(stranger, rpc, foreign):
    number = rpc("fund").call(REQUEST, "read", [foreign[0]], ["name"])[0]["name"]
    for query in ("filterby=incoming", "filterby=outgoing", "sortby=citizen_id"):
        page = stranger.get(f"/my/interagency?search={quote(number)}&{query}")[
            1
        ].decode()
        assert f"/my/interagency/{foreign[0]}" not in page


def test_forms_of_the_portal_change_no_foreign_request(office, stranger):
    request = office.send("fund")
    own = office.send("center")
    page = stranger.get(f"/my/interagency/{own}")[1].decode()
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    for action in ("receive", "answer"):
        body = f"csrf_token={token}&outcome=full&text=x&incoming_number=1".encode()
        stranger.send(
            f"/my/interagency/{request}/{action}",
            body,
            "application/x-www-form-urlencoded",
        )
    assert office.state(request) == "sent"


def test_searches_by_rpc_find_only_own_requests(stranger, rpc, foreign):
    number = rpc("fund").call(REQUEST, "read", [foreign[0]], ["name"])[0]["name"]
    domain = [["name", "=", number]]
    calls = {
        "search": {},
        "search_count": {},
        "search_read": {"fields": ["name"]},
        "name_search": None,
        "formatted_read_group": {"groupby": ["state"], "aggregates": ["__count"]},
    }
    for method, options in calls.items():
        if options is None:
            assert not stranger.call(REQUEST, method, number)
        else:
            assert not stranger.call(REQUEST, method, domain, **options), method
    found = stranger.call(
        REQUEST, "web_search_read", domain, specification={"name": {}}
    )
    assert found == {"length": 0, "records": []}


@pytest.mark.parametrize("method", ["read", "web_read", "export_data", "copy_data"])
def test_a_foreign_request_is_not_read_by_its_id(stranger, foreign, method):
    given = {"web_read": [{"name": {}}], "copy_data": []}.get(method, [["name"]])
    fault = refused(stranger, REQUEST, method, [foreign[0]], *given)
    assert fault.kind in ("AccessError", "UserError")


@pytest.mark.parametrize(
    "method", ["action_receive", "action_answer", "action_cancel", "action_redirect"]
)
def test_a_foreign_request_is_not_acted_on(stranger, office, method):
    request = office.send("fund")
    given = {"action_answer": ["full", "x"], "action_cancel": ["x"]}.get(method, [])
    if method == "action_redirect":
        given = [stranger.call(REQUEST, "search", [], limit=1)[0], "x"]
    refused(stranger, REQUEST, method, [request], *given)
    assert office.state(request) == "sent"


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_fields_are_not_read_filtered_ordered_or_grouped(stranger, name):
    options = [
        ("search_read", [[]], {"fields": [name], "limit": 1}),
        ("search_read", [[[name, "!=", False]]], {"fields": ["name"]}),
        ("search_read", [[]], {"fields": ["name"], "order": name}),
        ("formatted_read_group", [[], [name], ["__count"]], {}),
        ("formatted_read_group", [[], ["state"], [f"{name}:count"]], {}),
    ]
    for method, args, kwargs in options:
        assert refused(stranger, REQUEST, method, *args, **kwargs).kind in (
            "AccessError",
            "ValueError",
        )


@pytest.mark.parametrize(
    "path",
    [
        "citizen_id.snils",
        "citizen_id.address",
        "regulation_id.number",
        "executor_id.login",
        "application_id.name",
        "journal_ids.digest",
    ],
)
def test_nothing_is_guessed_through_a_dotted_filter(stranger, path):
    fault = refused(stranger, REQUEST, "search_count", [[path, "ilike", "а"]])
    assert fault.kind == "AccessError"


@pytest.mark.parametrize(
    "path", ["create_uid.login", "state_changed_by_id.email", "approved_by_id.login"]
)
def test_officers_of_the_ministry_are_not_guessed(stranger, path):
    assert not stranger.call(REQUEST, "search_count", [[path, "ilike", "head"]])


@pytest.mark.parametrize("model", CLOSED)
def test_models_behind_the_wall_are_closed(stranger, model):
    assert refused(stranger, model, "search_read", [], limit=1).kind == "AccessError"
    assert refused(stranger, model, "search_count", []).kind == "AccessError"


def test_other_participants_and_their_people_are_not_listed(stranger):
    names = stranger.call(PARTICIPANT, "search_read", [], fields=["name"])
    assert not [row for row in names if "Забота" not in row["name"]]
    for model in ("res.users", "res.partner"):
        emails = stranger.call(model, "search_read", [], fields=["email"])
        assert {row["email"] for row in emails} <= {"center@example.org"}


@pytest.mark.parametrize(
    "path",
    [
        "/web/content/{file}",
        "/web/content/{file}?access_token=guess",
        "/web/image/{file}",
        "/web/content/ir.attachment/{file}/raw",
        "/web/content/ir.attachment/{file}/datas",
        "/web/content/social.interagency.answer/{answer}/text",
        "/web/content/social.interagency.request/{request}/purpose",
    ],
)
def test_a_foreign_file_has_no_address(stranger, foreign, path):
    request, answer, file = foreign
    status, body = stranger.get(path.format(request=request, answer=answer, file=file))
    assert b"%PDF" not in body
    assert status in (200, 403, 404)
    assert status != 200 or body[:4] in (b"\x89PNG", b"GIF8")


def test_foreign_files_are_not_found_or_taken(stranger, office, foreign):
    file = foreign[2]
    assert not stranger.call("ir.attachment", "search_count", [["id", "=", file]])
    refused(stranger, "ir.attachment", "read", [file], ["name"])
    request = office.send("center")
    fault = refused(
        stranger, REQUEST, "action_answer", [request], "full", attachment_ids=[file]
    )
    assert "относится к другому документу" in str(fault)
    assert office.state(request) == "sent"


@pytest.mark.parametrize("kind", ["pdf", "html", "text"])
@pytest.mark.parametrize("login", ["center", "operator", "administrator"])
def test_reports_print_no_paper_of_others(rpc, office, foreign, kind, login):
    client = rpc(login)
    [application] = rpc("clerk").call(APPLICATION, "search", [], limit=1)
    for report, paper in (
        ("report_request", foreign[0]),
        ("report_answer", foreign[1]),
        ("report_application", application),
    ):
        address = f"/report/{kind}/social_interagency.{report}/{paper}"
        status, body = client.get(address)
        assert status >= 400
        assert b"%PDF" not in body


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/mail/thread/messages", {}),
        ("/mail/chatter_fetch", {}),
        (
            "/mail/data",
            {
                "fetch_params": [
                    ["mail.thread", {"request_list": ["followers", "attachments"]}]
                ]
            },
        ),
    ],
)
@pytest.mark.parametrize("login", ["center", "operator", "administrator"])
def test_the_conversation_about_a_request_is_closed(rpc, foreign, path, params, login):
    words = "Тайная переписка о запросе"
    rpc("clerk").call(REQUEST, "message_post", [foreign[0]], body=words)
    thread = {"thread_model": REQUEST, "thread_id": foreign[0]}
    if params:
        params["fetch_params"][0][1].update(thread)
    answer = str(rpc(login).post(path, params or thread))
    assert words not in answer
    assert "survey.pdf" not in answer


def test_a_stranger_posts_nothing_to_a_foreign_request(stranger, foreign):
    thread = {"thread_model": REQUEST, "thread_id": foreign[0]}
    with pytest.raises(Fault):
        stranger.post(
            "/mail/message/post", {**thread, "post_data": {"body": "Чужие слова"}}
        )
    refused(stranger, REQUEST, "message_post", [foreign[0]], body="Чужие слова")
    refused(stranger, REQUEST, "message_subscribe", [foreign[0]], partner_ids=[3])


@pytest.mark.parametrize("login", ["operator", "administrator"])
def test_operators_and_administrators_see_no_citizen(rpc, login):
    client = rpc(login)
    for model in (CITIZEN, REQUEST, ANSWER, APPLICATION):
        assert refused(client, model, "search_read", []).kind == "AccessError"
    for model in ("mail.message", "mail.activity"):
        name = "res_model" if model == "mail.activity" else "model"
        found = client.call(model, "search_count", [[name, "=", REQUEST]])
        assert not found


def test_the_administrator_finds_no_citizen_through_the_journal(rpc):
    administrator = rpc("administrator")
    for path in ("citizen_id.name", "request_id.citizen_id.name", "citizen_id"):
        fault = refused(administrator, JOURNAL, "search_count", [[path, "ilike", "а"]])
        assert fault.kind == "AccessError"
    entries = administrator.call(JOURNAL, "search_read", [], limit=200)
    assert "citizen_id" not in entries[0]
    names = {
        row["name"] for row in rpc("clerk").call(CITIZEN, "search_read", [], ["name"])
    }
    text = str(entries)
    assert not [name for name in names if name in text]
