from datetime import UTC, datetime

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import InteragencyCommon


@tagged("post_install", "-at_install")
class TestTour(InteragencyCommon, HttpCase):
    # A browser counts the days of its session by its own clock.
    now = datetime.now(UTC)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls.env["social.interagency.procedure"].create(
            {
                "name": "Tour procedure",
                "step_ids": [
                    Command.create(
                        {"name": "Decision", "is_final": True, "result": "Decision"}
                    )
                ],
            }
        )

    def test_a_clerk_drafts_all_requests_in_one_click(self):
        self.start_tour(
            "/odoo/interagency-applications",
            "social_interagency_application",
            login=self.clerk.login,
        )
        application = self.env["social.interagency.application"].search(
            [("procedure_id", "=", self.procedure.id)]
        )
        self.assertEqual(application.state, "in_progress")
        self.assertEqual(
            sorted(application.request_ids.mapped("state")), ["approval", "draft"]
        )
