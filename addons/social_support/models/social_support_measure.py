from odoo import fields, models
from odoo.addons.social_interagency.tools.selections import PARTICIPANT_KINDS


class SocialSupportMeasure(models.Model):
    """A measure of social support that the region may give (442-ФЗ, art. 22)."""

    _name = "social.support.measure"
    _description = "Measure of social support"
    _inherit = ["social.required.mixin"]
    _order = "help_kind, code, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    help_kind = fields.Selection(
        selection=[
            ("medical", "Medical"),
            ("psychological", "Psychological"),
            ("pedagogical", "Pedagogical"),
            ("legal", "Legal"),
            ("social", "Social"),
        ],
        string="Kind of help",
        required=True,
        index=True,
    )
    holder_kind = fields.Selection(
        selection=PARTICIPANT_KINDS, string="Usual participant"
    )
    term_value = fields.Integer(
        string="Usual term", default=10, help="In working days.", aggregator=False
    )
    legal_basis = fields.Char(required=True, default="442-ФЗ, ст. 22")

    _code_unique = models.UniqueIndex(
        "(code)", "A measure with this code exists. Choose another code."
    )
    _term_positive = models.Constraint(
        "CHECK(term_value > 0)", "The usual term is one working day at least."
    )
