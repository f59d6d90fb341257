from odoo import fields, models
from odoo.addons.social_interagency.tools.selections import PARTICIPANT_KINDS

from ..tools.selections import HELP_KINDS


class SocialSupportMeasure(models.Model):
    """A measure of social support that the region may give (442-ФЗ, art. 22)."""

    _name = "social.support.measure"
    _description = "Measure of social support"
    _inherit = ["social.support.classifier.mixin"]
    _order = "help_kind, code, id"

    help_kind = fields.Selection(
        selection=HELP_KINDS, string="Kind of help", required=True, index=True
    )
    holder_kind = fields.Selection(
        selection=PARTICIPANT_KINDS, string="Usual participant"
    )
    term_value = fields.Integer(
        string="Usual term", default=10, help="In working days.", aggregator=False
    )
    legal_basis = fields.Char(default="442-ФЗ, ст. 22")
    document_type_ids = fields.Many2many(
        comodel_name="social.interagency.document.type",
        relation="social_support_measure_type_rel",
        string="Papers needed",
        help="What is asked of the participants before the measure can be given.",
    )

    _term_positive = models.Constraint(
        "CHECK(term_value > 0)", "The usual term is one working day at least."
    )
