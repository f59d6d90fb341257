from odoo import fields, models
from odoo.exceptions import UserError

from .social_control_document_mixin import HEAD


class SocialControlObjection(models.Model):
    """What the inspected organisation says against an act."""

    _name = "social.control.objection"
    _description = "Objection to an act"
    _inherit = ["social.evidence.mixin", "social.signed.paper.mixin"]
    _order = "id desc"
    _rec_name = "filed_at"

    _code_fields = frozenset(
        {"inspection_id", "text", "attachment_ids", "filed_at", "filed_by_id"}
        | {"decision", "decision_text", "decided_at", "decided_by_id"}
    )

    inspection_id = fields.Many2one(
        comodel_name="social.control.inspection",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    text = fields.Text(string="Objection", required=True, readonly=True)
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        bypass_search_access=True,
        relation="social_control_objection_attachment_rel",
        string="Files",
        readonly=True,
    )
    filed_at = fields.Datetime(string="Filed on", required=True, readonly=True)
    filed_by_id = fields.Many2one(
        comodel_name="res.users", string="Filed by", required=True, readonly=True
    )
    decision = fields.Selection(
        selection=[
            ("accepted", "Accepted"),
            ("partly", "Accepted in part"),
            ("rejected", "Rejected"),
        ],
        readonly=True,
    )
    decision_text = fields.Text(string="Reasons of the decision", readonly=True)
    decided_at = fields.Datetime(string="Decided on", readonly=True)
    decided_by_id = fields.Many2one(
        comodel_name="res.users", string="Decided by", readonly=True
    )

    def action_decide(self, decision, text):
        """Decide on the objection; violations are then dismissed one by one.

        :param decision: ``accepted``, ``partly`` or ``rejected``
        :param text: the reasons, shown to the organisation
        """
        self.ensure_one()
        inspection = self.inspection_id
        inspection._check_may(HEAD)
        labels = dict(self._fields["decision"]._description_selection(self.env))
        inspection._check_text(labels.get(decision), "decision", self)
        inspection._check_text(text, "decision_text", self)
        inspection._lock_for_transition()
        if self.decision:
            raise UserError(
                self.env._(
                    "Inspection %(inspection)s: the objection is decided already and "
                    "the decision stays. Reload the page.",
                    inspection=inspection.name,
                )
            )
        self._unlocked().write(
            {
                "decision": decision,
                "decision_text": text.strip(),
                "decided_at": self._now(),
                "decided_by_id": self.env.uid,
            }
        )
        inspection._journal(
            "objection_decided", {"objection": self.id, "decision": decision}
        )

    def _get_signing_participant(self):
        return self.inspection_id.subject_id
