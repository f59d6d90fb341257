"""All figures of a quarter over a large table, against SQL written by hand."""

from odoo.fields import Domain
from odoo.tools import SQL

from benchmarks.measure import Result, in_turn
from benchmarks.volume import fill
from benchmarks.workbook import ANSWERS, LINES

ROWS = 200_000
TARGET = 3
ROUNDS = 3
QUARTER = {"kind": "quarter", "year": 2026, "number": 2}
SENT = "timestamp '2026-03-20 06:00:00' + interval '1 minute' * (id %% 150000)"
SPREAD = """
UPDATE social_interagency_request
   SET sent_at = {sent},
       prepare_deadline = {sent} + interval '1 day' * (id %% 7 - 1),
       deadline = {sent} + interval '7 days',
       closed_at = CASE WHEN id %% 20 > 0 THEN
           {sent} + interval '1 day' * (id %% 10) END,
       is_closed_late = id %% 20 > 0 AND id %% 10 > 7,
       state = CASE WHEN id %% 20 > 0 THEN 'accepted' ELSE 'sent' END,
       channel = (ARRAY['portal', 'smev', 'post'])[1 + id %% 3],
       citizen_id = %(citizen)s + id %% 5000,
       sender_id = %(body)s + id %% 60,
       addressee_id = %(body)s + (id / 7) %% 60
""".replace("{sent}", SENT)
JUDGED = """
UPDATE social_interagency_answer answer
   SET sent_at = request.closed_at,
       is_judged = answer.id %% 5 > 0,
       is_complete = answer.id %% 9 > 0,
       outcome = CASE WHEN answer.id %% 12 = 0 THEN 'refused' ELSE 'full' END,
       reason_id = CASE WHEN answer.id %% 12 = 0 THEN %(reason)s END
  FROM social_interagency_request request
 WHERE request.id = answer.request_id AND request.closed_at IS NOT NULL
"""
REQUESTS = """
SELECT %(by)s, count(*), count(*) FILTER (WHERE %(hit)s)
  FROM social_interagency_request request %(joins)s
 WHERE %(moment)s >= %(start)s AND %(moment)s < %(end)s AND %(base)s
 GROUP BY GROUPING SETS (%(sets)s)
"""
ANSWERED = """
SELECT %(by)s, count(*), count(*) FILTER (WHERE %(hit)s)
  FROM social_interagency_answer answer
  JOIN social_interagency_request request ON request.id = answer.request_id
  LEFT JOIN social_interagency_refusal_reason reason ON reason.id = answer.reason_id
 WHERE answer.sent_at >= %(start)s AND answer.sent_at < %(end)s AND %(base)s
 GROUP BY GROUPING SETS (%(sets)s)
"""
DAYS = """
WITH working AS (
    SELECT day::date AS day,
           count(*) FILTER (WHERE COALESCE(listed.kind != 'off',
               extract(isodow FROM day) < 6)) OVER (ORDER BY day) AS number
      FROM generate_series(timestamp '2026-01-01', '2026-12-31', '1 day') AS day
      LEFT JOIN social_interagency_calendar_day listed ON listed.date = day::date
)
SELECT %(by)s, count(*), avg(last.number - first.number),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY last.number - first.number),
       percentile_disc(0.9) WITHIN GROUP (ORDER BY last.number - first.number)
  FROM social_interagency_request request
  JOIN social_interagency_participant body ON body.id = request.addressee_id
  %(joins)s
  JOIN working first ON first.day
       = (request.sent_at AT TIME ZONE 'UTC' AT TIME ZONE body.tz)::date
  JOIN working last ON last.day
       = (request.closed_at AT TIME ZONE 'UTC' AT TIME ZONE body.tz)::date
 WHERE request.closed_at >= %(start)s AND request.closed_at < %(end)s
   AND request.state != 'cancelled'
 GROUP BY GROUPING SETS (%(sets)s)
"""
REPEATED = """request.id IN (
    SELECT request_id FROM (
        SELECT line.request_id, sent_at - lag(sent_at) OVER (
                   PARTITION BY citizen_id, addressee_id, sender_id, document_type_id
                       ORDER BY sent_at) AS gap
          FROM social_interagency_request sent
          JOIN social_interagency_request_line line ON line.request_id = sent.id
         WHERE citizen_id IS NOT NULL AND state != 'cancelled'
           AND sent_at >= %(start)s - interval '90 days' AND sent_at < %(end)s
    ) AS asked WHERE gap <= interval '90 days')"""
