"""Messages per second, out and in, and what XML of strangers costs."""

import contextlib
import dataclasses
import os
import statistics
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests
from lxml import etree

from odoo.addons.social_interagency.exchange import papers, xml

from benchmarks.measure import Result, in_turn, seconds

MESSAGES = 600
BATCH = 50
WORKERS = 2
PARSED = 2000
QUEUED = 10_000
ROUNDS = 3
ROOT = "/social/exchange/v1"
_PATIENCE = 60  # seconds
_ODOO = Path(__file__).resolve().parent.parent / "scripts" / "inside" / "odoo_bin.py"


def measure(env, region, database):
    """Return the figures of the exchange."""
    exchange = _Exchange(env, region, database)
    with _peer() as address:
        return [
            exchange.measure_parsing(),
            exchange.measure_out(address),
            exchange.measure_in(address),
            exchange.measure_list(),
        ]


class _Exchange:
    """The region's ministry and a provider whose system speaks over HTTP."""

    def __init__(self, env, region, database):
        self.env, self.region, self.database = env, region, database
        self.messages = env["social.interagency.message"]
        # The server beside would send the queue before its turn.
        env["ir.cron"].search([("code", "like", "model._cron_send()")]).active = False
        self.sample = self._prepare_sample()

    def _prepare_sample(self):
        """Return the XML of a request as the provider's system gets it."""
        request = self.env["social.interagency.request"].create(
            [self.region.prepare_request(0)]
        )
        own = request.sender_id._prepare_party()
        other = request.addressee_id._prepare_party()
        self.key = self.env["social.interagency.exchange.key"]._issue(request.sender_id)
        paper = request._prepare_paper()
        number = str(uuid.uuid4())
        header = papers.Header(
            message_id=number,
            original_message_id=number,
            sent_at=request.created_at,
            sender=own,
            recipient=other,
        )
        self.env.cr.commit()
        return papers.Message(header=header, request=paper)

    def _make_bodies(self, count):
        bodies = []
        for _number in range(count):
            number = str(uuid.uuid4())
            header = dataclasses.replace(
                self.sample.header, message_id=number, original_message_id=number
            )
            bodies.append(papers.write(dataclasses.replace(self.sample, header=header)))
        return bodies

    def measure_parsing(self):
        """Compare reading into a paper with parsing and validating by lxml alone."""
        content = papers.write(self.sample)
        schema = xml.load_schema()

        def read():
            for _number in range(PARSED):
                xml.validate(xml.parse(content), schema)

        def bare():
            for _number in range(PARSED):
                schema.validate(etree.fromstring(content))

        ours, theirs = in_turn(read, bare)
        whole, _bare = in_turn(
            lambda: [papers.read(content) for _number in range(PARSED)], bare
        )
        return Result(
            "parsing and validation against bare lxml",
            ours / theirs,
            2,
            False,
            f"{ours / PARSED * 1e6:.0f} µs against {theirs / PARSED * 1e6:.0f} µs; "
            f"with the paper made of it {whole / PARSED * 1e6:.0f} µs",
        )

    def measure_out(self, address):
        """Compare the job in two processes with a loop that posts the same bodies."""
        times = [self._send_queue(address) for _round in range(ROUNDS)]
        ours = statistics.median(time for time, _bodies in times)
        bodies = times[-1][1]
        theirs = statistics.median(
            seconds(lambda: _post_all(address, bodies)) for _round in range(ROUNDS)
        )
        return _speed("messages out, two workers", ours, theirs, len(bodies))

    def _send_queue(self, address):
        self._open_service(address)
        values = [
            {**self.region.prepare_request(number), "channel": "http"}
            for number in range(MESSAGES)
        ]
        self.env["social.interagency.request"].with_user(
            self.region.head
        ).create_and_send(values)
        self.env.cr.commit()
        queued = self.messages.search([("state", "=", "queued")])
        _check(len(queued) == MESSAGES, "every request has its message")
        bodies = [content.encode() for content in queued.sudo().mapped("content")]
        longest = _run_senders()
        self.env.cr.commit()
        self.env.invalidate_all()
        _check(set(queued.mapped("state")) == {"delivered"}, "all are delivered")
        return longest, bodies

    def _open_service(self, address):
        endpoints = self.env["social.interagency.endpoint"]
        addressee = self.sample_addressee
        if not endpoints._get_for(addressee, "http"):
            endpoints.create(
                {
                    "name": "Peer",
                    "code": "peer",
                    "participant_id": addressee.id,
                    "channel": "http",
                    "url": address,
                }
            )

    @property
    def sample_addressee(self):
        values = self.region.prepare_request(0)
        return self.env["social.interagency.participant"].browse(values["addressee_id"])

    def measure_in(self, address):
        """Compare a gateway of two workers with a bare server that takes the same."""
        with _server(self.database) as gateway:
            headers = {"Authorization": f"Bearer {self.key}"}
            path = f"{gateway}{ROOT}"
            _post_batches(path, self._make_bodies(BATCH), headers)
            times = []
            for _round in range(ROUNDS):
                bodies = self._make_bodies(MESSAGES)
                times.append(
                    seconds(
                        lambda bodies=bodies: _post_by(WORKERS, path, bodies, headers)
                    )
                )
        ours = statistics.median(times)
        theirs = statistics.median(
            seconds(lambda: _post_all(address, bodies)) for _round in range(ROUNDS)
        )
        return _speed("messages in, two workers, batches", ours, theirs, MESSAGES)

    def measure_list(self):
        """Compare the list of requests with and without a long queue."""
        listed = self.env["social.interagency.request"].with_user(self.region.head)
        specification = {"name": {}, "state": {}, "deadline_state": {}}

        def read():
            self.env.invalidate_all()
            listed.web_search_read([], specification, limit=80)

        before = min(in_turn(read, read))
        self._fill_queue()
        after = min(in_turn(read, read))
        return Result(
            f"list of requests beside {QUEUED:,} queued messages",
            after / before,
            1.2,
            False,
            f"{after * 1000:.1f} ms against {before * 1000:.1f} ms",
        )

    def _fill_queue(self):
        self.env.cr.execute(
            "INSERT INTO social_interagency_message (message_uuid, original_uuid, "
            "direction, kind, state, channel, participant_id, accepted_at, "
            "next_try_at, content, request_id, try_count) "
            "SELECT gen_random_uuid()::text, original_uuid, 'out', 'notice', 'queued', "
            "channel, participant_id, now(), now(), content, request_id, 0 "
            "FROM (SELECT * FROM social_interagency_message WHERE direction = 'out' "
            "LIMIT 100) AS sample, generate_series(1, %s)",
            [QUEUED // 100],
        )
        self.env.cr.execute("ANALYZE social_interagency_message")
        self.env.cr.commit()


def _check(is_met, what):
    """Stop a measurement that does not measure what it says."""
    if not is_met:
        raise RuntimeError(f"It is not so that {what}.")


def _speed(name, ours, theirs, count):
    return Result(
        f"{name}, against bare requests",
        theirs / ours,
        0.5,
        True,
        f"{count / ours:.0f}/s against {count / theirs:.0f}/s",
    )


def _post_all(address, bodies, headers=None, path="/messages"):
    with requests.Session() as session:
        session.headers.update(headers or {})
        session.headers["Content-Type"] = "application/xml"
        for body in bodies:
            session.post(address + path, data=body, timeout=30).raise_for_status()


def _post_by(workers, address, bodies, headers):
    shares = [bodies[number::workers] for number in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda share: _post_batches(address, share, headers), shares))


