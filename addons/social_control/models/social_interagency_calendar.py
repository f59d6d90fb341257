from odoo import models
from odoo.addons.social_interagency.tools import terms


class SocialInteragencyCalendar(models.Model):
    """Working days for the dates of control events."""

    _inherit = "social.interagency.calendar"

    def _is_working_day(self, day):
        """Tell whether the date is a working day.

        :raises UserError: when the year of the date is not loaded
        """
        self.ensure_one()
        try:
            return self._get_work_calendar().is_working(day)
        except terms.YearNotLoaded as error:
            raise self._get_year_refusal(error.year) from error
