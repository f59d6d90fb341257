from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .endpoint_common import BAD, GOOD, EndpointCommon

LATER = "2026-03-12 08:00:00"


@tagged("post_install", "-at_install")
class TestRequestOutage(EndpointCommon):
    """The request is sent on 11 March at 10:00 in Moscow, its term is 18 March."""

    def setUp(self):
        super().setUp()
        self.paper = self._create_sent_request()

    def _break(self, *moments):
        """Let the provider's service fail at the moments of the day and recover."""
        for moment in moments:
            self._check(moment, BAD)
        self._check("19:00", GOOD)
        return self.endpoint.incident_ids[:1]

    def _get_decision(self, incident, **values):
        return (
            self.env["social.interagency.request.decision"]
            .with_user(self.head)
            .create(
                {
                    "request_ids": [Command.set(self.paper.ids)],
                    "kind": "extend",
                    "incident_id": incident.id,
                    **values,
                }
            )
        )

    def test_an_outage_during_the_term_is_told_on_the_request(self):
        incident = self._break("08:00", "08:05")
        with freeze_time(LATER):
            paper = self.paper.with_user(self.clerk)
            self.assertEqual(paper.outage_ids, incident)
            self.assertIn("Test service", paper.outage_note)

    def test_an_outage_before_the_term_is_not(self):
        other = self._create_endpoint(channel="service", failures_to_down=1)
        with freeze_time("2026-03-11 06:00:00"):
            other._record(BAD)
        with freeze_time("2026-03-11 06:59:00"):
            other._record(GOOD)
        self.assertTrue(other.incident_ids)
        self.assertFalse(self.paper.outage_ids)

    def test_an_outage_of_a_stranger_is_no_matter_of_the_request(self):
        self.endpoint.participant_id = self.fund
        self._break("08:00", "08:05")
        self.assertFalse(self.paper.outage_ids)

    def test_an_outage_of_the_senders_own_service_counts_too(self):
        self.endpoint.participant_id = self.ministry
        incident = self._break("08:00", "08:05")
        self.assertEqual(self.paper.outage_ids, incident)

    def test_an_answered_request_tells_of_no_outage(self):
        self._break("08:00", "08:05")
        with freeze_time(LATER):
            self._answer(self.paper)
            self.assertFalse(self.paper.with_user(self.clerk).outage_note)

    def test_choosing_the_outage_fills_in_the_ground_and_the_days(self):
        incident = self._break("08:00", "08:05")
        with freeze_time(LATER):
            decision = self._get_decision(incident)
            self.assertEqual(decision.outage_ids, incident)
            self.assertEqual(decision.days, 1)
            self.assertIn("did not work", decision.ground)
            decision.action_confirm()
        act = self.paper.act_ids
        self.assertRecordValues(
            act,
            [
                {
                    "kind": "extension",
                    "days": 1,
                    "incident_id": incident.id,
                    "ground": decision.ground,
                    "deadline_after": datetime(2026, 3, 19, 20, 59, 59),
                }
            ],
        )

    def test_days_are_the_working_days_of_the_outage_within_the_limit(self):
        self._check("08:00", BAD)
        self._check("08:05", BAD)
        for end, days in (("2026-03-13", 2), ("2026-03-16", 3), ("2026-03-18", 3)):
            incident = self.endpoint.incident_ids
            incident._unlocked().write({"ended_at": f"{end} 08:00:00"})
            with self.subTest(end=end), freeze_time("2026-03-18 09:00:00"):
                self.assertEqual(self._get_decision(incident).days, days)

    def test_what_the_outage_fills_in_may_be_changed(self):
        incident = self._break("08:00", "08:05")
        with freeze_time(LATER):
            decision = self._get_decision(incident, ground="In own words", days=2)
            decision.action_confirm()
        self.assertEqual(self.paper.act_ids.ground, "In own words")
        self.assertEqual(self.paper.act_ids.days, 2)

    def test_an_outage_is_offered_to_no_request_that_is_not_sent(self):
        incident = self._break("08:00", "08:05")
        self.paper = self._create_request()
        with freeze_time(LATER):
            decision = self._get_decision(incident, ground="In own words")
            self.assertFalse(decision.outage_ids)
            with self.assertRaises(UserError):
                decision.action_confirm()

    def test_without_an_outage_the_form_is_as_before(self):
        decision = self._get_decision(
            self.endpoint.incident_ids, ground="Archive search"
        )
        self.assertFalse(decision.outage_ids)
        self.assertEqual(decision.days, 1)
        decision.action_confirm()
        self.assertFalse(self.paper.act_ids.incident_id)

    def test_an_outage_that_did_not_touch_the_term_is_no_ground(self):
        self.endpoint.participant_id = self.fund
        incident = self._break("08:00", "08:05")
        with self.assertRaises(UserError):
            self.paper.with_user(self.head).action_extend(1, "Outage", incident.id)
        self.assertFalse(self.paper.act_ids)

    def test_the_portal_sees_no_outage(self):
        self._break("08:00", "08:05")
        fields = self.paper.with_user(self.portal_user).fields_get()
        self.assertNotIn("outage_ids", fields)
        self.assertNotIn("outage_note", fields)
