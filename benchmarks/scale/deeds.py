"""What officers and jobs do: creating, sending, answering, counting, sealing."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.fields import Command, Domain

REQUEST = "social.interagency.request"
BATCH = 200
SEALED = 5_000
ROWS = 100_000
_VERIFIER = Path(__file__).resolve().parents[2] / "scripts" / "verify_journal.py"
_COPIED = (
    "sender_id",
    "addressee_id",
    "citizen_id",
    "consent_id",
    "service_id",
    "purpose",
    "channel",
)


@dataclass(frozen=True)
class Deed:
    """A deed that is done once in each round and undone after it.

    :param prepare: what is there before, not measured; its value is given to ``work``
    :param count: on how many papers it is done at once
    :param grows: a job over all papers, which takes the longer the more there are
    """

    name: str
    work: object
    prepare: object = lambda: None
    rounds: int = 10
    count: int = 1
    grows: bool = False


class Deeds:
    """The deeds in one database."""

    def __init__(self, env, database):
        self.env, self.database = env, database
        users = {one.login: one for one in env["res.users"].search([])}
        self.head, self.center = users["head"], users["center"]
        self.requests = env[REQUEST].with_user(self.head)
        self.values = self._prepare_values()

    def __iter__(self):
        yield Deed("создание запроса", self._create)
        yield Deed("отправка запроса", lambda one: one.action_send(), self._create)
        yield Deed("ответ на запрос", self._answer, self._send)
        yield Deed(
            "приёмка ответа", lambda one: one.action_accept(), self._get_answered
        )
        yield self._do_many("создание и отправка", lambda _none: self._send(BATCH))
        yield self._do_many(
            "приёмка", lambda many: many.action_accept(), self._get_many_answered
        )
        yield Deed(
            "пересчёт сроков после изменения календаря",
            self._recount,
            self._change_calendar,
            rounds=3,
            grows=True,
        )
        yield Deed(
            f"печать блока, {SEALED:,} записей", self._seal, self._write_entries, 3
        )
        yield Deed("показатели за квартал", self._count, rounds=3, grows=True)
        yield Deed("проверка журналов целиком", self._verify, rounds=1, grows=True)

    def _do_many(self, name, work, prepare=lambda: None):
        return Deed(f"{name}, {BATCH} запросов разом", work, prepare, 3, BATCH)

    def _create(self, _none=None, count=1):
        values = (self.values * count)[:count]
        return self.requests.create(values)

    def _prepare_values(self):
        """Return the values of new requests like closed ones to the center."""
        closed = Domain("state", "=", "accepted") & Domain("service_id", "!=", False)
        theirs = Domain("addressee_id", "in", self.center.social_participant_ids.ids)
        found = self.requests.search(closed & theirs, limit=BATCH)
        return [
            {
                **found._convert_to_write({name: one[name] for name in _COPIED}),
                "line_ids": [
                    Command.create({"document_type_id": line.document_type_id.id})
                    for line in one.line_ids
                ],
            }
            for one in found
        ]

    def _send(self, count=1):
        requests = self._create(count=count)
        requests.action_send()
        return requests

    def _answer(self, requests):
        theirs = requests.with_user(self.center)
        theirs.action_receive()
        for request in theirs:
            request.action_answer("full", text="Сведения для замера")
        return requests

    def _get_answered(self, count=1):
        return self._answer(self._send(count))

    def _get_many_answered(self):
        return self._get_answered(BATCH)

    def _change_calendar(self):
        """Make one day in the middle of the open terms a day off."""
        calendar = self.env["social.interagency.calendar"].search([], limit=1)
        listed = set(calendar.day_ids.mapped("date"))
        coming = (fields.Date.today() + timedelta(days=place) for place in range(3, 60))
        day = next(day for day in coming if day not in listed)
        values = {"date": day, "kind": "off", "name": "Замер"}
        calendar.day_ids = [Command.create(values)]

    def _recount(self, _none):
        self.env["social.interagency.calendar"]._cron_recount_deadlines()

    def _write_entries(self):
        requests = self.env[REQUEST].search([], limit=SEALED)
        requests._journal("opened")

    def _seal(self, _none):
        self.env["social.journal.seal"]._seal()

    def _count(self, _none):
        period = self.env["social.control.period"].search([], limit=1)
        indicators = self.env["social.control.indicator"].search([])
        indicators._count(period._get_span())

    def _verify(self, _none):
        environment = {**os.environ, "PGDATABASE": self.database}
        command = [sys.executable, str(_VERIFIER)]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def do(env, deed):
    """Do the deed in rounds; return seconds and queries of each."""
    measured = []
    for _round in range(deed.rounds + 1):
        given = deed.prepare()
        env.flush_all()
        env.invalidate_all()
        queries, start = env.cr.sql_log_count, time.perf_counter()
        deed.work(given)
        env.flush_all()
        measured.append((time.perf_counter() - start, env.cr.sql_log_count - queries))
        env.cr.rollback()
        env.invalidate_all()
    return measured[1:] if deed.rounds > 1 else measured
