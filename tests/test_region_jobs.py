"""Each job, started by two processes at the same moment, is done once."""

import contextlib
import json
import os
import subprocess
from pathlib import Path

from office import REQUEST
from peer import Peer

from scripts.paths import ROOT

TRIES = int(os.environ.get("SOCIAL_TRIES", "6"))
ROUNDS = max(TRIES // 2, 1)
_PATIENCE = 60  # seconds
_TWIN = Path(__file__).parent / "twin.py"


def test_a_job_that_two_processes_start_at_once_is_done_once(
    region, staff, tmp_path, tell
):
    sent = [staff.office.send() for _one in range(TRIES)]
    # The machines' own jobs would take the work away.
    staff.query("UPDATE ir_cron SET active = FALSE")
    with Peer() as peer:
        peer.register(staff)
        drafts = [staff.office.draft(channel="http") for _one in range(TRIES)]
        staff.rpc("head").call(REQUEST, "action_send", drafts)
        reports = run_twins(region, tmp_path, sent)
    staff.query("UPDATE ir_cron SET active = TRUE")
    check_growth(reports["reminders"], [len(sent), 0])
    check_growth(reports["recount"], [1])
    check_growth(reports["workbooks"], [1])
    assert [after for _outcome, _before, [after] in reports["findings"]] == [
        len(sent)
    ] * ROUNDS
    [_first_outcome, _before, [unsealed, _number]] = reports["seals"][0]
    assert unsealed == 0
    assert set(peer.taken.values()) == {1}
    assert len(peer.taken) == len(drafts)
    staff.check_journals()
    tell(
        f"Jobs started twice at once: {len(reports)} jobs, {ROUNDS} rounds each; "
        "lost 0, doubled 0"
    )


def check_growth(rounds, growth):
    """Check by how much the counts grew, in each round."""
    for _outcome, before, after in rounds:
        assert [b - a for a, b in zip(before, after, strict=True)] == growth


def run_twins(region, place, sent):
    """Run all jobs in two processes at the same moments; return the first's report."""
    names = ("first", "second")
    twins = [_start_twin(region, place, name, sent) for name in names]
    try:
        for twin in twins:
            with contextlib.suppress(subprocess.TimeoutExpired):
                twin.wait(_PATIENCE)
    finally:
        for twin in twins:
            twin.kill()
    logs = "".join((place / f"{name}.log").read_text() for name in names)
    assert all((place / f"{name}.json").exists() for name in names), logs
    return json.loads((place / "first.json").read_text())


def _start_twin(region, place, name, sent):
    odoo = region.database.odoo
    with _TWIN.open() as source, (place / f"{name}.log").open("w") as output:
        return subprocess.Popen(
            odoo.command("shell", "-d", region.database.name, "--no-http"),
            stdin=source,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env={
                **odoo.environment,
                "TWIN_PLACE": str(place),
                "TWIN_NAME": name,
                "TWIN_ROUNDS": str(ROUNDS),
                "TWIN_REQUESTS": json.dumps(sent),
            },
        )
