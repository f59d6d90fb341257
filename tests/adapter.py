"""The fake adapter of SMEV, served for the tests of one file, and our way to it."""

import threading
import time
import uuid
from contextlib import contextmanager

from office import PARTICIPANT, REQUEST
from pair import ENDPOINT

from scripts.fake_smev import make_server

FUND = "9900012333"
_PATIENCE = 60  # seconds


@contextmanager
def serve():
    """Give the server of a fresh adapter; its state is `server.adapter`."""
    server = make_server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@contextmanager
def open_service(rpc, office, server):
    """Give the id of the fund's service of SMEV, archived in the end."""
    administrator = rpc("administrator")
    [fund] = administrator.call(PARTICIPANT, "search", [["inn", "=", FUND]])
    [draft] = rpc("clerk").call(REQUEST, "read", [office.draft("fund")], ["sender_id"])
    for participant, mnemonic in ((fund, "FUND01"), (draft["sender_id"][0], "MIN01")):
        administrator.call(PARTICIPANT, "write", [participant], {"mnemonic": mnemonic})
    [endpoint] = administrator.call(
        ENDPOINT,
        "create",
        [
            {
                "name": "Заглушка адаптера СМЭВ",
                "code": f"TEST-{uuid.uuid4().hex[:8]}",
                "participant_id": fund,
                "channel": "smev",
                "url": f"http://127.0.0.1:{server.server_port}",
            }
        ],
    )
    yield endpoint
    administrator.call(ENDPOINT, "write", [endpoint], {"active": False})


def wait_for(rpc, endpoint, condition):
    """Wait until the condition holds; the service is asked for messages meanwhile."""
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end
        rpc("operator").call(ENDPOINT, "action_fetch_messages", [endpoint])
        time.sleep(0.5)
