from datetime import datetime

from freezegun import freeze_time
from psycopg2.errors import ExclusionViolation, UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .endpoint_common import BAD, GOOD, EndpointCommon


@tagged("post_install", "-at_install")
class TestEndpointIncident(EndpointCommon):
    def _break(self):
        for moment in ("07:00", "07:05", "07:10"):
            self._check(moment, BAD)

    def _get_events(self):
        return self.endpoint.journal_ids.sorted("id").mapped("event")

    def test_an_outage_lasts_from_the_first_failure_to_the_first_good_check(self):
        self._break()
        self._check("07:15", GOOD)
        self._check("07:20", GOOD)
        self.assertRecordValues(
            self.endpoint.incident_ids,
            [
                {
                    "started_at": datetime(2026, 3, 11, 7, 0),
                    "ended_at": datetime(2026, 3, 11, 7, 15),
                    "reason": "timeout",
                    "failure_count": 3,
                    "duration": 0.25,
                    "participant_id": self.provider.id,
                }
            ],
        )
        self.assertEqual(
            self._get_events(), ["created", "outage_began", "outage_ended"]
        )

    def test_the_responsible_person_learns_of_an_outage_once(self):
        self._break()
        self.assertEqual(self.endpoint.activity_ids.user_id, self.operator)
        self.assertEqual(len(self.endpoint.activity_ids), 1)
        before = len(self.endpoint.message_ids)
        self._check("07:15", GOOD)
        self._check("07:20", GOOD)
        self.assertFalse(self.endpoint.activity_ids)
        self.assertEqual(len(self.endpoint.message_ids), before + 1)

    def test_without_a_responsible_person_every_operator_learns_of_it(self):
        colleague = self._create_user("operator2", "social_interagency.group_operator")
        self.endpoint.responsible_id = False
        self._break()
        self.assertLessEqual(
            colleague | self.operator, self.endpoint.activity_ids.user_id
        )

    @mute_logger("odoo.sql_db")
    def test_a_service_has_one_open_outage_at_most(self):
        self._break()
        incidents = self.env["social.interagency.endpoint.incident"]._unlocked()
        with self.assertRaises(UniqueViolation):
            incidents.create(
                {
                    "endpoint_id": self.endpoint.id,
                    "participant_id": self.provider.id,
                    "started_at": "2026-03-11 07:00:00",
                    "reason": "cut",
                    "failure_count": 1,
                }
            )

    def test_an_operator_tells_the_cause_and_changes_nothing_else(self):
        self._break()
        incident = self.endpoint.incident_ids.with_user(self.operator)
        incident.cause = "A disk was full"
        for values in ({"ended_at": "2026-03-11 07:01:00"}, {"reason": "cut"}):
            with self.assertRaises(UserError):
                incident.sudo().write(values)
        with self.assertRaises(UserError):
            incident.sudo().unlink()

    def test_an_outage_stays_with_the_owner_of_that_time(self):
        self._break()
        self.endpoint.participant_id = self.fund
        self.assertEqual(self.endpoint.incident_ids.participant_id, self.provider)

    def test_an_archived_service_has_no_open_outage(self):
        self._break()
        with freeze_time("2026-03-11 07:12:00"):
            self.endpoint.with_user(self.operator).active = False
        self.assertEqual(
            self.endpoint.incident_ids.ended_at, datetime(2026, 3, 11, 7, 12)
        )

    def test_an_outage_touches_the_periods_that_it_overlaps(self):
        self._break()
        self._check("07:15", GOOD)
        model = self.env["social.interagency.endpoint.incident"]
        for since, until, is_found in (
            ("06:00", "07:00", False),
            ("06:00", "07:01", True),
            ("07:14", "08:00", True),
            ("07:15", "08:00", False),
        ):
            moments = [
                datetime.fromisoformat(f"2026-03-11 {m}") for m in (since, until)
            ]
            domain = model._get_domain_during(self.provider, *moments)
            self.assertEqual(bool(model.search(domain)), is_found, (since, until))

    def test_an_open_outage_lasts_as_long_as_checks_speak_of_it(self):
        self._break()
        model = self.env["social.interagency.endpoint.incident"]
        end = datetime(2026, 3, 12)
        for since, is_found in (("07:24", True), ("07:25", False)):
            moment = datetime.fromisoformat(f"2026-03-11 {since}")
            domain = model._get_domain_during(self.provider, moment, end)
            self.assertEqual(bool(model.search(domain)), is_found, since)

    def test_maintenance_is_announced_before_it_begins(self):
        self._plan("07:00", "08:00")
        with self.assertRaises(ValidationError):
            self._plan("05:00", "06:00")

    @mute_logger("odoo.sql_db")
    def test_maintenance_of_a_service_does_not_overlap(self):
        self._plan("08:00", "09:00")
        with self.assertRaises(ExclusionViolation):
            self._plan("08:30", "09:30")
        self._plan("09:00", "10:00")
        other = self._create_endpoint(channel="service")
        self._plan("08:30", "09:30", endpoint_id=other.id)

    def test_maintenance_that_has_begun_only_ends_earlier(self):
        plan = self._plan("08:00", "10:00").with_user(self.operator)
        plan.start_at = "2026-03-11 08:30:00"
        with freeze_time("2026-03-11 09:00:00"):
            for values in (
                {"start_at": "2026-03-11 09:00:00"},
                {"ground": "Letter 2"},
                {"end_at": "2026-03-11 11:00:00"},
                {"end_at": "2026-03-11 08:31:00"},
            ):
                with self.subTest(values=values), self.assertRaises(UserError):
                    plan.sudo().write(values)
            with self.assertRaises(UserError):
                plan.unlink()
            plan.action_end_now()
        self.assertEqual(plan.end_at, datetime(2026, 3, 11, 9, 0))
        with freeze_time("2026-03-11 09:30:00"), self.assertRaises(UserError):
            plan.end_at = "2026-03-11 09:29:00"

    def test_maintenance_is_journaled_at_its_service(self):
        plan = self._plan("08:00", "10:00").with_user(self.operator)
        plan.end_at = "2026-03-11 09:00:00"
        plan.unlink()
        self.assertEqual(
            self._get_events(),
            [
                "created",
                "maintenance_announced",
                "maintenance_changed",
                "maintenance_cancelled",
            ],
        )
