from odoo import fields, models


class SocialSupportLevel(models.Model):
    """A level of support: how often the family is visited and for how long."""

    _name = "social.support.level"
    _description = "Level of support"
    _inherit = ["social.support.classifier.mixin"]

    visit_days = fields.Integer(
        string="A visit every, days",
        required=True,
        default=30,
        aggregator=False,
        help="Calendar days between visits; a visit on a day off moves to the next "
        "working day.",
    )
    limit_days = fields.Integer(
        string="At most, days",
        required=True,
        default=180,
        aggregator=False,
        help="Calendar days after which the level is reviewed.",
    )
    color = fields.Integer(string="Colour", aggregator=False)

    _days_positive = models.Constraint(
        "CHECK(visit_days > 0 AND limit_days > 0)",
        "The days of a level are greater than zero. Correct them.",
    )
