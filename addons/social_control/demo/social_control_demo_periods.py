from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

CLOSED_MONTHS = 11
CLOSED_QUARTERS = 4
MONTHS_OF_QUARTER = 3


class SocialControlDemoPeriods(models.AbstractModel):
    """Periods of evaluation over invented papers: closed ones and an open quarter."""

    _inherit = "social.control.demo"

    @api.model
    def _load(self):
        super()._load()
        if not self.env["social.control.period"].search_count([], limit=1):
            self._load_periods()

    def _load_periods(self):
        today = fields.Date.today()
        for ago in range(CLOSED_QUARTERS, 0, -1):
            day = today - relativedelta(months=MONTHS_OF_QUARTER * ago)
            self._close_period("quarter", day.year, self._get_quarter(day))
        for ago in range(CLOSED_MONTHS, 0, -1):
            day = today - relativedelta(months=ago)
            self._close_period("month", day.year, day.month)
        self._create_period("quarter", today.year, self._get_quarter(today))

    def _get_quarter(self, day):
        return (day.month + MONTHS_OF_QUARTER - 1) // MONTHS_OF_QUARTER

    def _close_period(self, kind, year, number):
        period = self._create_period(kind, year, number)
        self._as("control_head", period).action_close()

    def _create_period(self, kind, year, number):
        return self._as("control_head", self.env["social.control.period"]).create(
            {
                "kind": kind,
                "year": year,
                "number": number,
                "participant_id": self._participant("ministry").id,
            }
        )
