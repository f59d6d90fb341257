"""The list of overdue requests in a small and in a large table."""

from odoo.fields import Domain
from odoo.tools import SQL

from benchmarks.measure import Result, in_turn

SMALL, LARGE = 2_000, 200_000
OVERDUE = 300
SPECIFICATION = {
    "name": {},
    "addressee_id": {"fields": {"display_name": {}}},
    "citizen_id": {"fields": {"display_name": {}}},
    "deadline": {},
    "deadline_state": {},
    "state": {},
}


def measure_overdue(env, region):
    """Compare list and count of the overdue at two sizes, equally many overdue."""
    requests = env["social.interagency.request"].with_user(region.head)
    overdue = list(Domain("deadline_state", "=", "overdue"))

    def read():
        env.invalidate_all()
        requests.web_search_read(overdue, SPECIFICATION, limit=80, order="deadline")
        requests.search_count(overdue)

    times = []
    for size in (SMALL, LARGE):
        fill(env, region, size)
        times.append(min(in_turn(read, read)))
    small, large = times
    return Result(
        f"overdue list and count, {LARGE:,} against {SMALL:,} requests",
        large / small,
        2,
        False,
        f"{large * 1000:.1f} ms against {small * 1000:.1f} ms",
    )


def fill(env, region, size):
    """Copy a request in the database until the table has ``size`` of them."""
    requests = env["social.interagency.request"]
    sample = requests.create([region.prepare_request(0)])
    env.flush_all()
    missing = size - requests.search_count([])
    names = [
        field.name
        for field in requests._fields.values()
        if field.store and field.column_type and field.name not in _OWN
    ]
    env.cr.execute(
        SQL(
            "INSERT INTO social_interagency_request "
            "(%s, name, message_uuid, state, sent_at, deadline, closed_at) "
            "SELECT %s, 'B-' || series || '-' || %s, gen_random_uuid()::text, "
            "CASE WHEN series <= %s THEN 'sent' ELSE 'accepted' END, "
            "now() - interval '30 days', now() - interval '20 days', "
            "CASE WHEN series <= %s THEN NULL ELSE now() - interval '25 days' END "
            "FROM social_interagency_request, generate_series(1, %s) AS series "
            "WHERE id = %s",
            SQL(", ").join(map(SQL.identifier, names)),
            SQL(", ").join(map(SQL.identifier, names)),
            size,
            0 if size > SMALL else OVERDUE,
            0 if size > SMALL else OVERDUE,
            missing,
            sample.id,
        )
    )
    env.cr.commit()
    env.cr.execute("ANALYZE social_interagency_request")


_OWN = {"id", "name", "message_uuid", "state", "sent_at", "deadline", "closed_at"}
