from datetime import date
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.indicators import Span
from ..tools.selections import PERIOD_KINDS
from .social_control_document_mixin import HEAD

MONTHS = {"month": 1, "quarter": 3, "year": 12}


class SocialControlPeriod(models.Model):
    """A month, quarter or year of the evaluation of interaction (clause §7е).

    While it is open its figures are counted at each look; closing takes them into a
    snapshot, and what happens to the records later does not touch it.
    """

    _name = "social.control.period"
    _description = "Period of evaluation"
    _inherit = ["social.control.document.mixin"]
    _order = "date_from desc, id desc"
    _journal_field = "period_id"

    _transitions = {"draft": {"closed"}}
    _code_fields = frozenset(
        {"counted_at", "closed_by_id", "regulation_id", "digest", "value_ids"}
    )
    _content_fields = frozenset({"kind", "year", "number"})

    state = fields.Selection(
        selection=[("draft", "Not closed"), ("closed", "Closed")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
    )
    officer_id = fields.Many2one(string="Responsible")
    kind = fields.Selection(selection=PERIOD_KINDS, required=True, default="quarter")
    year = fields.Integer(
        required=True,
        default=lambda self: self._default_first_day().year,
        aggregator=False,
    )
    number = fields.Integer(
        string="Which of the year",
        required=True,
        default=lambda self: (self._default_first_day().month + 2) // 3,
        aggregator=False,
        help="The number of the month or of the quarter; 1 for a year.",
    )
    date_from = fields.Date(
        string="From", compute="_compute_dates", store=True, precompute=True
    )
    date_to = fields.Date(
        string="Until", compute="_compute_dates", store=True, precompute=True
    )
    counted_at = fields.Datetime(string="Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        comodel_name="res.users", string="Closed by", readonly=True, copy=False
    )
    regulation_id = fields.Many2one(
        comodel_name="social.interagency.regulation",
        string="Regulation in force",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    digest = fields.Char(string="SHA-256 of the figures", readonly=True, copy=False)
    is_intact = fields.Boolean(
        string="The figures are those of the closing", compute="_compute_is_intact"
    )
    value_ids = fields.One2many(
        comodel_name="social.control.indicator.value",
        inverse_name="period_id",
        string="Figures",
        readonly=True,
    )
    total_ids = fields.One2many(
        comodel_name="social.control.indicator.value",
        inverse_name="period_id",
        string="Figures of the whole",
        domain=[("part_kind", "=", "total")],
        readonly=True,
    )
    can_close = fields.Boolean(compute="_compute_can_close")
    journal_ids = fields.One2many(
        comodel_name="social.control.journal", inverse_name="period_id"
    )

    _period_unique = models.UniqueIndex(
        "(participant_id, kind, year, number)",
        "The body has this period already. Open it instead of a new one.",
    )
    _year_sane = models.Constraint(
        "CHECK(year BETWEEN 2015 AND 2100)", "Enter the year of the period in full."
    )

    @api.model
    def _default_first_day(self):
        """Return the first day of the last quarter that is over."""
        today = fields.Date.context_today(self)
        first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
        return first - relativedelta(months=3)

    @api.depends("kind", "year", "number")
    def _compute_dates(self):
        for period in self:
            months = MONTHS[period.kind]
            period.date_from = period.date_to = False
            if period.year and 0 < period.number <= 12 // months:
                first = date(period.year, (period.number - 1) * months + 1, 1)
                period.date_from = first
                period.date_to = first + relativedelta(months=months, days=-1)

    @api.depends("kind", "date_from", "number", "year")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for period in self:
            period.display_name = period._get_title()

    @api.depends("digest", "state")
    def _compute_is_intact(self):
        values = self.env["social.control.indicator.value"]
        for period in self:
            period.is_intact = (
                period.state == "closed" and values._get_digest(period) == period.digest
            )

    @api.depends("state", "participant_id", "date_to")
    @api.depends_context("uid")
    def _compute_can_close(self):
        for period in self:
            period.can_close = not period._why_not_close()

    @api.constrains("kind", "number")
    def _check_number(self):
        for period in self:
            if not period.date_from:
                raise ValidationError(
                    self.env._(
                        "Period %(period)s: a year has %(count)s periods of this kind. "
                        "Enter a number from 1 to %(count)s.",
                        period=period.name,
                        count=12 // MONTHS[period.kind],
                    )
                )

    def action_view_figures(self):
        """Open the figures: of the snapshot, or counted now while it is open."""
        return self._get_figures_action(
            "social_control_figure_action", "social_control_indicator_value_action"
        )

    def action_view_rating(self):
        """Open the figures of the participants in the order of their places."""
        return self._get_figures_action(
            "social_control_figure_rating_action",
            "social_control_indicator_value_rating_action",
        )

    def action_order_workbook(self):
        """Open the order of a workbook with the figures of the period."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_interagency.social_workbook_order_action"
        )
        action["context"] = {
            "default_kind": "control_indicators",
            "default_period_from": self.date_from,
            "default_period_to": self.date_to,
        }
        return action

    def action_close(self):
        """Close the periods: their figures are taken into snapshots that stay."""
        for period in self:
            if reason := period._why_not_close():
                raise UserError(reason)
            period._lock_for_transition()
            period._check_transition("closed")
            period._do_close()

    def _get_subjects(self):
        return self.env["social.interagency.participant"]

    def _get_title(self):
        if not self.date_from:
            return self.name
        if self.kind == "month":
            month = format_date(self.env, self.date_from, date_format="LLLL yyyy")
            return month.capitalize()
        if self.kind == "quarter":
            return self.env._(
                "Quarter %(number)s of %(year)s",
                number=self.number,
                year=str(self.year),
            )
        return self.env._("Year %(year)s", year=str(self.year))

    def _get_span(self):
        """Return the days of the period and the moment of counting."""
        zone = ZoneInfo(self.participant_id.sudo().tz or "Europe/Moscow")
        return Span(self.date_from, self.date_to, zone, self.counted_at or self._now())

    def _why_not_close(self):
        """Return why the user cannot close the period now."""
        if reason := self._why_not(HEAD):
            return reason
        indicators = self.env["social.control.indicator"]
        if not indicators._is_controller():
            return self.env._(
                "%(period)s: the figures of all participants are closed by the body "
                "that the regulation names for control: %(body)s. Ask its head.",
                period=self.display_name,
                body=indicators._get_controller_sudo().name or "–",
            )
        if self.date_to and self._get_span().as_moments()[1] > self._now():
            return self.env._(
                "%(period)s is not over: its last day is %(day)s. Close it afterwards.",
                period=self.display_name,
                day=format_date(self.env, self.date_to),
            )
        if self.state != "draft":
            return self._explain_refused_transition("closed")
        return ""

    def _do_close(self):
        """Count at one moment, keep the figures and journal their digest."""
        now = self._now()
        span = self._get_span()
        values = self.env["social.control.indicator.value"]
        rows = self.env["social.control.indicator"].search(Domain.TRUE)._count(span)
        count = len(values._append(self, rows))
        digest = values._get_digest(self)
        regulations = self.env["social.interagency.regulation"]
        today = fields.Date.context_today(self)
        self._transition(
            "closed",
            payload={"digest": digest, "figures": count},
            counted_at=now,
            closed_by_id=self.env.uid,
            digest=digest,
            regulation_id=regulations._get_in_force_id("art28", today, ("in_force",)),
        )

    def _count_live(self):
        """Return the figures as the user may count them now."""
        self.ensure_one()
        self.check_access("read")
        rows = (
            self.env["social.control.indicator"]
            .search(Domain.TRUE)
            ._count(self._get_span())
        )
        return self.env["social.control.figure"]._append(self, rows)

    def _get_figures_action(self, live, closed):
        self.ensure_one()
        is_closed = self.state == "closed"
        figures = self.value_ids if is_closed else self._count_live()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"social_control.{closed if is_closed else live}"
        )
        action["display_name"] = f"{action['name']}: {self.display_name}"
        action["domain"] = [("period_id", "=", self.id)]
        if not is_closed:
            action["domain"] = [("id", "in", figures.ids)]
        return action
