from odoo import api, fields, models
from odoo.fields import Domain


class SocialInteragencyRequestParties(models.Model):
    """Whose request it is for the user, and what of the citizen leaves with it."""

    _inherit = "social.interagency.request"

    sent_details = fields.Text(
        string="Details sent",
        compute="_compute_sent_details",
        help="Only what the document types need leaves with the request.",
    )
    is_outgoing = fields.Boolean(
        compute="_compute_direction", search="_search_is_outgoing"
    )
    is_incoming = fields.Boolean(
        compute="_compute_direction", search="_search_is_incoming"
    )

    @api.depends("citizen_id", "line_ids.document_type_id")
    def _compute_sent_details(self):
        for request in self:
            details = request._get_sent_details() if request.citizen_id else []
            request.sent_details = "\n".join(
                f"{label}: {value}" for label, value in details
            )

    def _get_sent_details(self):
        """Return the labelled details of the citizen that leave with the request."""
        types = self.sudo().line_ids.document_type_id
        return self.sudo().citizen_id._get_sent_details(types)

    @api.depends("sender_id", "addressee_id", "state")
    @api.depends_context("uid")
    def _compute_direction(self):
        own = self.env.user.social_participant_ids
        for request in self:
            request.is_outgoing = request.sender_id in own
            is_out = request.state not in ("draft", "approval")
            request.is_incoming = is_out and request.addressee_id in own

    def _search_is_outgoing(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("sender_id", "in", self.env.user.social_participant_ids.ids)

    def _search_is_incoming(self, operator, value):
        if operator != "in":
            return NotImplemented
        own = self.env.user.social_participant_ids
        return Domain("addressee_id", "in", own.ids) & Domain(
            "state", "not in", ["draft", "approval"]
        )

    @api.model
    def _get_portal_domains(self):
        """Return the heaps into which the portal sorts a participant's requests."""
        incoming = Domain("is_incoming", "=", True)
        waiting = incoming & Domain("state", "in", ["sent", "received", "returned"])
        return {
            "waiting": waiting,
            "overdue": waiting & Domain("deadline_state", "=", "overdue"),
            "incoming": incoming,
            "outgoing": Domain("is_outgoing", "=", True),
        }

    @api.model
    def _count_for_portal(self, heap):
        """Return the size of a heap, nothing for users who see no requests."""
        if not self.has_access("read"):
            return 0
        return self.search_count(self._get_portal_domains()[heap])
