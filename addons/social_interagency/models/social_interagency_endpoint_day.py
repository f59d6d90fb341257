from odoo import api, fields, models
from odoo.tools import SQL

KEPT_PARAMETER = "social_interagency.endpoint_check_days"
DEFAULT_KEPT = 60
REMOVE_BATCH = 50_000

# The longest life of a check is three days: an older one says nothing of the day.
_FIGURES = """
    WITH first AS (
        SELECT endpoint.id AS endpoint_id, participant.tz,
               max(day.date) + 1 AS next_date, endpoint.registered_at
          FROM social_interagency_endpoint endpoint
          JOIN social_interagency_participant participant
            ON participant.id = endpoint.participant_id
     LEFT JOIN social_interagency_endpoint_day day ON day.endpoint_id = endpoint.id
         WHERE endpoint.active
      GROUP BY endpoint.id, participant.tz
    ), day AS (
        SELECT first.endpoint_id, moment::date AS date,
               GREATEST(
                   moment AT TIME ZONE first.tz AT TIME ZONE 'UTC',
                   CASE WHEN first.next_date IS NULL THEN first.registered_at END
               ) AS since,
               LEAST(
                   (moment + interval '1 day') AT TIME ZONE first.tz
                       AT TIME ZONE 'UTC',
                   %(now)s
               ) AS until,
               moment + interval '1 day'
                   <= %(now)s AT TIME ZONE 'UTC' AT TIME ZONE first.tz AS is_over
          FROM first
    CROSS JOIN LATERAL generate_series(
                   COALESCE(
                       first.next_date,
                       (first.registered_at AT TIME ZONE 'UTC'
                        AT TIME ZONE first.tz)::date
                   )::timestamp,
                   %(now)s AT TIME ZONE 'UTC' AT TIME ZONE first.tz,
                   interval '1 day'
               ) AS moment
    ), span AS (
        SELECT probe.endpoint_id, probe.state, probe.latency_ms, probe.at AS since,
               LEAST(
                   probe.valid_until,
                   lead(probe.at) OVER (
                       PARTITION BY probe.endpoint_id ORDER BY probe.at, probe.id
                   )
               ) AS until
          FROM social_interagency_endpoint_check probe
          JOIN (SELECT endpoint_id, min(since) AS since
                  FROM day GROUP BY endpoint_id) start
            ON start.endpoint_id = probe.endpoint_id
           AND probe.at >= start.since - interval '3 days'
           AND probe.valid_until > start.since
           AND probe.at <= %(now)s
    ), piece AS (
        SELECT day.endpoint_id, day.date, span.state, span.latency_ms,
               GREATEST(span.since, day.since) AS since,
               LEAST(span.until, day.until) AS until,
               span.since >= day.since AS is_own
          FROM day
          JOIN span ON span.endpoint_id = day.endpoint_id
           AND span.since <= day.until AND span.until > day.since
    ), measured AS (
        SELECT piece.endpoint_id, piece.date,
               sum(extract(epoch FROM piece.until - piece.since) - planned.seconds)
                   FILTER (WHERE piece.state = 'up') AS up,
               sum(extract(epoch FROM piece.until - piece.since) - planned.seconds)
                   FILTER (WHERE piece.state = 'down') AS down,
               count(*) FILTER (WHERE piece.is_own) AS checks,
               count(*) FILTER (WHERE piece.is_own AND piece.state = 'down')
                   AS failures,
               avg(piece.latency_ms) FILTER (WHERE piece.is_own
                   AND piece.state = 'up') AS latency
          FROM piece
    CROSS JOIN LATERAL (
                   SELECT COALESCE(sum(extract(epoch FROM
                              LEAST(plan.end_at, piece.until)
                              - GREATEST(plan.start_at, piece.since))), 0) AS seconds
                     FROM social_interagency_endpoint_maintenance plan
                    WHERE plan.endpoint_id = piece.endpoint_id
                      AND plan.start_at < piece.until AND plan.end_at > piece.since
               ) planned
      GROUP BY piece.endpoint_id, piece.date
    ), planned AS (
        SELECT day.endpoint_id, day.date,
               sum(extract(epoch FROM LEAST(plan.end_at, day.until)
                           - GREATEST(plan.start_at, day.since))) AS seconds
          FROM day
          JOIN social_interagency_endpoint_maintenance plan
            ON plan.endpoint_id = day.endpoint_id
           AND plan.start_at < day.until AND plan.end_at > day.since
      GROUP BY day.endpoint_id, day.date
    )
    SELECT day.endpoint_id, day.date, day.is_over,
           round(COALESCE(measured.up, 0))::int AS up_seconds,
           round(COALESCE(measured.down, 0))::int AS down_seconds,
           round(COALESCE(planned.seconds, 0))::int AS maintenance_seconds,
           round(GREATEST(extract(epoch FROM day.until - day.since)
                 - COALESCE(measured.up, 0) - COALESCE(measured.down, 0)
                 - COALESCE(planned.seconds, 0), 0))::int AS unmeasured_seconds,
           COALESCE(measured.checks, 0)::int AS check_count,
           COALESCE(measured.failures, 0)::int AS failure_count,
           round(COALESCE(measured.latency, 0))::int AS latency_ms
      FROM day
 LEFT JOIN measured ON measured.endpoint_id = day.endpoint_id
       AND measured.date = day.date
 LEFT JOIN planned ON planned.endpoint_id = day.endpoint_id
       AND planned.date = day.date
     WHERE day.since < day.until
"""
_ROLL_UP = """
    INSERT INTO social_interagency_endpoint_day (
        endpoint_id, date, up_seconds, down_seconds, maintenance_seconds,
        unmeasured_seconds, check_count, failure_count, latency_ms
    )
    SELECT endpoint_id, date, up_seconds, down_seconds, maintenance_seconds,
           unmeasured_seconds, check_count, failure_count, latency_ms
      FROM (%(figures)s) figures
     WHERE is_over
    ON CONFLICT DO NOTHING
    RETURNING id
"""
_REMOVE = """
    DELETE FROM social_interagency_endpoint_check
     WHERE id IN (
        SELECT probe.id
          FROM social_interagency_endpoint_check probe
          JOIN (SELECT endpoint_id, max(date) AS date
                  FROM social_interagency_endpoint_day GROUP BY endpoint_id) day
            ON day.endpoint_id = probe.endpoint_id
         WHERE probe.at < %(before)s AND probe.at < day.date
         LIMIT %(limit)s
     )
    RETURNING id
"""


