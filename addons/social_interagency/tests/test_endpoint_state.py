from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..exchange.probe import Outcome
from .endpoint_common import BAD, GOOD, EndpointCommon
from .endpoint_server import serve

XMLNS = "xmlns='http://www.w3.org/2001/XMLSchema'"
STATES = ("up", "down", "maintenance", "not_measured")


@tagged("post_install", "-at_install")
class TestEndpointState(EndpointCommon):
    def _get_state(self, moment):
        """Return the state at the moment; exactly one state finds the service."""
        with freeze_time(f"2026-03-11 {moment}:00"):
            self.endpoint.invalidate_recordset(["state"])
            state = self.endpoint.state
            for name in STATES:
                found = self.endpoint.search(
                    [("state", "=", name), ("id", "=", self.endpoint.id)]
                )
                self.assertEqual(bool(found), name == state, name)
        return state

    def _run_cron(self, moment):
        cron = self.env.ref("social_interagency.ir_cron_probe")
        with freeze_time(f"2026-03-11 {moment}:00"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_a_service_that_was_never_asked_is_not_measured(self):
        self.assertEqual(self._get_state("07:00"), "not_measured")

    def test_a_good_answer_speaks_for_three_intervals_and_then_is_silent(self):
        self._check("07:00")
        self.assertEqual(self._get_state("07:15"), "up")
        self.assertEqual(self._get_state("07:16"), "not_measured")

    def test_one_failure_is_no_outage_and_two_are(self):
        self._check("07:00")
        self._check("07:05", BAD)
        self.assertEqual(self._get_state("07:06"), "up")
        self._check("07:10", BAD)
        self.assertEqual(self._get_state("07:11"), "down")
        self.assertEqual(self._get_state("07:26"), "not_measured")
        self._check("07:30")
        self.assertEqual(self._get_state("07:31"), "up")

    def test_a_first_failure_without_a_good_answer_is_not_up(self):
        self._check("07:00", BAD)
        self.assertEqual(self._get_state("07:01"), "not_measured")

    def test_failures_with_silence_between_them_are_not_in_a_row(self):
        self._check("07:00", BAD)
        self._check("07:30", BAD)
        self.assertFalse(self.endpoint.incident_ids)
        self._check("07:35", BAD)
        self.assertEqual(
            self.endpoint.incident_ids.started_at, datetime(2026, 3, 11, 7, 30)
        )

    def test_a_lone_failure_is_an_outage_where_the_service_says_so(self):
        self.endpoint.failures_to_down = 1
        self._check("07:00", BAD)
        self.assertEqual(self._get_state("07:01"), "down")

    def test_planned_maintenance_is_neither_up_nor_down(self):
        self._plan("08:00", "09:00")
        self._check("07:59")
        self.assertEqual(self._get_state("07:59"), "up")
        self._check("08:05", BAD)
        self._check("08:10", BAD)
        self.assertEqual(self._get_state("08:10"), "maintenance")
        self.assertFalse(self.endpoint.incident_ids)
        self.assertEqual(
            self.endpoint.check_ids.mapped("is_planned"), [True, True, False]
        )
        self.assertEqual(self._get_state("09:00"), "not_measured")

    def test_the_state_is_no_field_to_write(self):
        self._check("07:00")
        self.endpoint.with_user(self.administrator).sudo().write({"state": "down"})
        self.assertEqual(self._get_state("07:00"), "up")

    def test_what_the_program_remembers_is_its_own(self):
        for name in ("good_until", "checked_until", "next_probe_at"):
            with self.subTest(name=name), self.assertRaises(UserError):
                self.endpoint.with_user(self.operator).write(
                    {name: "2026-03-11 09:00:00"}
                )

    def test_checks_are_made_by_the_program_alone(self):
        self._check("07:00")
        check = self.endpoint.check_ids
        values = {"endpoint_id": self.endpoint.id, "state": "up"}
        for user in (self.operator, self.administrator, self.env.user):
            with self.assertRaises(UserError):
                check.with_user(user).sudo().create(values)
        with self.assertRaises(UserError):
            check.sudo().write({"state": "down"})
        with self.assertRaises(UserError):
            check.sudo().unlink()

    def test_a_check_keeps_what_it_found(self):
        end = datetime(2026, 5, 1)
        self._check("07:00", Outcome("status", 503, 12, end))
        self.assertRecordValues(
            self.endpoint.check_ids,
            [
                {
                    "at": datetime(2026, 3, 11, 7, 0),
                    "state": "down",
                    "reason": "status",
                    "http_status": 503,
                    "latency_ms": 12,
                    "certificate_until": end,
                }
            ],
        )
        self.assertEqual(self.endpoint.certificate_until, end)
        self.assertEqual(self.endpoint.check_reason, "status")

    def test_the_job_asks_each_service_once_in_its_interval(self):
        other = self._create_endpoint(
            channel="service", url="https://other.example.org/"
        )
        with self._network() as asked:
            for moment in ("07:00", "07:00", "07:04", "07:05"):
                self._run_cron(moment)
        self.assertEqual(asked, [self.endpoint.probe_url, other.probe_url] * 2)
        self.assertEqual(len(self.endpoint.check_ids), 2)

    def test_the_job_asks_no_service_that_is_not_to_be_asked(self):
        self.endpoint.is_probed = False
        self._create_endpoint(channel="email", url=False, mailbox="box@example.org")
        self._create_endpoint(channel="service", active=False)
        with self._network() as asked:
            self._run_cron("07:00")
        self.assertFalse(asked)

    def test_the_job_asks_over_the_network(self):
        with serve() as server:
            self.endpoint.probe_url = f"{server.url}/good"
            self._run_cron("07:00")
        self.assertEqual(self.endpoint.check_ids.http_status, 200)
        self.assertEqual(self._get_state("07:00"), "up")

    def test_no_check_carries_the_key_of_the_service(self):
        with serve() as server:
            self.endpoint.probe_url = f"{server.url}/good"
            self.endpoint.action_set_token("secret-key-1")
            self._run_cron("07:00")
        self.assertNotIn("secret-key-1", str(server.seen))

    def test_a_gateway_is_asked_for_its_description_and_others_at_their_address(self):
        self.assertEqual(
            self.endpoint.probe_url, "https://service.example.org/v1/openapi.json"
        )
        self.endpoint.channel = "service"
        self.assertEqual(self.endpoint.probe_url, "https://service.example.org/v1")

    def test_an_operator_checks_at_once(self):
        with self._network():
            self.endpoint.with_user(self.operator).action_probe_now()
        self.assertEqual(self.endpoint.check_ids.state, "up")

    def test_at_most_eight_services_are_checked_at_once(self):
        endpoints = self.endpoint.browse().union(
            *(self._create_endpoint(channel="service") for _number in range(9))
        )
        with self._network() as asked:
            with self.assertRaises(UserError):
                endpoints.with_user(self.operator).action_probe_now()
            self.assertFalse(asked)
            endpoints[:8].with_user(self.operator).action_probe_now()
        self.assertEqual(len(asked), 8)

    def test_a_clerk_checks_nothing(self):
        with self._network(), self.assertRaises(AccessError):
            self.endpoint.with_user(self.clerk).action_probe_now()

    def test_a_service_without_an_address_is_not_checked_at_once(self):
        self.endpoint.probe_url = False
        with self._network(), self.assertRaises(UserError):
            self.endpoint.with_user(self.operator).action_probe_now()

    def test_a_schema_that_loads_other_files_is_refused(self):
        for schema in (
            "no schema",
            f"<schema {XMLNS}><include schemaLocation='/etc/passwd'/></schema>",
        ):
            with self.assertRaises(UserError):
                self.endpoint.answer_schema = schema

    def test_the_certificate_known_stays_when_a_check_sees_none(self):
        end = datetime(2026, 5, 1)
        self._check("07:00", Outcome("", 200, 12, end))
        self._check("07:05", BAD)
        self.assertEqual(self.endpoint.certificate_until, end)
        self._check("07:10", GOOD)
        self.assertEqual(self.endpoint.certificate_until, end)
