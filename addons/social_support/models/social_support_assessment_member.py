from odoo import fields, models

from ..tools.selections import KINSHIPS, ROUBLES


class SocialSupportAssessmentMember(models.Model):
    """A member of the family as the act found the family that day."""

    _name = "social.support.assessment.member"
    _description = "Member of the family in an act"
    _inherit = ["social.support.row.mixin"]
    _order = "assessment_id, sequence, id"

    _parent_field = "assessment_id"
    _content_fields = frozenset(
        {"assessment_id", "name", "kinship", "birth_date", "occupation"}
        | {"lives_together", "income", "note"}
    )

    assessment_id = fields.Many2one(
        comodel_name="social.support.assessment",
        string="Act of assessment",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10, aggregator=False)
    name = fields.Char(string="Full name", required=True)
    kinship = fields.Selection(
        selection=[("applicant", "The citizen"), *KINSHIPS], required=True
    )
    birth_date = fields.Date()
    occupation = fields.Char(string="Work or study")
    lives_together = fields.Boolean(string="Lives together", default=True)
    income = fields.Float(string="Income a month, roubles", digits=ROUBLES)
    note = fields.Char(help="Disability, benefits, other.")