def _post_batches(address, bodies, headers):
    """Post as our own channel does: many messages in one call."""
    for start in range(0, len(bodies), BATCH):
        parts = {
            f"message-{number}": ("message", body)
            for number, body in enumerate(bodies[start : start + BATCH])
        }
        answer = requests.post(
            f"{address}/batches", files=parts, headers=headers, timeout=60
        )
        answer.raise_for_status()
        states = {result.get("state") for result in answer.json()["results"]}
        _check(states == {"queued"}, "every message of a batch is taken")


def _run_senders():
    """Let the processes send the queue at once; return how long the slowest took."""
    command = [sys.executable, "-m", "benchmarks.sender"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    senders = [subprocess.Popen(command, **pipes) for _number in range(WORKERS)]
    for sender in senders:
        _check(sender.stdout.readline() == "ready\n", "a sender starts")
    for sender in senders:
        sender.stdin.write("go\n")
        sender.stdin.flush()
    return max(float(sender.communicate()[0]) for sender in senders)


@contextlib.contextmanager
def _peer():
    """Yield the address of a bare server."""
    command = [sys.executable, "-m", "benchmarks.peer"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        finally:
            server.terminate()


@contextlib.contextmanager
def _server(database):
    """Yield the address of an Odoo with two processes for HTTP and none for jobs."""
    port = int(os.environ["SOCIAL_URL"].rpartition(":")[2]) + 7
    command = [sys.executable, str(_ODOO), "server", "-d", database]
    command += [f"--db-filter=^{database}$", "--http-port", str(port)]
    command += ["--workers", str(WORKERS), "--max-cron-threads=0", "--log-level=error"]
    command += [f"--gevent-port={port + 1}"]
    with subprocess.Popen(command) as server:
        try:
            _wait(f"http://127.0.0.1:{port}{ROOT}/openapi.json")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait(address):
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            return requests.get(address, timeout=5)
        time.sleep(0.2)
    raise TimeoutError(address)
