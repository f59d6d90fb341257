from odoo.addons.social_interagency.exchange.probe import Outcome
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import REASON, ControlCommon


@tagged("post_install", "-at_install")
class TestFindingOutage(ControlCommon):
    """A service of the asked body breaks during the term of a missed request."""

    def setUp(self):
        super().setUp()
        self.regulation._unlocked().write({"controller_id": self.ministry.id})
        self.request = self._create_sent_request()
        self.incident = self._break(self.provider)
        with self._at("2026-03-25 08:00:00"):
            self.finding = self.env["social.control.finding"]._propose(
                self.request.sudo()
            )
        self.finding = self.finding.with_user(self.inspector)

    def _break(self, participant):
        endpoint = self.env["social.interagency.endpoint"].create(
            {
                "name": "Test service",
                "code": f"E-{participant.id}",
                "participant_id": participant.id,
                "url": "https://service.example.org/",
                "failures_to_down": 1,
            }
        )
        for hour, outcome in ((8, Outcome("cut")), (12, Outcome())):
            with self._at(f"2026-03-12 {hour:02}:00:00"):
                endpoint._record(outcome)
        return endpoint.incident_ids

    def _get_dismissal(self, **values):
        return (
            self.env["social.control.finding.dismissal"]
            .with_user(self.inspector)
            .create({"finding_ids": [Command.set(self.finding.ids)], **values})
        )

    def test_the_outage_is_told_on_the_candidate(self):
        self.assertEqual(self.finding.outage_ids, self.incident)
        self.assertIn("Test service", self.finding.outage_note)

    def test_choosing_the_outage_fills_in_the_ground_and_the_reason(self):
        dismissal = self._get_dismissal(incident_id=self.incident.id)
        self.assertEqual(dismissal.outage_ids, self.incident)
        self.assertEqual(dismissal.ground_id, self.outage)
        self.assertIn("did not work", dismissal.reason)
        dismissal.action_confirm()
        self.assertRecordValues(
            self.finding,
            [
                {
                    "state": "dismissed",
                    "dismissal_ground_id": self.outage.id,
                    "dismissal_reason": dismissal.reason,
                    "dismissal_incident_id": self.incident.id,
                    "outage_note": "",
                }
            ],
        )

    def test_a_dismissal_needs_no_outage(self):
        self._get_dismissal(ground_id=self.outage.id, reason=REASON).action_confirm()
        self.assertFalse(self.finding.dismissal_incident_id)

    def test_an_outage_of_a_stranger_excuses_nothing(self):
        incident = self._break(self.fund)
        with self.assertRaises(UserError):
            self.finding.action_dismiss(self.outage.id, REASON, incident.id)
        self.assertEqual(self.finding.state, "candidate")
