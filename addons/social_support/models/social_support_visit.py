from datetime import datetime, time
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.addons.social_interagency.tools import terms
from odoo.exceptions import ValidationError

from .social_support_document_mixin import CURATOR


class SocialSupportVisit(models.Model):
    """A visit to the family: planned by its level, made, written down."""

    _name = "social.support.visit"
    _description = "Visit"
    _inherit = ["social.support.case.part.mixin", "social.deadline.mixin"]
    _order = "planned_date desc, id desc"

    _part_key = "visit"
    _transitions = {"planned": {"done", "cancelled"}}
    _code_fields = frozenset({"done_date", "result", "condition", "cancel_reason"})
    _content_fields = frozenset({"planned_date", "purpose"})

    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("done", "Made"),
            ("cancelled", "Not made"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="planned",
        index=True,
    )
    planned_date = fields.Date(
        string="Date", required=True, default=fields.Date.context_today, index=True
    )
    officer_id = fields.Many2one(
        related="case_id.officer_id", string="Curator", store=True, index=True
    )
    citizen_id = fields.Many2one(related="case_id.citizen_id")
    level_id = fields.Many2one(related="case_id.level_id")
    level_color = fields.Integer(related="level_id.color")
    purpose = fields.Char(default=lambda self: self.env._("Planned visit"))
    done_date = fields.Date(string="Made on", readonly=True, copy=False)
    condition = fields.Selection(
        selection=[
            ("better", "Better"),
            ("same", "Unchanged"),
            ("worse", "Worse"),
            ("absent", "Nobody at home"),
        ],
        string="Situation of the family",
        readonly=True,
        copy=False,
    )
    result = fields.Text(readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False)

    @api.depends("case_id.citizen_id.last_name", "case_id.name")
    def _compute_display_name(self):
        """Name the family: the calendar shows nothing else."""
        for visit in self:
            case = visit.case_id
            visit.display_name = f"{case.citizen_id.last_name}, {case.name}"

    def _get_refusal_name(self):
        """Name the case: a refusal stands in the log, a family does not."""
        paper = self.env["ir.model"]._get(self._name).name
        return f"{paper}, {', '.join(self.case_id.mapped('name'))}"

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits._plan_deadline()
        return visits

    def write(self, vals):
        result = super().write(vals)
        if "planned_date" in vals:
            self._plan_deadline()
        return result

    def action_done(self, condition, result, done_date=None):
        """Write down visits that were made and plan the next ones.

        :param condition: ``better``, ``same``, ``worse`` or ``absent``
        :param result: what was seen, done and agreed
        :param done_date: the day of the visit, today if not given
        """
        self._check_may(CURATOR)
        labels = dict(self._fields["condition"]._description_selection(self.env))
        cases = self.case_id
        cases._check_text(labels.get(condition), "condition", self)
        cases._check_text(result, "result", self)
        today = fields.Date.context_today(self, self._now())
        day = fields.Date.to_date(done_date) or today
        self._check_day(day, today)
        self._transition(
            "done",
            payload={"condition": condition},
            condition=condition,
            result=result,
            done_date=day,
            closed_at=min(self._get_end_of_day(day), self._now()),
        )
        for case in cases:
            self._plan_next(case)

    def action_cancel(self, reason):
        """Cancel planned visits; the next ones are planned.

        :param reason: why the family is not visited
        """
        self._check_may(CURATOR)
        self.case_id._check_text(reason, "cancel_reason", self)
        self._cancel_planned(reason)
        for case in self.case_id:
            self._plan_next(case)

    def _cancel_planned(self, reason):
        planned = self.filtered(lambda visit: visit.state == "planned")
        planned._transition(
            "cancelled", cancel_reason=reason, closed_at=self._now(), deadline=False
        )

    @api.model
    def _plan_next(self, case):
        """Plan the next visit by the level, unless an earlier one is planned."""
        if not case.level_id or not case._is_living():
            return
        body = case.participant_id.sudo()
        term = terms.Term(case.level_id.visit_days, "calendar_days")
        due = body.calendar_id._get_due(term, self._now(), body.tz)
        day = due.steps[-1].date
        planned = case.visit_ids.filtered(lambda visit: visit.state == "planned")
        if not planned:
            self.env["social.support.visit"].create(
                {"case_id": case.id, "planned_date": day}
            )
        elif min(planned.mapped("planned_date")) > day:
            planned.sorted("planned_date")[0].write({"planned_date": day})

    def _plan_deadline(self):
        for visit in self:
            if visit.state == "planned":
                end = visit._get_end_of_day(visit.planned_date)
                visit._unlocked().write({"deadline": end})

    def _get_end_of_day(self, day):
        """Return the last second of the day where the body works, in naive UTC."""
        zone = ZoneInfo(self.case_id.participant_id.sudo()[:1].tz)
        moment = datetime.combine(day, time(23, 59, 59), zone)
        return moment.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    def _check_day(self, day, today):
        if day > today:
            raise ValidationError(
                self.env._(
                    "%(cases)s: a visit made is dated in the future. "
                    "Enter the day on which the family was visited.",
                    cases=", ".join(self.case_id.mapped("name")),
                )
            )
