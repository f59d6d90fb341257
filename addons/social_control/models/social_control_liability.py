from odoo import fields, models


class SocialControlLiability(models.Model):
    """A measure that follows a violation (order 889н, clause §7д)."""

    _name = "social.control.liability"
    _description = "Measure of liability"
    _inherit = ["social.required.mixin"]
    _order = "kind, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        selection=[
            ("explanation", "Explanation"),
            ("warning", "Warning"),
            ("disciplinary", "Disciplinary"),
            ("administrative", "Administrative, federal law"),
            ("regional", "Administrative, regional law"),
        ],
        required=True,
        index=True,
    )
    legal_basis = fields.Char(required=True)
    sanction = fields.Char(help="What the law provides for, as the norm says it.")
    is_for_answers = fields.Boolean(
        string="Proposed for answers",
        help="Proposed by the program for late and missing answers to requests.",
    )
    breached_norm = fields.Char(
        string="Norm broken by the answer",
        help="The norm that a late or missing answer breaks, copied into candidates.",
    )

    _code_unique = models.UniqueIndex(
        "(code)", "A measure with this code exists. Choose another code."
    )
    _for_answers_unique = models.UniqueIndex(
        "(is_for_answers) WHERE is_for_answers AND active",
        "One measure is proposed for answers. Unmark the other one first.",
    )
    _norm_set = models.Constraint(
        "CHECK(NOT is_for_answers OR breached_norm IS NOT NULL)",
        "Name the norm that a late or missing answer breaks.",
    )
