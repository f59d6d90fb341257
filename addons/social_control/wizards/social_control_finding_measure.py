from odoo import api, fields, models


class SocialControlFindingMeasure(models.TransientModel):
    """The measure that follows a violation."""

    _name = "social.control.finding.measure"
    _description = "Measure on a violation"

    finding_id = fields.Many2one(
        comodel_name="social.control.finding", string="Violation", required=True
    )
    liability_id = fields.Many2one(
        comodel_name="social.control.liability",
        string="Measure",
        required=True,
        compute="_compute_liability_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    legal_basis = fields.Char(related="liability_id.legal_basis")
    sanction = fields.Char(related="liability_id.sanction")
    paper = fields.Char(
        string="Number and date of the paper",
        required=True,
        help="The order, the protocol or the letter.",
    )

    @api.depends("finding_id")
    def _compute_liability_id(self):
        for measure in self:
            measure.liability_id = measure.finding_id.liability_id

    def action_confirm(self):
        """Record the measure."""
        self.ensure_one()
        self.finding_id.action_take_measure(self.liability_id.id, self.paper)
        return {"type": "ir.actions.act_window_close"}
