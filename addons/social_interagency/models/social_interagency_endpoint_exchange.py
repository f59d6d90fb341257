from odoo import fields, models
from odoo.fields import Domain

from .social_interagency_message_sending import FETCH_CRON


class SocialInteragencyEndpointExchange(models.Model):
    """An electronic service as a carrier of messages."""

    _inherit = "social.interagency.endpoint"

    waiting_count = fields.Integer(
        string="Messages waiting",
        compute="_compute_waiting_count",
        compute_sudo=True,
    )

    def _compute_waiting_count(self):
        groups = self.env["social.interagency.message"]._read_group(
            Domain("endpoint_id", "in", self.ids)
            & Domain("state", "in", ["queued", "failed"]),
            ["endpoint_id"],
            ["__count"],
        )
        counts = {endpoint.id: count for endpoint, count in groups}
        for endpoint in self:
            endpoint.waiting_count = counts.get(endpoint.id, 0)

    def action_fetch_messages(self):
        """Let the job ask all polled services for messages now."""
        self.check_access("write")
        self.env.ref(FETCH_CRON).sudo()._trigger()

    def action_open_messages(self):
        """Open the messages of the service."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_interagency.social_interagency_message_action"
        )
        return {**action, "domain": [("endpoint_id", "in", self.ids)]}
