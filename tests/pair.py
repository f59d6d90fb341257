"""Two instances of the project on one machine that exchange papers over HTTP."""

import os
import signal
import time
from base64 import b64encode

import psycopg2
from office import PARTICIPANT, REQUEST, Office
from rpc import Client

from scripts.server import Server

ENDPOINT = "social.interagency.endpoint"
ISSUING = "social.interagency.exchange.key.issuing"
MESSAGE = "social.interagency.message"
GATEWAY = "/social/exchange/v1"
CERTIFICATE = "social.interagency.certificate"
CENTER = "9900013707"
_PATIENCE = 120  # seconds


class Side:
    """One instance: its server, its database and its people.

    :param database: ``scripts.database.Database`` of its own
    :param logins: passwords by login
    :param port: its own, kept over restarts
    """

    def __init__(self, name, database, logins, port):
        self.server = Server(name)
        self.database = database
        self.logins = logins
        self.port = port
        self.address = self.server.address(self.port)
        self.office = Office(self.rpc)
        self._clients = {}
        [(self._last_of_demo,)] = self.query(
            "SELECT coalesce(max(id), 0) FROM social_interagency_message"
        )

    def start(self):
        """Start the server; sessions of before are forgotten."""
        self._clients.clear()
        self.server.start(self.database, self.port)
        self.wake()

    def wake(self):
        """Let the jobs look at their queues now; by itself a server takes a minute."""
        connection = psycopg2.connect(dbname="postgres")
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('cron_trigger', %s)", [self.database.name])
        connection.close()

    def kill(self):
        """Kill the server without a word, as a power cut does."""
        os.kill(self.server.running()["pid"], signal.SIGKILL)
        end = time.monotonic() + _PATIENCE
        while self.server.running() and time.monotonic() < end:
            time.sleep(0.02)

    def stop(self):
        self.server.stop()

    def rpc(self, login):
        if login not in self._clients:
            self._clients[login] = Client(
                self.address, self.database.name, login, self.logins[login]
            )
        return self._clients[login]

    def query(self, sql, *parameters):
        """Return the rows of a query behind Odoo's back."""
        connection = psycopg2.connect(dbname=self.database.name)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql, parameters)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def count(self, **columns):
        """Return how many messages, besides those of the demo, have those values."""
        terms = " AND ".join(f"{name} = %s" for name in columns)
        [(count,)] = self.query(
            "SELECT count(*) FROM social_interagency_message "
            f"WHERE id > %s AND {terms}",
            self._last_of_demo,
            *columns.values(),
        )
        return count

    def trust(self, authority):
        """Load a root, and take nothing unsigned from the other side any more."""
        self.rpc("administrator").call(
            CERTIFICATE,
            "create",
            [
                {
                    "certificate_file": b64encode(authority.pem).decode(),
                    "file_name": "root.pem",
                    "basis": "Проверка обмена",
                }
            ],
        )

    def find_participant(self, inn):
        [participant] = self.rpc("clerk").call(
            PARTICIPANT, "search", [["inn", "=", inn]]
        )
        return participant

    def issue_key(self, participant):
        """Return a new key by which that participant's system enters here."""
        administrator = self.rpc("administrator")
        [wizard] = administrator.call(
            ISSUING, "create", [{"participant_id": participant}]
        )
        shown = administrator.call(ISSUING, "action_issue", [wizard])
        return shown["context"]["default_key"]

    def open_service(self, participant, address, key):
        """Register the service by which messages reach a participant from here."""
        administrator = self.rpc("administrator")
        [endpoint] = administrator.call(
            ENDPOINT,
            "create",
            [
                {
                    "name": f"Шлюз участника {participant}",
                    "code": f"gateway-{participant}",
                    "participant_id": participant,
                    "channel": "http",
                    "url": f"{address}{GATEWAY}",
                }
            ],
        )
        administrator.call(ENDPOINT, "action_set_token", [endpoint], key)
        return endpoint


class Pair:
    """The ministry's instance and the one of the center, each other's peers."""

    def __init__(self, ministry, center):
        self.ministry, self.center = ministry, center
        self.sides = (ministry, center)

    def start(self):
        for side in self.sides:
            side.start()

    def stop(self):
        for side in self.sides:
            side.stop()

    def wait_for(self, condition, what):
        """Wait until the condition holds; the jobs are called each second."""
        end = time.monotonic() + _PATIENCE
        while not condition():
            assert time.monotonic() < end, f"{what} did not happen in {_PATIENCE} s"
            for side in self.sides:
                side.wake()
            time.sleep(0.3)

    def connect(self, authority):
        """Give each side the other's key and address and the root of both.

        Failed sendings are tried again soon, and nothing unsigned is taken.
        """
        for side in self.sides:
            side.query(
                "INSERT INTO ir_config_parameter (key, value) VALUES (%s, '1')",
                "social_interagency.message_first_wait_seconds",
            )
        center = self.ministry.find_participant(CENTER)
        sender = self._get_sender()
        for side, other in ((self.ministry, center), (self.center, sender)):
            side.trust(authority)
            side.rpc("administrator").call(
                PARTICIPANT, "write", [other], {"is_signature_required": True}
            )
        self.ministry.open_service(
            center, self.center.address, self.center.issue_key(sender)
        )
        self.center.open_service(
            sender, self.ministry.address, self.ministry.issue_key(center)
        )

    def _get_sender(self):
        """Return the ministry: the databases are copies, its id is the same."""
        clerk = self.ministry.rpc("clerk")
        draft = self.ministry.office.draft()
        [values] = clerk.call(REQUEST, "read", [draft], ["sender_id"])
        return values["sender_id"][0]

    def send(self, count=1, **values):
        """Return the ids of requests that the ministry has sent to the center."""
        office = self.ministry.office
        requests = [office.draft(channel="http", **values) for _one in range(count)]
        self.ministry.rpc("head").call(REQUEST, "action_send", requests)
        return requests
