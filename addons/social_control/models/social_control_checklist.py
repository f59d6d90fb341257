from odoo import fields, models

from ..tools.selections import REGIMES


class SocialControlChecklist(models.Model):
    """A form of questions with the method by which its total is counted."""

    _name = "social.control.checklist"
    _description = "Checklist"
    _inherit = ["social.required.mixin"]
    _order = "name, id"
    _rec_names_search = ["name", "approved_by"]

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    regime = fields.Selection(selection=REGIMES, required=True, index=True)
    approved_by = fields.Char(
        string="Approved by",
        help="The act that approves the form, with its number and date. Without it no "
        "inspection is scheduled by the form.",
    )
    partial_share = fields.Float(
        string="Share of “in part”",
        required=True,
        default=0.5,
        aggregator=False,
        help="What part of its weight a question brings when compliant in part.",
    )
    is_unchecked_counted = fields.Boolean(
        string="Not checked counts as zero",
        default=True,
        help="Otherwise questions that nobody checked stay outside the total, "
        "like those that do not apply.",
    )
    question_ids = fields.One2many(
        comodel_name="social.control.question",
        inverse_name="checklist_id",
        string="Questions",
        copy=True,
    )

    _share_inside = models.Constraint(
        "CHECK(partial_share > 0 AND partial_share < 1)",
        "The share of “in part” lies between 0 and 1.",
    )
