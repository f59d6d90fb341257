from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SocialSupportPlan(models.Model):
    """A version of the plan of support: measures, terms, organisations."""

    _name = "social.support.plan"
    _description = "Plan of support"
    _inherit = ["social.support.numbered.part.mixin"]
    _order = "case_id, version desc, id desc"

    _part_key = "plan"
    _transitions = {
        "draft": {"current", "closed"},
        "current": {"superseded", "closed"},
    }
    _code_fields = frozenset(
        {"version", "previous_id", "approved_date", "signer_name", "signer_position"}
    )
    _content_fields = frozenset({"start_date", "end_date", "goal", "line_ids"})

    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("current", "Current"),
            ("superseded", "Replaced"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
    )
    version = fields.Integer(readonly=True, copy=False, default=1, aggregator=False)
    previous_id = fields.Many2one(
        comodel_name="social.support.plan",
        string="Former version",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    citizen_id = fields.Many2one(related="case_id.citizen_id")
    start_date = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    end_date = fields.Date(
        string="Until",
        required=True,
        compute="_compute_end_date",
        store=True,
        readonly=False,
        precompute=True,
    )
    goal = fields.Text(help="What the family and the curator want to reach.")
    line_ids = fields.One2many(
        comodel_name="social.support.plan.line",
        inverse_name="plan_id",
        string="Measures",
    )
    need_ids = fields.One2many(related="case_id.need_ids", string="Needs")
    uncovered_need_count = fields.Integer(
        string="Needs without a measure", compute="_compute_uncovered_need_count"
    )
    unassigned_count = fields.Integer(
        string="Measures not given yet", compute="_compute_unassigned_count"
    )
    extension_ids = fields.One2many(
        comodel_name="social.support.plan.extension",
        inverse_name="plan_id",
        string="Acts of extension",
    )
    approved_date = fields.Date(string="Approved on", readonly=True, copy=False)
    signer_name = fields.Char(string="Approved by", readonly=True, copy=False)
    signer_position = fields.Char(
        string="Position of the signer", readonly=True, copy=False
    )

    _current_unique = models.UniqueIndex(
        "(case_id) WHERE state = 'current'",
        "A case has one current plan. Make a new version of it.",
    )
    _draft_unique = models.UniqueIndex(
        "(case_id) WHERE state = 'draft'",
        "The case has a plan in preparation. Complete that one.",
    )
    _term_ordered = models.Constraint(
        "CHECK(end_date > start_date)",
        "A plan cannot end before it begins. Correct the dates.",
    )

    @api.depends("start_date")
    def _compute_end_date(self):
        for plan in self:
            plan.end_date = plan.start_date and plan._get_limit_date()

    @api.depends("case_id.need_ids.line_ids.plan_id.state")
    def _compute_uncovered_need_count(self):
        for plan in self:
            needs = plan.case_id.need_ids
            plan.uncovered_need_count = len(needs - plan.line_ids.need_id)

    @api.depends("line_ids.assignment_ids")
    def _compute_unassigned_count(self):
        for plan in self:
            plan.unassigned_count = len(plan.line_ids._filter_unassigned())

    @api.constrains("start_date", "end_date")
    def _check_limit(self):
        for plan in self:
            limit = plan._get_limit_date()
            if plan.end_date > limit and not plan.extension_ids:
                raise ValidationError(
                    self.env._(
                        "Plan %(plan)s is longer than the norm of %(months)s months. "
                        "Shorten it; the head extends an approved plan by an act.",
                        plan=plan.name,
                        months=self.env["social.support.norm"]._get_value(
                            "plan_months"
                        ),
                    )
                )

    def _get_limit_date(self):
        months = self.env["social.support.norm"]._get_value("plan_months")
        return fields.Date.add(self.start_date, months=months)
