from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.selections import REGIMES
from .social_control_document_mixin import HEAD, INSPECTOR


class SocialControlPlan(models.Model):
    """The plan of control events of a year under one regime (clause §7в)."""

    _name = "social.control.plan"
    _description = "Plan of control"
    _inherit = ["social.control.document.mixin"]
    _order = "year desc, regime, id desc"
    _journal_field = "plan_id"

    _transitions = {
        "draft": {"approved", "cancelled"},
        "approved": {"closed"},
    }
    _code_fields = frozenset(
        {"approved_date", "approved_by_id", "approval", "closed_date", "cancel_reason"}
    )
    _content_fields = frozenset({"year", "regime", "line_ids"})

    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
    )
    year = fields.Integer(
        required=True,
        default=lambda self: fields.Date.context_today(self).year,
        aggregator=False,
    )
    regime = fields.Selection(
        selection=REGIMES, required=True, default="interaction", index=True
    )
    line_ids = fields.One2many(
        comodel_name="social.control.plan.line",
        inverse_name="plan_id",
        string="Events",
        copy=False,
    )
    act_ids = fields.One2many(
        comodel_name="social.control.plan.act",
        inverse_name="plan_id",
        string="Changes",
    )
    approval = fields.Char(
        string="Approved by the act",
        readonly=True,
        copy=False,
        help="Number and date of the order that approves the plan.",
    )
    approved_date = fields.Date(string="Approved on", readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        comodel_name="res.users", string="Approved by", readonly=True, copy=False
    )
    closed_date = fields.Date(string="Closed on", readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False)
    line_count = fields.Integer(string="Planned", compute="_compute_counts")
    done_count = fields.Integer(string="Carried out", compute="_compute_counts")
    journal_ids = fields.One2many(
        comodel_name="social.control.journal",
        inverse_name="plan_id",
    )

    _approved_unique = models.UniqueIndex(
        "(participant_id, regime, year) WHERE state IN ('approved', 'closed')",
        "The body has an approved plan of this year and regime. Change it by an act.",
    )
    _year_sane = models.Constraint(
        "CHECK(year BETWEEN 2015 AND 2100)", "Enter the year of the plan in full."
    )

    @api.depends("name", "year")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = f"{plan.name} ({plan.year})"

    @api.depends("line_ids.is_excluded", "line_ids.carried_date")
    def _compute_counts(self):
        for plan in self:
            lines = plan.line_ids.filtered(lambda line: not line.is_excluded)
            plan.line_count = len(lines)
            plan.done_count = len(lines.filtered("carried_date"))

    @api.constrains("year", "regime", "participant_id")
    def _check_lines(self):
        self.line_ids._check_plan()

    def action_approve(self, approval):
        """Approve the plans; afterwards they change by acts only.

        :param approval: number and date of the order that approves them
        """
        self._check_may(HEAD)
        self._check_text(approval, "approval")
        for plan in self:
            if not plan.line_ids:
                raise UserError(
                    self.env._(
                        "Plan %(plan)s has no events. Add at least one.",
                        plan=plan.name,
                    )
                )
            plan._transition(
                "approved",
                approval=approval.strip(),
                approved_date=plan._today(),
                approved_by_id=self.env.uid,
            )

    def action_close(self):
        """Close the plans when every event is carried out or excluded by an act."""
        self._check_may(HEAD)
        for plan in self:
            waiting = plan.line_ids.filtered(
                lambda line: not (line.is_excluded or line.carried_date)
            )
            if plan.state == "approved" and waiting:
                raise UserError(
                    self.env._(
                        "Plan %(plan)s has events that are not carried out: %(count)s. "
                        "Hold them or exclude them by an act.",
                        plan=plan.name,
                        count=len(waiting),
                    )
                )
            plan._transition("closed", closed_date=plan._today())

    def action_cancel(self, reason):
        """Cancel drafts that nobody approved.

        :param reason: why the draft is not needed
        """
        self._check_may(INSPECTOR)
        self._check_text(reason, "cancel_reason")
        self._transition("cancelled", cancel_reason=reason)

    def action_move(self, line_id, planned_date, ground):
        """Move an event of the approved plan by an act.

        :param line_id: id of the event
        :param planned_date: the new planned date
        :param ground: why, as the act will say
        """
        line = self._get_amended_line(line_id, ground)
        former = line.planned_date
        line._unlocked().write({"planned_date": planned_date})
        self._sign_act("moved", line, ground, former)

    def action_exclude(self, line_id, ground):
        """Exclude an event from the approved plan by an act.

        :param line_id: id of the event
        :param ground: why, as the act will say
        """
        line = self._get_amended_line(line_id, ground)
        line._unlocked().write({"is_excluded": True})
        self._sign_act("excluded", line, ground, line.planned_date)

    def action_add(self, subject_id, rule_id, planned_date, ground):
        """Add an event to the approved plan by an act.

        :param subject_id: id of the participant to be inspected
        :param rule_id: id of the rule: the regime and the form
        :param planned_date: when
        :param ground: why, as the act will say
        :returns: id of the event
        """
        self._check_amendable(ground)
        line = self.line_ids._unlocked().create(
            {
                "plan_id": self.id,
                "subject_id": subject_id,
                "rule_id": rule_id,
                "planned_date": planned_date,
                "purpose": ground,
            }
        )
        self._sign_act("added", line, ground, False)
        return line.id

    def _get_subjects(self):
        return self.env["social.interagency.participant"]

    def _check_amendable(self, ground):
        self.ensure_one()
        self._check_may(HEAD)
        self._check_text(ground, "ground", self.act_ids)
        if self.state != "approved":
            raise UserError(
                self.env._(
                    "Plan %(plan)s is not approved and changes without acts. "
                    "Edit its draft.",
                    plan=self.name,
                )
            )
        self._lock_for_transition()

    def _get_amended_line(self, line_id, ground):
        self._check_amendable(ground)
        line = self.line_ids.filtered(lambda line: line.id == line_id)
        if not line or line.is_excluded or line.inspection_ids._filter_scheduled():
            raise UserError(
                self.env._(
                    "Plan %(plan)s: the event is excluded, scheduled or of another "
                    "plan. Choose an event that is still ahead.",
                    plan=self.name,
                )
            )
        return line

    def _sign_act(self, kind, line, ground, former):
        number = self.env["ir.sequence"]._next_numbers("social.control.plan.act", 1)[0]
        act_sudo = self.act_ids._unlocked().create(
            {
                "name": number,
                "plan_id": self.id,
                "line_id": line.id,
                "kind": kind,
                "ground": ground.strip(),
                "date_before": former,
                "date_after": kind != "excluded" and line.planned_date,
                "signed_at": self._now(),
                "signer_id": self.env.uid,
            }
        )
        self._journal("amended", {"act": act_sudo.id, "kind": kind})
