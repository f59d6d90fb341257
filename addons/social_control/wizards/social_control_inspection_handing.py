from odoo import fields, models


class SocialControlInspectionHanding(models.TransientModel):
    """How a signed act reaches the organisation."""

    _name = "social.control.inspection.handing"
    _description = "Handing over of an act"

    inspection_id = fields.Many2one(
        comodel_name="social.control.inspection", required=True
    )
    kind = fields.Selection(
        selection=[
            ("portal", "Through the portal"),
            ("person", "In person"),
            ("post", "By post"),
        ],
        string="How handed over",
        required=True,
        default="portal",
    )
    is_refused = fields.Boolean(string="The organisation refused to sign")
    refusal_note = fields.Text(
        string="Who refused", help="Who refused to sign the act, before whom."
    )

    def action_confirm(self):
        """Note the refusal if there is one, then hand the act over."""
        self.ensure_one()
        if self.is_refused:
            self.inspection_id.action_note_refusal(self.refusal_note)
        self.inspection_id.action_hand_over(self.kind)
        return {"type": "ir.actions.act_window_close"}
