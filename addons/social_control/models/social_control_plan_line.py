from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .social_control_document_mixin import INSPECTOR


class SocialControlPlanLine(models.Model):
    """One event of a plan; its four dates are kept apart."""

    _name = "social.control.plan.line"
    _description = "Event of a plan of control"
    _inherit = ["social.lock.mixin", "social.required.mixin"]
    _order = "plan_id, planned_date, id"
    _rec_names_search = ["subject_id"]

    _code_fields = frozenset({"is_excluded"})
    _content_fields = frozenset(
        {"plan_id", "subject_id", "rule_id", "purpose", "asked_date", "planned_date"}
    )

    plan_id = fields.Many2one(
        comodel_name="social.control.plan",
        string="Plan of control",
        required=True,
        ondelete="cascade",
        index=True,
    )
    participant_id = fields.Many2one(related="plan_id.participant_id", store=True)
    plan_state = fields.Selection(related="plan_id.state", string="State of the plan")
    regime = fields.Selection(related="plan_id.regime")
    subject_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Inspected organisation",
        required=True,
        ondelete="restrict",
        index=True,
    )
    rule_id = fields.Many2one(
        comodel_name="social.control.rule",
        string="Form of control",
        required=True,
        ondelete="restrict",
        index=True,
    )
    form = fields.Selection(related="rule_id.form")
    purpose = fields.Char(
        string="Subject of control",
        help="What is checked: the requirements or the period.",
    )
    asked_date = fields.Date(
        string="Asked for", help="The date by which somebody asked to hold the event."
    )
    planned_date = fields.Date(string="Planned", required=True)
    scheduled_date = fields.Date(string="Scheduled", compute="_compute_dates")
    carried_date = fields.Date(string="Carried out", compute="_compute_dates")
    is_excluded = fields.Boolean(string="Excluded", readonly=True, copy=False)
    inspection_ids = fields.One2many(
        comodel_name="social.control.inspection",
        inverse_name="plan_line_id",
        string="Inspections",
    )
    can_inspect = fields.Boolean(compute="_compute_can_inspect")

    _event_unique = models.UniqueIndex(
        "(plan_id, subject_id, rule_id, planned_date) WHERE NOT is_excluded",
        "The plan has this event on this day already. Choose another day.",
    )

    @api.depends("subject_id", "planned_date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            day = format_date(self.env, line.planned_date) or "–"
            line.display_name = f"{day}, {line.subject_id.sudo().name or '–'}"

    @api.depends("inspection_ids.scheduled_date", "inspection_ids.carried_date")
    def _compute_dates(self):
        for line in self:
            inspection = line.inspection_ids.filtered(
                lambda inspection: inspection.state != "cancelled"
            )[:1]
            line.scheduled_date = inspection.scheduled_date
            line.carried_date = inspection.carried_date

    @api.depends("is_excluded", "plan_id.state", "inspection_ids.state")
    @api.depends_context("uid")
    def _compute_can_inspect(self):
        for line in self:
            line.can_inspect = not line._why_not_inspect()

    @api.constrains("plan_id", "subject_id", "rule_id", "planned_date")
    def _check_plan(self):
        for line in self:
            line._check_subject()
            line._check_planned_date()

    def _check_subject(self):
        plan = self.plan_id
        if self.rule_id.regime != plan.regime:
            raise ValidationError(
                self.env._(
                    "Plan %(plan)s: “%(rule)s” is of another regime. "
                    "Choose a form of the plan's own regime.",
                    plan=plan.name,
                    rule=self.rule_id.display_name,
                )
            )
        if self.subject_id == plan.participant_id:
            raise ValidationError(
                self.env._(
                    "Plan %(plan)s: “%(subject)s” does not inspect itself. "
                    "Choose another organisation.",
                    plan=plan.name,
                    subject=self.subject_id.sudo().name,
                )
            )
        if reason := self.rule_id._why_not_subject(self.subject_id):
            raise ValidationError(reason)

    def _check_planned_date(self):
        plan, day = self.plan_id, self.planned_date
        if day.year != plan.year:
            raise ValidationError(
                self.env._(
                    "Plan %(plan)s is of the year %(year)s, the event is planned for "
                    "another year. Choose a day of %(year)s.",
                    plan=plan.name,
                    year=str(plan.year),
                )
            )
        calendar = plan.participant_id.sudo().calendar_id
        if not calendar._is_working_day(day):
            raise ValidationError(
                self.env._(
                    "Plan %(plan)s: %(day)s is a day off by the calendar "
                    "“%(calendar)s”. Choose a working day.",
                    plan=plan.name,
                    day=day.strftime("%d.%m.%Y"),
                    calendar=calendar.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:  # the key of a parent's creation excludes nothing
            self._check_code_fields(vals)
        lines = super().create(vals_list)
        if not self._is_unlocked():
            lines._check_content_open()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "plan_id" in vals and not self._is_unlocked():
            self._check_content_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_content_open()

    def action_inspect(self):
        """Draft the inspection of the event.

        :returns: the action that opens the draft
        """
        self.ensure_one()
        if reason := self._why_not_inspect():
            raise UserError(reason)
        inspection = self.inspection_ids.create(
            {
                "participant_id": self.plan_id.participant_id.id,
                "plan_line_id": self.id,
                "rule_id": self.rule_id.id,
                "subject_id": self.subject_id.id,
                "asked_date": self.asked_date,
                "purpose": self.purpose,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": inspection._name,
            "res_id": inspection.id,
            "view_mode": "form",
        }

    def action_open(self):
        """Open the inspection of the event, or its plan while there is none.

        :returns: the action that opens it
        """
        self.ensure_one()
        taken = self.inspection_ids.filtered(lambda one: one.state != "cancelled")
        document = taken[:1] or self.plan_id
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "view_mode": "form",
        }

    def _why_not_inspect(self):
        """Return why the user cannot draft an inspection of the event now."""
        plan = self.plan_id
        taken = self.inspection_ids.filtered(lambda one: one.state != "cancelled")
        if plan.state != "approved" or self.is_excluded or taken:
            return self.env._(
                "Plan %(plan)s: the event is not approved, excluded or has its "
                "inspection already. Open the inspection of the event.",
                plan=plan.name,
            )
        return plan._why_not(INSPECTOR)

    def _is_open_for_editing(self):
        return self.sudo().plan_id._is_open_for_editing()

    def _check_content_open(self):
        for line in self:
            if not line._is_open_for_editing():
                raise UserError(
                    self.env._(
                        "Plan %(plan)s is approved and changes by an act only. "
                        "Use the button “Change by an Act”.",
                        plan=line.sudo().plan_id.name,
                    )
                )
