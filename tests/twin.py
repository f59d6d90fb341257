"""Run in Odoo's shell: call each job at the same moment as another process does.

Each round prepares work, waits for the twin, runs the job, waits again and lets one
of the two write down what the job has done.
"""

import json
import os
import time
from pathlib import Path

from psycopg2.extensions import TransactionRollbackError

env = globals()["env"]
PLACE = Path(os.environ["TWIN_PLACE"])
NAME = os.environ["TWIN_NAME"]
ROUNDS = int(os.environ["TWIN_ROUNDS"])
REQUESTS = json.loads(os.environ["TWIN_REQUESTS"])
OVERDUE = (
    "UPDATE social_interagency_request SET deadline = date_trunc('second', now()) "
    "- interval '1 day', reminded_for = NULL, escalated_for = NULL WHERE id = ANY(%s)"
)
ACTIVITIES = (
    "DELETE FROM mail_activity WHERE res_model = 'social.interagency.request' "
    "AND res_id = ANY(%s)"
)


def meet(step):
    """Wait for the twin."""
    env.cr.commit()
    (PLACE / f"{step}-{NAME}").touch()
    while len(list(PLACE.glob(f"{step}-*"))) < 2:
        time.sleep(0.001)
    env.cr.commit()
    env.invalidate_all()


def count(sql, *parameters):
    env.cr.execute(sql, parameters)
    return env.cr.fetchone()[0]


def make_overdue():
    env.cr.execute(OVERDUE, [REQUESTS])


def prepare_reminders():
    make_overdue()
    env.cr.execute(ACTIVITIES, [REQUESTS])


def count_escalations():
    return count(
        "SELECT count(*) FROM social_interagency_journal "
        "WHERE event = 'escalated' AND request_id = ANY(%s)",
        REQUESTS,
    )


def count_doubled_activities():
    return count(
        "SELECT count(*) FROM (SELECT FROM mail_activity WHERE res_id = ANY(%s) "
        "AND res_model = 'social.interagency.request' "
        "GROUP BY res_id, activity_type_id, user_id HAVING count(*) > 1) AS doubled",
        REQUESTS,
    )


def prepare_recount():
    calendar = env["social.interagency.calendar"].search([], limit=1)
    calendar.recount_since = "2026-01-01"


def count_recounts():
    return count(
        "SELECT count(*) FROM social_interagency_journal "
        "WHERE event = 'calendar_recounted'"
    )


def count_findings():
    return count(
        "SELECT count(*) FROM social_control_finding WHERE request_id = ANY(%s)",
        REQUESTS,
    )


def prepare_workbook():
    period = {"period_from": "2026-01-01", "period_to": "2026-12-31"}
    head = env["res.users"].search([("login", "=", "head")])
    workbooks = env["social.workbook"].with_user(head)._unlocked()
    workbooks.create([{"kind": "requests", **period}])


def count_exports():
    return count(
        "SELECT count(*) FROM social_interagency_journal WHERE event = 'exported'"
    )


def count_unsealed():
    return count("SELECT count(*) FROM social_journal_queue")


def count_seals():
    return count("SELECT coalesce(max(number), 0) FROM social_journal_seal")


def nothing():
    """Prepare nothing: the rounds before have left work."""


# model, method, how work is prepared, what is counted
JOBS = {
    "reminders": (
        "social.interagency.request",
        "_cron_remind",
        prepare_reminders,
        (count_escalations, count_doubled_activities),
    ),
    "recount": (
        "social.interagency.calendar",
        "_cron_recount_deadlines",
        prepare_recount,
        (count_recounts,),
    ),
    "findings": (
        "social.control.finding",
        "_cron_propose",
        make_overdue,
        (count_findings,),
    ),
    "workbooks": (
        "social.workbook",
        "_cron_make",
        prepare_workbook,
        (count_exports,),
    ),
    "seals": (
        "social.journal.seal",
        "_cron_seal",
        nothing,
        (count_unsealed, count_seals),
    ),
    "messages": (
        "social.interagency.message",
        "_cron_send",
        nothing,
        (),
    ),
}


def run(name, number):
    """Run a job with the twin; return what was counted before and after."""
    model, method, prepare, counters = JOBS[name]
    if NAME == "first":
        prepare()
    before = [counter() for counter in counters]
    meet(f"{name}-{number}-begin")
    try:
        getattr(env[model].sudo(), method)()
        env.cr.commit()
        outcome = "done"
    except TransactionRollbackError:
        env.cr.rollback()
        outcome = "gave way"
    meet(f"{name}-{number}-end")
    return outcome, before, [counter() for counter in counters]


report = {name: [run(name, number) for number in range(ROUNDS)] for name in JOBS}
(PLACE / f"{NAME}.json").write_text(json.dumps(report))
