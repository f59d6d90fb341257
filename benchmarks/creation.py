"""Creation of requests, in bulk and one by one over RPC, against the peer's tickets."""

from benchmarks.measure import Result, in_turn
from benchmarks.region import LOGIN, PASSWORD
from tests.rpc import Client

BULK = 1000
TICKETS = 200
CALLS = 10


def measure_bulk(env, region):
    """Compare records per second; each run is rolled back."""
    requests = env["social.interagency.request"].with_user(region.head)
    tickets = env["helpdesk.ticket"]

    def create_requests():
        created = requests.create([region.prepare_request(n) for n in range(BULK)])
        created.flush_recordset()
        env.cr.rollback()
        env.invalidate_all()

    def create_tickets():
        tickets.create([region.prepare_ticket(n) for n in range(TICKETS)])
        env.flush_all()
        env.cr.rollback()
        env.invalidate_all()

    ours, theirs = in_turn(create_requests, create_tickets)
    speed, peer_speed = BULK / ours, TICKETS / theirs
    return Result(
        "bulk creation against helpdesk_mgmt",
        speed / peer_speed,
        3,
        True,
        f"{speed:.0f}/s against {peer_speed:.0f}/s",
    )


def measure_rpc(env, region, address, database):
    """Compare one request created and sent with one ticket created."""
    head = Client(address, database, LOGIN, PASSWORD)
    admin = Client(address, database, "admin", "admin")

    def send_requests():
        for number in range(CALLS):
            values = region.prepare_request(number)
            head.call("social.interagency.request", "create_and_send", [values])

    def create_tickets():
        for number in range(CALLS):
            admin.call("helpdesk.ticket", "create", [region.prepare_ticket(number)])

    ours, theirs = in_turn(send_requests, create_tickets)
    return Result(
        "one request created and sent over RPC against a ticket",
        ours / theirs,
        1,
        False,
        f"{ours / CALLS * 1000:.0f} ms against {theirs / CALLS * 1000:.0f} ms",
    )
