import os
import time
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..exchange.probe import Target, probe, probe_all
from .endpoint_server import CERTIFICATE_END, certify, serve, stall

XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:element name="status"><xs:simpleType><xs:restriction base="xs:string">
<xs:enumeration value="pass"/></xs:restriction></xs:simpleType></xs:element>
</xs:schema>"""


@tagged("post_install", "-at_install")
class TestEndpointProbe(BaseCase):
    def _probe(self, server, name, **values):
        return probe(Target(f"{server.url}/{name}", **values))

    @contextmanager
    def _serve_tls(self, until=CERTIFICATE_END, is_trusted=True):
        with certify(until) as (context, path):
            trust = {"SSL_CERT_FILE": str(path)} if is_trusted else {}
            with patch.dict(os.environ, trust), serve(context) as server:
                yield server

    def test_a_good_answer_is_measured(self):
        with serve() as server:
            outcome = self._probe(server, "good", text='"status": "pass"')
        self.assertTrue(outcome.is_good)
        self.assertEqual(outcome.http_status, 200)
        self.assertLess(outcome.latency_ms, 5000)
        self.assertIsNone(outcome.certificate_until)

    def test_each_failure_has_its_code(self):
        with serve() as server:
            for name, reason, status in (
                ("404", "status", 404),
                ("503", "status", 503),
                ("large", "size", 200),
                ("loop", "redirect", 302),
                ("far", "redirect", 302),
                ("local", "redirect", 302),
                ("cut", "cut", 0),
            ):
                with self.subTest(name=name):
                    outcome = self._probe(server, name)
                    self.assertEqual(outcome.reason, reason)
                    self.assertEqual(outcome.http_status, status)

    def test_a_redirect_within_the_server_is_followed(self):
        with serve() as server:
            self.assertTrue(self._probe(server, "near").is_good)

    def test_an_answer_without_the_expected_text_is_a_failure(self):
        with serve() as server:
            outcome = self._probe(server, "good", text='"status": "fail"')
        self.assertEqual(outcome.reason, "text")

    def test_an_answer_is_held_against_its_schema(self):
        with serve() as server:
            self.assertTrue(self._probe(server, "xml", schema=XSD).is_good)
            for name in ("good", "doctype"):
                outcome = self._probe(server, name, schema=XSD)
                self.assertEqual(outcome.reason, "schema")

    def test_a_closed_port_is_a_refusal(self):
        with serve() as server:
            pass
        self.assertEqual(self._probe(server, "good").reason, "refused")

    def test_addresses_that_are_never_called(self):
        for url in ("file:///etc/passwd", "http://name:word@127.0.0.1/", "http://"):
            self.assertEqual(probe(Target(url)).reason, "address")

    def test_a_silent_server_is_left_in_time(self):
        with stall() as url:
            start = time.perf_counter()
            outcome = probe(Target(url, timeout=1))
            self.assertLess(time.perf_counter() - start, 4)
        self.assertEqual(outcome.reason, "timeout")

    def test_a_server_that_drips_is_left_in_time(self):
        with serve() as server:
            start = time.perf_counter()
            outcome = self._probe(server, "drip", timeout=1)
            self.assertLess(time.perf_counter() - start, 4)
        self.assertEqual(outcome.reason, "timeout")

    def test_a_silent_tls_server_is_left_in_time(self):
        with stall() as url:
            start = time.perf_counter()
            outcome = probe(Target(url.replace("http", "https"), timeout=1))
            self.assertLess(time.perf_counter() - start, 6)
        self.assertEqual(outcome.reason, "timeout")

    def test_a_stalled_peer_delays_only_itself(self):
        with stall() as url, serve() as server:
            targets = [Target(f"{server.url}/good", timeout=1) for _number in range(9)]
            targets.insert(0, Target(url, timeout=1))
            start = time.perf_counter()
            outcomes = probe_all(targets)
            self.assertLess(time.perf_counter() - start, 5)
        self.assertEqual([one.reason for one in outcomes], ["timeout"] + [""] * 9)

    def test_nothing_to_ask_asks_nobody(self):
        self.assertEqual(probe_all([]), [])

    def test_an_unknown_issuer_is_a_failure_that_still_tells_the_end(self):
        with self._serve_tls(is_trusted=False) as server:
            outcome = self._probe(server, "good")
        self.assertEqual(outcome.reason, "certificate")
        self.assertEqual(outcome.certificate_until, CERTIFICATE_END)

    def test_a_trusted_certificate_is_good(self):
        with self._serve_tls() as server:
            outcome = self._probe(server, "good")
        self.assertEqual(outcome.reason, "")
        self.assertEqual(outcome.certificate_until, CERTIFICATE_END)

    def test_a_certificate_that_is_over_is_a_failure(self):
        end = datetime(2020, 1, 2)
        with self._serve_tls(end) as server:
            outcome = self._probe(server, "good")
        self.assertEqual(outcome.reason, "certificate")
        self.assertEqual(outcome.certificate_until, end)

    def test_a_plain_server_is_no_tls_server(self):
        with serve() as server:
            outcome = probe(Target(server.url.replace("http", "https"), timeout=2))
        self.assertEqual(outcome.reason, "tls")

    def test_no_key_and_no_cookie_goes_with_a_check(self):
        environment = {"http_proxy": "http://127.0.0.1:9/", "NETRC": "/nowhere"}
        with patch.dict(os.environ, environment), serve() as server:
            self.assertTrue(self._probe(server, "good").is_good)
        self.assertFalse({"Authorization", "Cookie"} & server.seen[0].keys())
