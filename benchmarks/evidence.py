"""The verifier of the journal against a bare loop of fetching and hashing."""

import hashlib
import os
import subprocess
import sys

import psycopg2

from benchmarks.measure import Result, in_turn

ENTRIES = 200_000
BATCH = 20_000


def measure_verifier(env, region, database):
    """Compare the verifier, start included, with a loop that only hashes."""
    _fill(env, region)
    verify = [sys.executable, "scripts/verify_journal.py"]
    environment = {**os.environ, "PGDATABASE": database}

    def run_verifier():
        subprocess.run(verify, check=True, env=environment, stdout=subprocess.DEVNULL)

    def hash_all():
        with (
            psycopg2.connect(dbname=database) as connection,
            connection.cursor("bare") as cursor,
        ):
            cursor.itersize = 5000
            cursor.execute(
                "SELECT id, event, at, user_id, payload::text, digest, request_id "
                "FROM social_interagency_journal ORDER BY id"
            )
            for row in cursor:
                hashlib.sha256(repr(row).encode()).hexdigest()

    ours, bare = in_turn(run_verifier, hash_all, rounds=3)
    return Result(
        f"verifier over {ENTRIES:,} entries, speed of a bare loop",
        bare / ours,
        0.5,
        True,
        f"{ENTRIES / ours:,.0f}/s against {ENTRIES / bare:,.0f}/s",
    )


def _fill(env, region):
    requests = env["social.interagency.request"].search([], limit=BATCH)
    count = env["social.interagency.journal"].search_count([])
    while count < ENTRIES:
        requests._journal("sent", {"benchmark": region.head.id})
        count += len(requests)
    env.cr.commit()
    env["social.journal.seal"]._cron_seal()
    env.cr.commit()
