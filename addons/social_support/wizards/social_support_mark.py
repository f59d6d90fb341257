from odoo import fields, models


class SocialSupportMark(models.TransientModel):
    """The mark of performance of a service or a measure of a programme."""

    _name = "social.support.mark"
    _description = "Mark of performance"

    line_id = fields.Many2one(
        comodel_name="social.support.programme.line", string="Social service"
    )
    measure_id = fields.Many2one(comodel_name="social.support.programme.measure")
    performance = fields.Selection(
        selection=[
            ("performed", "Performed"),
            ("partial", "Performed in part"),
            ("not_performed", "Not performed"),
        ],
        string="Mark of performance",
        required=True,
        default="performed",
    )
    note = fields.Char(string="Reason or result")

    def action_confirm(self):
        """Mark the row of the programme."""
        self.ensure_one()
        row = self.line_id or self.measure_id
        row.action_mark(self.performance, self.note)
        return {"type": "ir.actions.act_window_close"}
