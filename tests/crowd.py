"""People who work in a region while its servers fail, and who repeat what failed."""

import contextlib
import http.client
import subprocess
import sys
import threading
import time
import urllib.error
import uuid
from dataclasses import dataclass, field

import psycopg2
from office import ANSWER, REQUEST, Office
from rpc import Client, Fault

from scripts.paths import ROOT

# What the rules of the program say is no failure of a server.
_RULES = ("AccessError", "UserError", "ValidationError", "MissingError")
_FAILURES = (
    urllib.error.URLError,
    http.client.HTTPException,
    OSError,
    ValueError,
)
_PATIENCE = 90  # seconds
_PAUSE = 0.5  # seconds before a person looks whether it was done all the same


def wait_for(condition, what):
    """Wait until the condition holds; fail by naming what did not happen."""
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end, f"{what} did not happen in {_PATIENCE} s"
        time.sleep(0.1)


def is_failure(error):
    """Tell a server that fails from one that refuses for a reason."""
    return not isinstance(error, Fault) or error.kind not in _RULES


class Staff:
    """The people of a region, each with a session of his own.

    :param region: ``scripts.region.Region`` that runs
    :param logins: passwords by login
    """

    def __init__(self, region, logins):
        self.region = region
        self.logins = logins
        self.office = Office(self.rpc)
        self._clients = {}

    def rpc(self, login):
        if login not in self._clients:
            self._clients[login] = self.open(login)
        return self._clients[login]

    def forget(self):
        """Let all log in anew: a clock that ran ahead has ended their sessions."""
        self._clients.clear()

    def open(self, login):
        return Client(
            self.region.address,
            self.region.database.name,
            login,
            self.logins[login],
        )

    def query(self, sql, *parameters):
        """Return the rows of a query on the primary, behind Odoo's back."""
        with self.connect() as connection, connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []

    @contextlib.contextmanager
    def connect(self):
        variables = self.region.primary.variables
        connection = psycopg2.connect(
            dbname=self.region.database.name,
            host=variables["PGHOST"],
            port=variables["PGPORT"],
            user=variables["PGUSER"],
        )
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def check_journals(self):
        """Check the chain of seals by the program that needs no Odoo."""
        variables = self.region.primary.variables
        dsn = (
            f"dbname={self.region.database.name} host={variables['PGHOST']} "
            f"port={variables['PGPORT']} user={variables['PGUSER']}"
        )
        program = ROOT / "scripts" / "verify_journal.py"
        result = subprocess.run(
            [sys.executable, program, "--dsn", dsn],
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr

    def wake_jobs(self):
        """Let the jobs of all machines look at their queues now, all at once."""
        self.query("UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC'")
        variables = self.region.primary.variables
        connection = psycopg2.connect(
            dbname="postgres",
            host=variables["PGHOST"],
            port=variables["PGPORT"],
            user=variables["PGUSER"],
        )
        with connection, connection.cursor() as cursor:
            name = self.region.database.name
            cursor.execute("SELECT pg_notify('cron_trigger', %s)", [name])
        connection.close()


@dataclass
class Diary:
    """What one person was told of by the server, by the mark of each paper."""

    drafted: dict = field(default_factory=dict)
    sent: list = field(default_factory=list)
    answered: list = field(default_factory=list)
    calls: int = 0
    failed: int = 0
    errors: list = field(default_factory=list)


class Person:
    """Drafts, sends and answers papers; repeats a call that failed.

    Before a repetition he looks whether the call was done after all, as people do.
    """

    def __init__(self, staff, sample):
        self.staff, self.sample = staff, sample
        self.diary = Diary()
        self.seats = {login: staff.open(login) for login in ("clerk", "head", "center")}

    def work(self):
        """Take one request from its draft to its answer."""
        mark = f"Проверка {uuid.uuid4()}"
        request = self.insist(lambda: self._draft(mark), lambda: self._find(mark))
        self.diary.drafted[mark] = request
        self.insist(lambda: self._send(request), lambda: self._is(request, "sent"))
        self.diary.sent.append(request)
        self.insist(
            lambda: self._answer(request), lambda: self._is(request, "answered")
        )
        self.diary.answered.append(request)

    def insist(self, call, look):
        """Return what the call returns, or what a look finds after it failed."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            self.diary.calls += 1
            try:
                return call()
            except (Fault, *_FAILURES) as error:
                if not is_failure(error):
                    raise
                self.diary.failed += 1
                self.diary.errors.append(f"{type(error).__name__}: {error}"[:200])
            if found := self._look(look, end):
                return found
        raise AssertionError(f"The region does not answer: {self.diary.errors[-3:]}")

    def _look(self, look, end):
        while time.monotonic() < end:
            time.sleep(_PAUSE)
            try:
                return look()
            except (Fault, *_FAILURES) as error:
                if not is_failure(error):
                    raise
                self.diary.failed += 1
        return None

    def _draft(self, mark):
        vals = {**self.sample, "content": mark}
        return self.seats["clerk"].call(REQUEST, "create", [vals])[0]

    def _send(self, request):
        self.seats["head"].call(REQUEST, "action_send", [request])
        return True

    def _answer(self, request):
        self.seats["center"].call(
            REQUEST, "action_answer", [request], "full", text="Ответ"
        )
        return True

    def _find(self, mark):
        found = self.seats["clerk"].call(REQUEST, "search", [["content", "=", mark]])
        return found and found[0]

    def _is(self, request, state):
        [values] = self.seats["clerk"].call(REQUEST, "read", [request], ["state"])
        return values["state"] == state


class Crowd:
    """Persons at work at the same time, each in a thread, until they are stopped."""

    def __init__(self, staff, size):
        self.staff = staff
        sample = self._read_sample()
        self.persons = [Person(staff, sample) for _one in range(size)]
        self.stopping = threading.Event()
        self.broken = []
        self.threads = [
            threading.Thread(target=self._work, args=[person])
            for person in self.persons
        ]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def count_answered(self):
        return sum(len(person.diary.answered) for person in self.persons)

    def wait_for(self, count):
        """Wait until so many more papers are answered."""
        end, target = time.monotonic() + _PATIENCE, self.count_answered() + count
        while self.count_answered() < target:
            assert not self.broken, self.broken
            assert time.monotonic() < end, "The region does no work."
            time.sleep(0.05)

    def _work(self, person):
        try:
            while not self.stopping.is_set():
                person.work()
        except (AssertionError, Fault) as error:
            self.broken.append(repr(error))

    def _read_sample(self):
        """Return the values of a complete draft."""
        names = ["addressee_id", "citizen_id", "service_id"]
        clerk = self.staff.rpc("clerk")
        draft = self.staff.office.draft()
        [values] = clerk.call(REQUEST, "read", [draft], [*names, "line_ids"])
        lines = clerk.call(
            "social.interagency.request.line",
            "read",
            values["line_ids"],
            ["document_type_id"],
        )
        sample = {name: values[name][0] for name in names}
        sample["line_ids"] = [
            [0, 0, {"document_type_id": line["document_type_id"][0]}] for line in lines
        ]
        return sample

    def add_up(self):
        """Return the diaries of all as one."""
        total = Diary()
        for person in self.persons:
            total.drafted |= person.diary.drafted
            total.sent += person.diary.sent
            total.answered += person.diary.answered
            total.calls += person.diary.calls
            total.failed += person.diary.failed
            total.errors += person.diary.errors
        return total

    def check(self):
        """Check that nothing that was acknowledged is lost or doubled."""
        assert not self.broken, self.broken
        diary = self.add_up()
        self._check_papers(diary)
        self._check_journal(diary)
        self._check_answers(diary)
        return diary

    def _check_papers(self, diary):
        rows = self.staff.query(
            "SELECT content, array_agg(id), array_agg(name) "
            "FROM social_interagency_request WHERE content = ANY(%s) GROUP BY content",
            list(diary.drafted),
        )
        assert {mark: ids for mark, ids, _names in rows} == {
            mark: [request] for mark, request in diary.drafted.items()
        }
        names = [name for _mark, _ids, names in rows for name in names]
        assert len(set(names)) == len(names)

    def _check_journal(self, diary):
        rows = self.staff.query(
            "SELECT request_id, array_agg(event ORDER BY id) "
            "FROM social_interagency_journal WHERE request_id = ANY(%s) "
            "GROUP BY request_id",
            diary.answered,
        )
        assert len(rows) == len(diary.answered)
        assert {tuple(events) for _request, events in rows} == {
            ("created", "sent", "answered")
        }

    def _check_answers(self, diary):
        rows = self.staff.query(
            f"SELECT request_id FROM {ANSWER.replace('.', '_')} "
            "WHERE request_id = ANY(%s)",
            diary.answered,
        )
        assert sorted(request for (request,) in rows) == sorted(diary.answered)
