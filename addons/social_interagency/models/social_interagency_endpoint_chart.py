from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

DAYS = 60
MONTHS = 3
BAR, HEIGHT = 10, 90
# The scale begins at the nearest of these below the lowest figure.
FLOORS = (99, 95, 90, 50, 0)


class SocialInteragencyEndpointChart(models.Model):
    """Availability of a service by day and month, as one picture on its form."""

    _inherit = "social.interagency.endpoint"

    availability_chart = fields.Html(
        string="Availability by day",
        compute="_compute_availability_chart",
        sanitize=False,
        groups="base.group_user",
    )

    @api.depends("availability_target", "checked_until")
    @api.depends_context("lang", "uid")
    def _compute_availability_chart(self):
        for endpoint in self:
            endpoint.availability_chart = self.env["ir.qweb"]._render(
                "social_interagency.endpoint_availability_chart",
                endpoint._prepare_chart(),
            )

    def _prepare_chart(self):
        days = self._get_days()
        target = self.availability_target
        figures = [day.percent for day in days if day.measured_hours]
        floor = self._get_floor([*figures, target or 100])
        return {
            "bars": [self._prepare_bar(day, floor) for day in days],
            "lowest": floor,
            "height": HEIGHT,
            "months": self._get_months(),
            "target": target,
            "target_y": HEIGHT - self._scale(target, floor),
            "width": DAYS * BAR,
        }

    def _get_days(self):
        """Return the rows of the last days, the oldest first."""
        last = fields.Date.context_today(self)
        return self.env["social.interagency.endpoint.availability"].search(
            Domain("endpoint_id", "=", self._origin.id)
            & Domain("date", ">", last - timedelta(days=DAYS)),
            order="date",
        )

    def _prepare_bar(self, day, floor):
        past = (fields.Date.context_today(self) - day.date).days
        is_known = bool(day.measured_hours)
        size = max(self._scale(day.percent, floor), 2) if is_known else 2
        tone = "down" if day.is_below else "up"
        return {
            "tone": tone if is_known else "unknown",
            "x": (DAYS - 1 - past) * BAR,
            "y": HEIGHT - size,
            "width": BAR - 2,
            "height": size,
            "day": format_date(self.env, day.date),
            "percent": day.percent if is_known else None,
        }

    def _get_months(self):
        """Return the figures of the last months, the newest first."""
        groups = self.env["social.interagency.endpoint.availability"]._read_group(
            Domain("endpoint_id", "=", self._origin.id),
            ["date:month"],
            [
                "percent:avg",
                "measured_hours:sum",
                "down_hours:sum",
                "maintenance_hours:sum",
                "unmeasured_hours:sum",
            ],
            order="date:month desc",
            limit=MONTHS,
        )
        return [
            {
                "name": format_date(self.env, month, date_format="LLLL yyyy"),
                "percent": percent if measured else None,
                "hours": [measured, *parts],
            }
            for month, percent, measured, *parts in groups
        ]

    def _get_recent_outages(self):
        """Return the outages of the months that the figures show, the newest first."""
        first = fields.Date.context_today(self).replace(day=1)
        since = fields.Date.subtract(first, months=MONTHS - 1)
        return self.incident_ids.filtered_domain(
            Domain("ended_at", "=", False) | Domain("ended_at", ">=", since)
        )

    @api.model
    def _get_floor(self, figures):
        return next(floor for floor in FLOORS if floor <= min(figures))

    @api.model
    def _scale(self, percent, floor):
        """Return the height of a figure on a scale from the floor to 100."""
        return round((percent - floor) * HEIGHT / (100 - floor), 1)
