from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import babel_locale_parse

from ..tools.zones import name_zone

CLOCK_FORMAT = "%H:%M:%S"
LAST_SECOND = "23:59:59"


class SocialInteragencyTermRuleExplanation(models.Model):
    """The words in which a deadline explains itself, day by day."""

    _inherit = "social.interagency.term.rule"

    @api.model
    def _prepare_explanation(self, explanation):
        """Return what the template ``deadline_explanation`` shows.

        :param explanation: JSON that ``_due`` has made, in any later language
        """
        return {
            "term": self._get_term_text(explanation),
            "legal_basis": explanation["legal_basis"],
            "calendar": explanation["calendar"],
            "event": self._format_moment(explanation["event_at"]),
            "due": self._format_moment(explanation["due_at"]),
            "zone": self._get_zone_text(explanation),
            "days": [self._prepare_day(day) for day in explanation["days"]],
        }

    @api.model
    def _prepare_day(self, day):
        """Return one line of the ribbon."""
        weekdays = babel_locale_parse(self.env.lang).days["format"]["abbreviated"]
        return {
            "date": format_date(self.env, day["date"]),
            "weekday": weekdays[day["weekday"]],
            "number": day["number"],
            "is_counted": day["number"] is not None,
            "reason": self._get_reason_text(day),
        }

    @api.model
    def _get_reason_text(self, day):
        labels = {
            "event": self.env._("day of the event, not counted"),
            "working": self.env._("working day"),
            "working_weekend": self.env._("working weekend"),
            "shortened": self.env._("shortened working day"),
            "weekend": self.env._("day off"),
            "off": self.env._("holiday or moved day off"),
            "calendar": self.env._("calendar day"),
            "month": self.env._("end of a month of the term"),
            "hours": self.env._("hours up to the end of the day"),
            "moved": self.env._("the end moves to this working day"),
        }
        named = [labels[day["reason"]], day["name"], day["act"]]
        return ", ".join(filter(None, named))

    @api.model
    def _get_zone_text(self, explanation):
        zone = ZoneInfo(explanation["tz"])
        due_at = fields.Datetime.to_datetime(explanation["due_at"])
        locale = babel_locale_parse(self.env.lang)
        return name_zone(zone, due_at.replace(tzinfo=zone), locale)

    @api.model
    def _format_moment(self, text):
        """Return a local moment as a date, with its hour unless it ends the day."""
        moment = fields.Datetime.to_datetime(text)
        day, clock = format_date(self.env, moment.date()), moment.strftime(CLOCK_FORMAT)
        if clock == LAST_SECOND:
            return self.env._("%s, until the end of the day", day)
        return f"{day} {clock}"