class SocialInteragencyEndpointDay(models.Model):
    """The figures of a day that is over, in the time zone of the service's owner.

    They stay when the checks of that day are removed.
    """

    _name = "social.interagency.endpoint.day"
    _description = "Day of an electronic service"
    _inherit = ["social.evidence.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"
    _log_access = False

    _code_fields = frozenset(
        {
            "endpoint_id",
            "date",
            "up_seconds",
            "down_seconds",
            "maintenance_seconds",
            "unmeasured_seconds",
            "check_count",
            "failure_count",
            "latency_ms",
        }
    )

    endpoint_id = fields.Many2one(
        comodel_name="social.interagency.endpoint",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    date = fields.Date(required=True, readonly=True)
    up_seconds = fields.Integer(readonly=True)
    down_seconds = fields.Integer(readonly=True)
    maintenance_seconds = fields.Integer(readonly=True)
    unmeasured_seconds = fields.Integer(readonly=True)
    check_count = fields.Integer(readonly=True)
    failure_count = fields.Integer(readonly=True)
    latency_ms = fields.Integer(readonly=True, aggregator="avg")

    _endpoint_date_unique = models.UniqueIndex(
        "(endpoint_id, date)", "This day of the electronic service has its figures."
    )

    @api.model
    def _get_figures_sql(self):
        """Return the figures of each day that is not rolled up, today included."""
        return SQL(_FIGURES, now=fields.Datetime.now())

    @api.model
    def _roll_up(self):
        """Keep the figures of the days that are over and return their number."""
        self.env.flush_all()
        figures = self._get_figures_sql()
        return len(self.env.execute_query(SQL(_ROLL_UP, figures=figures)))

    @api.autovacuum
    def _gc_checks(self):
        """Roll finished days up, then remove their checks when they are old."""
        self._roll_up()
        get_param = self.env["ir.config_parameter"].sudo().get_param
        days = int(get_param(KEPT_PARAMETER, DEFAULT_KEPT))
        before = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        removed = self._remove_checks(before)
        return removed, removed == REMOVE_BATCH

    @api.model
    def _remove_checks(self, before):
        """Remove a batch of checks of rolled-up days and return how many."""
        checks = self.env["social.interagency.endpoint.check"]
        rows = self.env.execute_query(SQL(_REMOVE, before=before, limit=REMOVE_BATCH))
        checks.invalidate_model()
        return len(rows)
