from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..exchange import papers
from ..tools.selections import QUEUED_CHANNELS
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
        domain = [("endpoint_id", "in", self.ids)]
        return {**action, "domain": domain, "context": {}}

    def action_send_test(self):
        """Send a message that the other side stores and does not execute."""
        self.check_access("write")
        for endpoint in self:
            endpoint._check_carrier()
            own, owner = endpoint._get_own_side(), endpoint.sudo().participant_id
            self.env["social.interagency.message"].sudo()._post(
                own, owner, endpoint.channel, endpoint._prepare_test(), is_test=True
            )
        return self.action_open_messages()

    def _check_carrier(self):
        if self.channel not in QUEUED_CHANNELS or not self.active:
            raise UserError(
                self.env._(
                    "Electronic service “%(name)s” carries no messages. "
                    "Choose an active service of the exchange.",
                    name=self.name,
                )
            )

    def _get_own_side(self):
        """Return the participant for whom a test message goes out."""
        regulation = self.env["social.interagency.regulation"]._get_in_force().sudo()
        sides = self.env.user.sudo().social_participant_ids | self.sudo().consumer_ids
        sides |= regulation.operator_id | regulation.coordinator_id
        return (sides - self.sudo().participant_id)[0]

    def _prepare_test(self):
        """Return a request about nobody for a document that the owner gives."""
        owner = self.sudo().participant_id
        kind = (self.document_type_ids or owner.document_type_ids)[:1]
        words = self.env._("Test of the channel")
        document = papers.Named(code=kind.code or "TEST", name=kind.name or words)
        return papers.Request(
            number=words,
            documents=(document,),
            purpose=words,
            executor=papers.Person(name=self.env.user.name),
            citizen=papers.Citizen(last_name=words, first_name=words),
        )
