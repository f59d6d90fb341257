from odoo import fields, models

from ..tools.selections import SEVERITIES


class SocialControlQuestion(models.Model):
    """One question of a checklist with its norm and its weight."""

    _name = "social.control.question"
    _description = "Question of a checklist"
    _inherit = ["social.required.mixin"]
    _order = "checklist_id, sequence, id"
    _rec_name = "text"

    checklist_id = fields.Many2one(
        comodel_name="social.control.checklist",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10, aggregator=False)
    section = fields.Char(required=True)
    text = fields.Text(string="Question", required=True)
    legal_basis = fields.Char(required=True, help="The norm that sets the requirement.")
    weight = fields.Float(required=True, default=1.0, aggregator=False)
    severity = fields.Selection(
        selection=SEVERITIES,
        required=True,
        default="significant",
        help="Of a violation found by this question.",
    )
    is_evidence_needed = fields.Boolean(
        string="Evidence obligatory",
        help="A positive answer needs a file.",
    )

    _weight_positive = models.Constraint(
        "CHECK(weight > 0)", "The weight of a question is above zero."
    )
