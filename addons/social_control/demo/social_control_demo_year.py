from datetime import date
from typing import NamedTuple

from odoo import api, fields, models

RECENT_DAYS = 60
YEAR_DAYS = 365


class Event(NamedTuple):
    """An event of the plan, what failed and how its prescription ended."""

    month: int
    regime: str
    subject: str
    form: str
    failed: tuple = ()
    is_on_time: bool = True


EVENTS = (
    Event(1, "interaction", "employment", "documentary", (3,)),
    Event(2, "departmental", "boarding", "on_site", (2, 6)),
    Event(3, "state", "warm_home", "on_site", (2,), is_on_time=False),
    Event(4, "interaction", "health", "documentary", (3, 4)),
    Event(5, "departmental", "center", "documentary", (4,)),
    Event(6, "state", "nurse", "documentary"),
    Event(7, "interaction", "district", "on_site", (3,), is_on_time=False),
    Event(8, "departmental", "boarding", "on_site", (2, 5)),
    Event(9, "state", "warm_home", "documentary", (2, 4)),
    Event(10, "interaction", "tax", "documentary", (3,)),
    Event(11, "departmental", "center", "on_site", (6,), is_on_time=False),
    Event(12, "state", "warm_home", "documentary"),
)


class SocialControlDemoYear(models.AbstractModel):
    """The rest of the year: an event each month, held from its order to its end."""

    _inherit = "social.control.demo"

    @api.model
    def _load(self):
        is_empty = not self.env["social.control.plan"].search_count([], limit=1)
        super()._load()
        if is_empty:
            self._load_year()
            while self.env["social.journal.seal"]._seal():
                continue

    def _load_year(self):
        """Hold what was planned before the recent days, of the last year too."""
        last_year = fields.Date.today().year - 1
        for regime in dict.fromkeys(event.regime for event in EVENTS):
            if self._get_events(regime, last_year):
                self._load_plan(regime, last_year)
        for plan in self.env["social.control.plan"].search([], order="year, id"):
            events = self._get_events(plan.regime, plan.year)
            first = len(plan.line_ids) - len(events)
            lines = plan.line_ids.sorted("id")[first:]
            for line, event in zip(lines, events, strict=True):
                if line.planned_date < fields.Date.today():
                    self._hold_event(line, event)

    def _prepare_events(self, regime, year):
        is_current = year == fields.Date.today().year
        recent = super()._prepare_events(regime, year) if is_current else []
        return recent + [
            self._prepare_event(
                regime, event.subject, event.form, self._get_event_day(event, year)
            )
            for event in self._get_events(regime, year)
        ]

    def _get_events(self, regime, year):
        """Return the events of the plan but those around today, which are made so."""
        return [
            event
            for event in EVENTS
            if event.regime == regime
            and self._is_wanted(self._get_event_day(event, year))
        ]

    def _is_wanted(self, day):
        days_ago = (fields.Date.today() - day).days
        return RECENT_DAYS <= days_ago <= YEAR_DAYS or days_ago < -RECENT_DAYS / 2

    def _get_event_day(self, event, year):
        """Return a working day in the middle of the month of the event."""
        return self._get_day((date(year, event.month, 12) - fields.Date.today()).days)

    def _hold_event(self, line, event):
        """Hold an event up to the prescription that is met, and close it."""
        days_ago = (fields.Date.today() - line.planned_date).days
        inspection = self._draft(line)
        self._hold(inspection, days_ago, failed=event.failed)
        if inspection.finding_ids:
            order = self._draft_order(inspection.finding_ids)
            proved = days_ago - (12 if event.is_on_time else 36)
            self._carry_met(order, days_ago - 6, proved)
        moment = self._get_moment(40 - days_ago)
        self._as("control_head", inspection.finding_ids)._at(moment).action_close()
        self._as("control_head", inspection)._at(moment).action_close()
