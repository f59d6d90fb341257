import time

from odoo.tests import BaseCase, tagged

from ..exchange.errors import Postponed
from ..exchange.web import Web
from .endpoint_server import certify, serve, stall

PATIENCE = 1  # seconds
SLACK = 3


@tagged("post_install", "-at_install")
class TestExchangeWeb(BaseCase):
    """A peer can be slow, broken or strange; it never holds a job."""

    def _refuse(self, url, code, **options):
        start = time.monotonic()
        with self.assertRaises(Postponed) as refusal:
            Web(PATIENCE).call("GET", url, **options)
        self.assertEqual(refusal.exception.code, code)
        self.assertLess(time.monotonic() - start, PATIENCE + SLACK)

    def test_an_answer_is_read_whole_and_the_connection_is_kept(self):
        with serve() as server:
            web = Web(PATIENCE, "secret")
            answers = [web.call("GET", f"{server.url}/good") for _call in range(3)]
        self.assertEqual(
            {answer.content for answer in answers}, {b'{"status": "pass"}'}
        )
        self.assertEqual(server.seen[0]["Authorization"], "Bearer secret")

    def test_a_peer_that_stalls_or_drips_is_left_in_time(self):
        with stall() as url:
            self._refuse(url, "timeout")
        with serve() as server:
            self._refuse(f"{server.url}/drip", "timeout")

    def test_after_a_slow_call_the_next_one_works(self):
        with serve() as server:
            web = Web(PATIENCE)
            with self.assertRaises(Postponed):
                web.call("GET", f"{server.url}/drip")
            self.assertEqual(web.call("GET", f"{server.url}/good").status_code, 200)

    def test_a_peer_that_is_absent_or_breaks_off_is_told_apart_from_a_slow_one(self):
        with serve() as server:
            self._refuse(f"{server.url}/cut", "unreachable")
            address = server.url
        self._refuse(f"{address}/good", "unreachable")

    def test_an_answer_without_end_is_not_kept(self):
        with serve() as server:
            self._refuse(f"{server.url}/large", "answer_too_large", max_bytes=1 << 20)

    def test_no_redirection_is_followed(self):
        with serve() as server:
            answer = Web(PATIENCE).call("GET", f"{server.url}/far")
        self.assertEqual(answer.status_code, 302)
        self.assertEqual(len(server.seen), 1)

    def test_a_certificate_that_nobody_vouches_for_is_refused(self):
        with certify() as certified, serve(certified[0]) as server:
            self._refuse(f"{server.url}/good", "certificate")
