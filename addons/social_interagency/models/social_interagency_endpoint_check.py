from datetime import timedelta

from odoo import api, fields, models

from .social_interagency_endpoint_probing import HORIZON

REASONS = [
    ("address", "The address must not be called"),
    ("certificate", "The certificate is not trusted or has ended"),
    ("cut", "The connection broke"),
    ("name", "The name of the server is not found"),
    ("redirect", "The answer leads to another server"),
    ("refused", "The server takes no connections"),
    ("schema", "The answer does not follow its schema"),
    ("size", "The answer is larger than 1 MB"),
    ("status", "The status of the answer is not that of success"),
    ("text", "The answer lacks the expected text"),
    ("timeout", "No answer within the time-out"),
    ("tls", "No secure connection could be made"),
]


class SocialInteragencyEndpointCheck(models.Model):
    """One check of an electronic service (order 889н, clause §6г)."""

    _name = "social.interagency.endpoint.check"
    _description = "Check of an electronic service"
    _inherit = ["social.evidence.mixin"]
    _order = "at desc, id desc"
    _rec_name = "at"
    _log_access = False

    _code_fields = frozenset(
        {
            "endpoint_id",
            "at",
            "valid_until",
            "state",
            "is_planned",
            "reason",
            "http_status",
            "latency_ms",
            "certificate_until",
        }
    )

    endpoint_id = fields.Many2one(
        comodel_name="social.interagency.endpoint",
        string="Electronic service",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    at = fields.Datetime(string="Moment", required=True, readonly=True)
    valid_until = fields.Datetime(
        required=True,
        readonly=True,
        help="Without a newer check the service is not measured after this moment.",
    )
    state = fields.Selection(
        selection=[("up", "Works"), ("down", "Does not work")],
        string="Result",
        required=True,
        readonly=True,
    )
    is_planned = fields.Boolean(string="During planned maintenance", readonly=True)
    reason = fields.Selection(selection=REASONS, readonly=True)
    http_status = fields.Integer(string="HTTP status", readonly=True, aggregator=False)
    latency_ms = fields.Integer(
        string="Time of the answer, ms", readonly=True, aggregator="avg"
    )
    certificate_until = fields.Datetime(string="Certificate valid until", readonly=True)

    _endpoint_at_idx = models.Index("(endpoint_id, at DESC, id DESC)")
    _at_idx = models.Index("(at)")
    _failure_reasoned = models.Constraint(
        "CHECK((state = 'up') = (reason IS NULL))",
        "A failed check has its reason, a good one has none.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        """Let only the daily roll-up remove old checks."""
        if not self._is_unlocked():
            super()._unlink_except_always()

    @api.model
    def _add(self, endpoint, outcome):
        """Return the new check of the endpoint.

        :param outcome: an ``exchange.probe.Outcome``
        """
        now = self._now()
        life = timedelta(minutes=endpoint.probe_interval * HORIZON)
        return self._unlocked().create(
            {
                "endpoint_id": endpoint.id,
                "at": now,
                "valid_until": now + life,
                "state": "up" if outcome.is_good else "down",
                "is_planned": bool(endpoint._get_maintenance(now)),
                "reason": outcome.reason or False,
                "http_status": outcome.http_status,
                "latency_ms": outcome.latency_ms,
                "certificate_until": outcome.certificate_until,
            }
        )
