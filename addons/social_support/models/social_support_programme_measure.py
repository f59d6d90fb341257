from odoo import fields, models


class SocialSupportProgrammeMeasure(models.Model):
    """A row of the table of support measures of a programme (874н, art. 22)."""

    _name = "social.support.programme.measure"
    _description = "Support measure of an individual programme"
    _inherit = ["social.support.programme.content.mixin"]
    _rec_name = "measure_id"

    _row_key = "measure"
    _content_fields = frozenset({"measure_id", "participant_id"})

    measure_id = fields.Many2one(
        comodel_name="social.support.measure",
        required=True,
        ondelete="restrict",
        index=True,
    )
    help_kind = fields.Selection(related="measure_id.help_kind", store=True)
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Given by",
        required=True,
        ondelete="restrict",
        index=True,
    )
