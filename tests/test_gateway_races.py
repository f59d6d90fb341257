"""One message that is posted many times at one moment is stored once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests
from office import PARTICIPANT
from pair import CENTER, GATEWAY, ISSUING

TWINS = 4
ROUNDS = 3
MESSAGE = """<?xml version="1.0" encoding="UTF-8"?>
<Message xmlns="urn:social-interagency:exchange:1" version="1.0"><Header>
<MessageId>{number}</MessageId><OriginalMessageId>{number}</OriginalMessageId>
<SentAt>2026-01-01T00:00:00Z</SentAt>
<Sender><Name>Центр</Name><Inn>{sender}</Inn></Sender>
<Recipient><Name>Министерство</Name><Inn>9900000000</Inn></Recipient>
</Header><Notice><Kind>cancelled</Kind></Notice></Message>"""


@pytest.fixture(scope="module")
def post(address, rpc):
    """Return a function that posts a message with the center's key."""
    [center] = rpc("clerk").call(PARTICIPANT, "search", [["inn", "=", CENTER]])
    administrator = rpc("administrator")
    [wizard] = administrator.call(ISSUING, "create", [{"participant_id": center}])
    shown = administrator.call(ISSUING, "action_issue", [wizard])
    headers = {
        "Authorization": f"Bearer {shown['context']['default_key']}",
        "Content-Type": "application/xml",
    }
    return lambda body: requests.post(
        f"{address}{GATEWAY}/messages", body, headers=headers, timeout=60
    )


@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_twins_of_a_message_are_one_message(post, cursor, attempt):
    number = str(uuid.uuid4())
    body = MESSAGE.format(number=number, sender=CENTER).encode()
    barrier = Barrier(TWINS)

    def post_at_once(_twin):
        barrier.wait()
        return post(body)

    with ThreadPoolExecutor(TWINS) as pool:
        answers = list(pool.map(post_at_once, range(TWINS)))
    assert {answer.status_code for answer in answers} == {202}
    cursor.execute(
        "SELECT count(*) FROM social_interagency_message WHERE message_uuid = %s",
        [number],
    )
    assert cursor.fetchone() == (1,)
