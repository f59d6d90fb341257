from odoo import fields, models


class SocialControlProof(models.Model):
    """What an organisation sent to prove that it met a prescription."""

    _name = "social.control.proof"
    _description = "Proof of a prescription"
    _inherit = ["social.evidence.mixin", "social.signed.paper.mixin"]
    _order = "id desc"
    _rec_name = "sent_at"

    _code_fields = frozenset(
        {"order_id", "round", "text", "attachment_ids", "sent_at", "sent_by_id"}
    )

    order_id = fields.Many2one(
        comodel_name="social.control.order",
        string="Prescription",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    round = fields.Integer(string="Check No.", readonly=True, aggregator=False)
    text = fields.Text(string="What was done", required=True, readonly=True)
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        bypass_search_access=True,
        relation="social_control_proof_attachment_rel",
        string="Files",
        readonly=True,
    )
    sent_at = fields.Datetime(string="Sent on", required=True, readonly=True)
    sent_by_id = fields.Many2one(
        comodel_name="res.users", string="Sent by", required=True, readonly=True
    )

    def _get_signing_participant(self):
        return self.order_id.subject_id
