from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class SocialControlOrderPortal(models.Model):
    """The proof that the organisation sends."""

    _inherit = "social.control.order"

    can_prove = fields.Boolean(compute="_compute_can_prove")

    @api.depends("state", "subject_id")
    @api.depends_context("uid")
    def _compute_can_prove(self):
        for order in self:
            order.can_prove = not order._why_not_prove()

    def action_prove(self, text, attachment_ids=()):
        """Send the proof that the prescription is met.

        :param text: what was done, item by item
        :param attachment_ids: ids of files that this user has just uploaded
        :returns: id of the proof
        """
        self.ensure_one()
        if reason := self._why_not_prove():
            raise UserError(reason)
        proofs = self.env["social.control.proof"]
        self._check_text(text, "text", proofs)
        self._lock_for_transition()
        now = self._now()
        proof_sudo = proofs._create_with_files(
            {
                "order_id": self.id,
                "round": self.round,
                "text": text.strip(),
                "sent_at": now,
                "sent_by_id": self.env.uid,
            },
            attachment_ids,
        )
        self._transition(
            "submitted", payload={"proof": proof_sudo.id}, submitted_at=now
        )
        return proof_sudo.id

    def _why_not_prove(self):
        if reason := self._why_not_subject():
            return reason
        if self.state not in ("issued", "submitted"):
            return self.env._(
                "Prescription %(order)s takes no proof now. "
                "Reload the page to see its state.",
                order=self.name,
            )
        return ""

    @api.model
    def _count_for_portal(self):
        """Return how many prescriptions wait for the proof of the user."""
        return self._count_own(Domain("state", "=", "issued"))