LINE = "JOIN social_interagency_request_line line ON line.request_id = request.id"
TYPE = "line.document_type_id"
DUE = "request.state != 'cancelled' AND (request.closed_at <= now() "
DUE += "OR request.deadline <= now())"
ON_TIME = "request.closed_at <= now() AND NOT request.is_closed_late"
ELECTRONIC = "request.channel IN ('portal', 'email', 'file', 'http', 'smev')"
REFUSED = "answer.outcome = 'refused'"

# moment, base, numerator, by what the figure is divided
OF_REQUESTS = [
    ("sent_at", "prepare_deadline IS NOT NULL", "sent_at <= prepare_deadline", True),
    ("deadline", DUE, ON_TIME, True),
    ("sent_at", "TRUE", REPEATED, True),
    ("sent_at", "TRUE", ELECTRONIC, False),
]
OF_ANSWERS = [
    ("TRUE", "reason.is_request_defect IS NOT TRUE", ["request.sender_id"]),
    ("answer.is_judged", "answer.is_complete", None),
    ("TRUE", REFUSED, None),
    ("TRUE", REFUSED, ["request.addressee_id", "request.channel", "answer.reason_id"]),
]


def measure(env, region):
    """Compare all figures of a quarter with a statement by hand for each of them."""
    _prepare(env, region)
    period = env["social.control.period"].create(
        {**QUARTER, "participant_id": region.sender.id}
    )
    span = period._get_span()
    indicators = env["social.control.indicator"].search(Domain.TRUE)

    def count():
        indicators._count(span)
        env.invalidate_all()

    ours, by_hand = in_turn(count, lambda: _count_by_hand(env, span), rounds=ROUNDS)
    return Result(
        f"figures of a quarter, {ROWS:,} requests, against SQL",
        ours / by_hand,
        TARGET,
        False,
        f"{ours:.2f} s against {by_hand:.2f} s",
    )


def _prepare(env, region):
    """Spread the requests over participants, citizens, channels and days."""
    fill(env, region, ROWS)
    bodies = [region._create_participant("provider").id for _number in range(60)]
    citizens = env["social.interagency.citizen"].create(
        [region._prepare_citizen(number) for number in range(5_000)]
    )
    env.flush_all()
    env.cr.execute("ANALYZE")  # else each foreign key is looked for row by row
    env.cr.execute(SQL(LINES, tuple(region.types[:2].ids)))
    env.cr.execute(SQL(SPREAD, citizen=citizens[0].id, body=bodies[0]))
    env.cr.execute(SQL(ANSWERS))
    env.cr.execute("ANALYZE")
    reason = env["social.interagency.refusal.reason"].search([], limit=1)
    env.cr.execute(SQL(JUDGED, reason=reason.id))
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.invalidate_all()


def _count_by_hand(env, span):
    start, end = span.as_moments()
    for statement in _get_statements():
        env.execute_query(SQL(statement, start=start, end=end))


def _get_statements():
    """Yield one statement for each figure; one more where lines are to be joined."""
    for place, (moment, base, hit, is_divided) in enumerate(OF_REQUESTS):
        body = "request.addressee_id" if place == 1 else "request.sender_id"
        words = {"base": base, "hit": hit, "moment": f"request.{moment}"}
        yield _write(REQUESTS, [body, "request.channel"][: 1 + is_divided], **words)
        if is_divided:
            yield _write(REQUESTS, [TYPE], **words)
    for base, hit, parts in OF_ANSWERS:
        by_default = ["request.addressee_id", "request.channel"]
        yield _write(ANSWERED, parts or by_default, base=base, hit=hit)
    yield _write(DAYS, ["request.addressee_id", "request.channel"])
    yield _write(DAYS, [TYPE])


def _write(statement, parts, **words):
    is_of_lines = parts == [TYPE]
    words["joins"] = LINE if is_of_lines else ""
    words["by"] = ", ".join(parts)
    whole = [] if is_of_lines else ["()"]
    words["sets"] = ", ".join([*whole, *(f"({part})" for part in parts)])
    for name, text in words.items():
        statement = statement.replace(f"%({name})s", text)
    return statement
