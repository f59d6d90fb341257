from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .social_support_document_mixin import CURATOR


class SocialSupportPlanLine(models.Model):
    """A measure of a plan: for which need, by whom, how long, with what result."""

    _name = "social.support.plan.line"
    _description = "Measure of a plan"
    _inherit = ["social.support.row.mixin"]
    _order = "plan_id, sequence, id"
    _rec_name = "measure_id"

    _parent_field = "plan_id"
    _content_fields = frozenset(
        {"plan_id", "need_id", "measure_id", "participant_id", "days", "content"}
        | {"programme_measure_id", "previous_id"}
    )

    plan_id = fields.Many2one(
        comodel_name="social.support.plan",
        string="Plan of support",
        required=True,
        ondelete="cascade",
        index=True,
    )
    case_id = fields.Many2one(related="plan_id.case_id")
    sequence = fields.Integer(default=10, aggregator=False)
    need_id = fields.Many2one(
        comodel_name="social.support.need",
        domain="[('case_id', '=', case_id)]",
        ondelete="restrict",
        index="btree_not_null",
    )
    measure_id = fields.Many2one(
        comodel_name="social.support.measure",
        required=True,
        ondelete="restrict",
        index=True,
    )
    help_kind = fields.Selection(related="measure_id.help_kind", store=True)
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Organisation",
        required=True,
        ondelete="restrict",
        index=True,
    )
    days = fields.Integer(
        string="Working days",
        required=True,
        compute="_compute_days",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=False,
        help="Counted from the acceptance by the organisation.",
    )
    content = fields.Text(
        string="What is to be done",
        help="The organisation reads this text: name nobody who is not covered by the "
        "consent.",
    )
    programme_measure_id = fields.Many2one(
        comodel_name="social.support.programme.measure",
        string="Row of the individual programme",
        ondelete="restrict",
        index="btree_not_null",
    )
    previous_id = fields.Many2one(
        comodel_name="social.support.plan.line",
        string="Row of the former version",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    assignment_ids = fields.One2many(
        comodel_name="social.support.assignment",
        inverse_name="line_id",
        string="Given to organisations",
    )
    assignment_id = fields.Many2one(
        comodel_name="social.support.assignment",
        string="Last given",
        compute="_compute_performance",
    )
    state = fields.Selection(
        selection=lambda self: (
            self.env["social.support.assignment"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        string="Performance",
        compute="_compute_performance",
    )
    result = fields.Text(compute="_compute_performance")

    _days_positive = models.Constraint(
        "CHECK(days > 0)", "The term of a measure is one working day at least."
    )

    @api.depends("measure_id")
    def _compute_days(self):
        for line in self:
            line.days = line.measure_id.term_value or line.days

    @api.depends("assignment_ids.state", "assignment_ids.result")
    def _compute_performance(self):
        for line in self:
            last = line.assignment_ids.sorted("id")[-1:]
            line.assignment_id = last
            line.state = last.state
            line.result = last.result

    @api.constrains("plan_id", "need_id", "programme_measure_id")
    def _check_links(self):
        for line in self:
            citizen = line.programme_measure_id.programme_id.citizen_id
            if line.need_id and line.need_id.case_id != line.plan_id.case_id:
                raise ValidationError(
                    self.env._(
                        "Plan %(plan)s: a need is of another case. "
                        "Choose a need of this family.",
                        plan=line.plan_id.name,
                    )
                )
            if citizen and citizen != line.plan_id.case_id.citizen_id:
                raise ValidationError(
                    self.env._(
                        "Plan %(plan)s: a row of the individual programme is of "
                        "another citizen. Choose a row of this family.",
                        plan=line.plan_id.name,
                    )
                )

    def action_assign(self):
        """Give the measures to their organisations, all of them in one go."""
        self.plan_id._check_may(CURATOR)
        for plan in self.plan_id:
            plan._check_current()
        self.env["social.support.assignment"]._propose(
            [
                {
                    "case_id": line.plan_id.case_id.id,
                    "line_id": line.id,
                    "measure_id": line.measure_id.id,
                    "participant_id": line.participant_id.id,
                    "days": line.days,
                    "content": line.content,
                }
                for line in self
            ]
        )

    def _filter_unassigned(self):
        """Return the rows that no organisation has or had."""
        return self.filtered(lambda line: not line.assignment_ids)

    def _filter_unfinished(self):
        return self.filtered(lambda line: line.state != "done")

    def _prepare_copy(self):
        """Return the values of the same row in the next version of the plan."""
        names = ("need_id", "measure_id", "participant_id", "programme_measure_id")
        return {
            **{name: self[name].id for name in names},
            "sequence": self.sequence,
            "days": self.days,
            "content": self.content,
            "previous_id": self.id,
        }

    def _take_over(self):
        """Let what runs by the former version go on under this one."""
        for line in self:
            running = line.previous_id.assignment_ids.filtered("is_open")
            if running:
                running._unlocked().write({"line_id": line.id})
                running._journal("carried_over", {"plan": line.plan_id.id})
