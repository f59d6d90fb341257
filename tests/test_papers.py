"""Printed papers: Russian to the last word, of a sane length, for the right role."""

import io
import re

import pytest
from office import ANSWER, APPLICATION, PARTICIPANT, REQUEST
from pypdf import PdfReader

AGREEMENT = "social.interagency.agreement"
REGULATION = "social.interagency.regulation"
# Addresses, files and their digests, the time zone and the codes of SMEV.
FOREIGN = re.compile(
    r"\S+@\S+|\S+\.pdf\b|SHA-256: \w+|\(UTC\+3\)|\bFAILURE\b|\bNO_DATA\b"
)
ENGLISH = re.compile(r"[A-Za-z]{2,}")


class Paper:
    """A PDF as the role gets it."""

    def __init__(self, client, report, record):
        path = f"/report/pdf/social_interagency.report_{report}/{record}"
        status, body = client.get(path)
        assert status == 200, path
        pages = PdfReader(io.BytesIO(body)).pages
        self.length = len(pages)
        self.text = " ".join(" ".join(page.extract_text() for page in pages).split())

    def check(self, length, *words):
        assert self.length <= length
        for word in words:
            assert word in self.text, word
        assert not ENGLISH.findall(FOREIGN.sub("", self.text))


def first(client, model, *domain):
    return client.call(model, "search", list(domain), limit=1)[0]


@pytest.mark.parametrize("login", ["clerk", "head", "auditor"])
def test_a_request_is_printed_for_its_readers(rpc, office, login):
    request = office.send()
    [values] = rpc(login).call(REQUEST, "read", [request], ["name"])
    paper = Paper(rpc(login), "request", request)
    paper.check(2, values["name"], "Межведомственный запрос", "Ответить до", "Лебедева")


def test_a_draft_says_that_it_is_one(rpc, office):
    paper = Paper(rpc("clerk"), "request", office.draft())
    paper.check(2, "Черновик")
    assert "Ответить до" not in paper.text


def test_many_requests_print_into_one_file(rpc):
    clerk = rpc("clerk")
    requests = clerk.call(REQUEST, "search", [["state", "=", "accepted"]], limit=5)
    names = clerk.call(REQUEST, "read", requests, ["name"])
    paper = Paper(clerk, "request", ",".join(map(str, requests)))
    paper.check(10, *(row["name"] for row in names))
    assert paper.length >= len(requests)


def test_an_answer_names_the_request_and_its_files(rpc, office):
    request, answer, _file = office.answer()
    [values] = rpc("clerk").call(REQUEST, "read", [request], ["name"])
    paper = Paper(rpc("clerk"), "answer", answer)
    paper.check(2, "Ответ на межведомственный запрос", values["name"], "survey.pdf")
    assert "ответ дан в срок" in paper.text


@pytest.mark.parametrize("outcome", ["partial", "no_data", "refused"])
def test_every_outcome_is_printed_in_russian(rpc, outcome):
    clerk = rpc("clerk")
    answer = first(clerk, ANSWER, ["outcome", "=", outcome])
    [reason] = clerk.call(ANSWER, "read", [answer], ["reason_id"])
    Paper(clerk, "answer", answer).check(2, reason["reason_id"][1])


@pytest.mark.parametrize("state", ["registered", "in_progress", "done"])
def test_an_application_lists_its_steps_and_requests(rpc, state):
    clerk = rpc("clerk")
    application = first(clerk, APPLICATION, ["state", "=", state])
    [values] = clerk.call(APPLICATION, "read", [application], ["name"])
    Paper(clerk, "application", application).check(3, values["name"], "Шаги")


@pytest.mark.parametrize("login", ["administrator", "head", "operator"])
def test_the_regulation_is_printed_with_its_six_parts(rpc, login):
    regulation = first(rpc(login), REGULATION, ["state", "=", "in_force"])
    paper = Paper(rpc(login), "regulation", regulation)
    paper.check(15, "1-ПП", *(f"{number}.1." for number in range(1, 7)))
    assert paper.length >= 4


def test_an_agreement_has_its_seven_parts_and_two_signatures(rpc):
    administrator = rpc("administrator")
    bodies = administrator.call(
        PARTICIPANT, "search_read", [], fields=["name"], limit=2
    )
    agreement = administrator.call(
        AGREEMENT,
        "create",
        [
            {
                "party_one_id": bodies[0]["id"],
                "party_two_id": bodies[1]["id"],
                "subject": "Обмен сведениями о гражданах",
            }
        ],
    )
    paper = Paper(administrator, "agreement", agreement[0])
    paper.check(4, *(body["name"] for body in bodies), "1. Предмет", "7. Реквизиты")
