from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ..tools.indicators import Span
from ..tools.selections import FIGURE_KINDS


class SocialControlIndicator(models.Model):
    """A criterion of the evaluation of interaction and its indicator (clause §7е).

    The words, the target and the threshold are data; ``method`` names how the program
    counts.
    """

    _name = "social.control.indicator"
    _description = "Indicator"
    _inherit = ["social.required.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["code", "name"]

    sequence = fields.Integer(default=10, aggregator=False)
    code = fields.Char(required=True)
    name = fields.Char(string="Indicator", required=True)
    active = fields.Boolean(default=True)
    criterion = fields.Selection(
        selection=[
            ("request", "The request is prepared on time and in order"),
            ("answer", "The answer is prepared and sent on time"),
            ("content", "The answer holds what is needed"),
            ("interaction", "Course of the interaction"),
            ("support", "Social support"),
            ("control", "Control"),
        ],
        required=True,
        default="interaction",
    )
    method = fields.Selection(
        selection=[
            ("sent_on_time", "Requests sent within their term"),
            ("in_order", "Requests without a defect named in the answer"),
            ("answered_on_time", "Answers due that came within the term"),
            ("answer_complete", "Judged answers that hold what is needed"),
            ("answer_days", "Working days from the request to the answer"),
            ("refused", "Answers that refuse"),
            ("refusals", "Refusals by reason"),
            ("repeated", "Requests asked once more"),
            ("electronic", "Requests sent electronically"),
            ("measures_done", "Measures of support done"),
            ("measures_on_time", "Measures of support done within the term"),
            ("improved", "Cases closed with an improvement"),
            ("signal_to_act", "Working days from the signal to the act"),
            ("signal_to_plan", "Working days from the signal to the plan"),
            ("orders_on_time", "Prescriptions met within the term"),
            ("repeat_findings", "Violations that repeat former ones"),
        ],
        string="Counted by",
        required=True,
        help="How the program counts. A new way of counting needs the programmer.",
    )
    kind = fields.Selection(
        selection=FIGURE_KINDS, string="Unit", compute="_compute_kind"
    )
    formula = fields.Text(required=True, help="In words, as the file prints it.")
    empty_meaning = fields.Char(
        string="An empty period means",
        required=True,
        help="What a reader is to make of a period without cases: it is not zero.",
    )
    is_higher_better = fields.Boolean(string="The more, the better", default=True)
    has_target = fields.Boolean(string="Has a target", default=True)
    target = fields.Float(digits=(16, 2), aggregator=False)
    threshold = fields.Float(
        digits=(16, 2),
        aggregator=False,
        help="Beyond it the figure asks for measures.",
    )
    min_case_count = fields.Integer(
        string="Cases for a place",
        required=True,
        default=5,
        aggregator=False,
        help="A participant with fewer cases is shown in the rating without a place.",
    )
    legal_basis = fields.Char(required=True)

    _code_unique = models.UniqueIndex(
        "(code)", "An indicator with this code exists. Open it instead of a new one."
    )
    _threshold_beyond = models.Constraint(
        "CHECK(NOT has_target OR (is_higher_better AND threshold <= target) "
        "OR (NOT is_higher_better AND threshold >= target))",
        "The threshold lies on the worse side of the target. Correct one of the two.",
    )
    _cases_positive = models.Constraint(
        "CHECK(min_case_count > 0)", "A place in the rating needs one case at least."
    )

    @api.depends("method")
    def _compute_kind(self):
        today = fields.Date.context_today(self)
        span = Span(today, today, ZoneInfo("UTC"), fields.Datetime.now())
        methods = self._get_methods(span)
        for indicator in self:
            method = methods.get(indicator.method)
            indicator.kind = method and method.kind

    @api.depends("code", "name")
    def _compute_display_name(self):
        for indicator in self:
            indicator.display_name = f"{indicator.code} {indicator.name}"
