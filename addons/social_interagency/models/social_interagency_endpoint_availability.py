from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.tools import SQL

_COLUMNS = (
    "up_seconds",
    "down_seconds",
    "maintenance_seconds",
    "unmeasured_seconds",
    "check_count",
    "failure_count",
    "latency_ms",
)


class SocialInteragencyEndpointAvailability(models.Model):
    """Availability by day: finished days as rolled up, the last ones as they go.

    Maintenance and time that was not measured are no part of the percentage.
    """

    _name = "social.interagency.endpoint.availability"
    _description = "Availability of electronic services"
    _auto = False
    _order = "date desc, endpoint_id"
    _rec_name = "endpoint_id"
    _depends = {
        "social.interagency.endpoint": [
            "active",
            "availability_target",
            "participant_id",
            "registered_at",
        ],
        "social.interagency.endpoint.check": [
            "at",
            "endpoint_id",
            "latency_ms",
            "state",
            "valid_until",
        ],
        "social.interagency.endpoint.day": ["date", "endpoint_id", *_COLUMNS],
        "social.interagency.endpoint.maintenance": [
            "end_at",
            "endpoint_id",
            "start_at",
        ],
        "social.interagency.participant": ["tz"],
    }

    endpoint_id = fields.Many2one(
        comodel_name="social.interagency.endpoint",
        string="Electronic service",
        readonly=True,
    )
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant", string="Owner", readonly=True
    )
    date = fields.Date(string="Day", readonly=True)
    up_hours = fields.Float(string="Worked, hours", readonly=True)
    down_hours = fields.Float(string="Did not work, hours", readonly=True)
    measured_hours = fields.Float(string="Measured, hours", readonly=True)
    maintenance_hours = fields.Float(string="Maintenance, hours", readonly=True)
    unmeasured_hours = fields.Float(string="Not measured, hours", readonly=True)
    percent = fields.Float(
        string="Availability, %", readonly=True, aggregator="avg", digits=(6, 3)
    )
    target = fields.Float(
        string="Required, %", readonly=True, aggregator="avg", digits=(6, 3)
    )
    is_below = fields.Boolean(string="Below the required figure", readonly=True)
    check_count = fields.Integer(string="Checks", readonly=True)
    failure_count = fields.Integer(string="Failed checks", readonly=True)
    latency_ms = fields.Integer(
        string="Time of the answer, ms", readonly=True, aggregator="avg"
    )

    @property
    def _table_query(self):
        columns = SQL(", ").join(map(SQL.identifier, _COLUMNS))
        return SQL(
            """
            SELECT endpoint.id::bigint * 100000 + (figures.date - DATE '2000-01-01')
                       AS id,
                   endpoint.id AS endpoint_id,
                   endpoint.participant_id,
                   figures.date,
                   figures.up_seconds / 3600.0 AS up_hours,
                   figures.down_seconds / 3600.0 AS down_hours,
                   (figures.up_seconds + figures.down_seconds) / 3600.0
                       AS measured_hours,
                   figures.maintenance_seconds / 3600.0 AS maintenance_hours,
                   figures.unmeasured_seconds / 3600.0 AS unmeasured_hours,
                   percent.percent,
                   NULLIF(endpoint.availability_target, 0) AS target,
                   COALESCE(percent.percent < endpoint.availability_target, false)
                       AS is_below,
                   figures.check_count,
                   figures.failure_count,
                   NULLIF(figures.latency_ms, 0) AS latency_ms
              FROM (
                    SELECT endpoint_id, date, %(columns)s
                      FROM social_interagency_endpoint_day
                 UNION ALL
                    SELECT endpoint_id, date, %(columns)s
                      FROM (%(fresh)s) fresh
                   ) figures
              JOIN social_interagency_endpoint endpoint
                ON endpoint.id = figures.endpoint_id
        CROSS JOIN LATERAL (
                    SELECT figures.up_seconds * 100.0
                           / NULLIF(figures.up_seconds + figures.down_seconds, 0)
                           AS percent
                   ) percent
            """,
            columns=columns,
            fresh=self.env["social.interagency.endpoint.day"]._get_figures_sql(),
        )

    def _read_group_select(self, aggregate_spec, query):
        """Weigh the days by the time that was measured; no data gives no figure."""
        if aggregate_spec != "percent:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%(up)s) * 100 / NULLIF(SUM(%(measured)s), 0)",
            up=self._field_to_sql(self._table, "up_hours", query),
            measured=self._field_to_sql(self._table, "measured_hours", query),
        )

    def action_view_checks(self):
        """Open the checks from which the figures of the day are counted."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_interagency.social_interagency_endpoint_check_action"
        )
        since, until = self._get_bounds()
        action["domain"] = [
            ("endpoint_id", "=", self.endpoint_id.id),
            ("at", ">=", fields.Datetime.to_string(since)),
            ("at", "<", fields.Datetime.to_string(until)),
        ]
        return action

    def _get_bounds(self):
        """Return the day's begin and end (naive UTC) where the owner sits."""
        zone = ZoneInfo(self.participant_id.tz)
        return tuple(
            datetime.combine(self.date + timedelta(days=days), time(), zone)
            .astimezone(ZoneInfo("UTC"))
            .replace(tzinfo=None)
            for days in (0, 1)
        )
