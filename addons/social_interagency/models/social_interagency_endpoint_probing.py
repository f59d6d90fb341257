from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..exchange.errors import Malformed
from ..exchange.probe import WORKERS, Target, probe_all
from ..exchange.xml import make_schema
from .social_interagency_endpoint import TECHNICIANS

# A check speaks for the service until so many intervals have passed.
HORIZON = 3


class SocialInteragencyEndpointProbing(models.Model):
    """How the program asks a service whether it works, and what it remembers."""

    _inherit = "social.interagency.endpoint"

    _code_fields = frozenset(
        {
            "next_probe_at",
            "last_check_id",
            "checked_until",
            "good_until",
            "failure_count",
            "failing_since",
            "certificate_until",
        }
    )

    is_probed = fields.Boolean(
        string="Checked by the program",
        default=True,
        help="Only services with an address for checks are checked.",
    )
    probe_url = fields.Char(
        string="Address for checks",
        compute="_compute_probe_url",
        store=True,
        readonly=False,
        precompute=True,
        groups=TECHNICIANS,
        help="An address that answers with a status of 200 to 299 without a key.",
    )
    probe_interval = fields.Integer(
        string="Interval of checks, minutes", required=True, default=5, aggregator=False
    )
    failures_to_down = fields.Integer(
        string="Failed checks in a row that make an outage",
        required=True,
        default=2,
        aggregator=False,
    )
    answer_text = fields.Char(
        string="Text of a good answer",
        groups=TECHNICIANS,
        help="The answer must contain this text; empty: any answer.",
    )
    answer_schema = fields.Text(
        string="Schema of a good answer (XSD)",
        groups=TECHNICIANS,
        help="The answer must be an XML document that follows this schema; "
        "empty: any answer.",
    )
    next_probe_at = fields.Datetime(string="Next check", readonly=True, copy=False)
    last_check_id = fields.Many2one(
        comodel_name="social.interagency.endpoint.check",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
    )
    checked_at = fields.Datetime(related="last_check_id.at", string="Last check")
    check_reason = fields.Selection(
        related="last_check_id.reason", string="Last failure"
    )
    latency_ms = fields.Integer(related="last_check_id.latency_ms", aggregator="avg")
    http_status = fields.Integer(related="last_check_id.http_status", aggregator=False)
    checked_until = fields.Datetime(
        readonly=True, copy=False, help="Until when the last check speaks for it."
    )
    good_until = fields.Datetime(
        readonly=True, copy=False, help="Until when the last good check speaks for it."
    )
    failure_count = fields.Integer(
        string="Failed checks in a row", readonly=True, copy=False, aggregator=False
    )
    failing_since = fields.Datetime(readonly=True, copy=False)
    certificate_until = fields.Datetime(
        string="Certificate valid until", readonly=True, copy=False
    )

    _due_idx = models.Index("(next_probe_at) WHERE active AND is_probed")
    _interval_bounded = models.Constraint(
        "CHECK(probe_interval BETWEEN 1 AND 1440)",
        "The interval of checks lies between 1 minute and 1440 (a day). Correct it.",
    )
    _failures_bounded = models.Constraint(
        "CHECK(failures_to_down BETWEEN 1 AND 3)",
        "One to three failed checks in a row make an outage. Correct the number.",
    )

    @api.depends("url", "channel")
    def _compute_probe_url(self):
        """Propose what answers without a key: a gateway's own description, if it is.

        Other services are asked at their address.
        """
        for endpoint in self:
            is_gateway = endpoint.url and endpoint.channel == "http"
            description = f"{(endpoint.url or '').rstrip('/')}/openapi.json"
            endpoint.probe_url = description if is_gateway else endpoint.url

    @api.constrains("probe_url")
    def _check_probe_url(self):
        for endpoint in self.filtered("probe_url"):
            endpoint._check_one_url(endpoint.probe_url)

    @api.constrains("answer_schema")
    def _check_answer_schema(self):
        for endpoint in self.filtered("answer_schema"):
            try:
                make_schema(endpoint.answer_schema.encode())
            except Malformed as error:
                raise ValidationError(
                    self.env._(
                        "Electronic service “%(name)s”: the schema of the answer is no "
                        "XSD that stands alone. Copy the whole file of the schema.",
                        name=endpoint.name,
                    )
                ) from error

    def action_probe_now(self):
        """Check the services at once, at most eight of them."""
        self.check_access("write")
        if len(self) > WORKERS:
            raise UserError(
                self.env._(
                    "At most %s electronic services are checked at once. "
                    "Choose fewer, the others are checked in their turn.",
                    WORKERS,
                )
            )
        for endpoint in self:
            if not endpoint.sudo().probe_url:
                raise UserError(endpoint._explain_no_address("probe_url"))
        targets = [endpoint.sudo()._get_target() for endpoint in self]
        for endpoint, outcome in zip(self, probe_all(targets), strict=True):
            endpoint.sudo()._record_unless_busy(outcome)

    @api.model
    def _cron_probe(self):
        """Check the services whose time has come.

        A service is claimed and let go before the network is asked: two processes
        never check it at the same time, and no transaction is open meanwhile.
        """
        cron = self.env["ir.cron"]
        while endpoints := self._claim_due():
            targets = [endpoint._get_target() for endpoint in endpoints]
            cron._commit_progress()
            for endpoint, outcome in zip(endpoints, probe_all(targets), strict=True):
                endpoint._record_unless_busy(outcome)
                left = cron._commit_progress(1)
            if not left:
                break

    @api.model
    def _get_due_domain(self):
        return (
            Domain("is_probed", "=", True)
            & Domain("probe_url", "!=", False)
            & (
                Domain("next_probe_at", "=", False)
                | Domain("next_probe_at", "<=", "now")
            )
        )

    @api.model
    def _claim_due(self):
        due = self.search(
            self._get_due_domain(), limit=WORKERS, order="next_probe_at, id"
        )
        claimed = due.try_lock_for_update()
        claimed._plan_next_probe()
        return claimed

    def _plan_next_probe(self):
        for endpoint in self:
            next_at = self._now() + timedelta(minutes=endpoint.probe_interval)
            endpoint._unlocked().write({"next_probe_at": next_at})

    def _record_unless_busy(self, outcome):
        """Record a check; a service that somebody changes now waits for the next."""
        if self.try_lock_for_update():
            self._record(outcome)

    def _get_target(self):
        return Target(
            url=self.probe_url,
            timeout=self.timeout,
            schema=self.answer_schema or "",
            text=self.answer_text or "",
        )

    def _record(self, outcome):
        """Add a check to the service and follow the outage that begins or ends."""
        self.ensure_one()
        check = self.env["social.interagency.endpoint.check"]._add(self, outcome)
        self._unlocked().write(self._prepare_memory(check))
        self.env["social.interagency.endpoint.incident"]._follow(self, check)

    def _prepare_memory(self, check):
        """Return what the service remembers of its last check."""
        values = {"last_check_id": check.id, "checked_until": check.valid_until}
        if check.certificate_until:
            values["certificate_until"] = check.certificate_until
        if check.state == "up":
            values["good_until"] = check.valid_until
            return values | {"failure_count": 0, "failing_since": False}
        if check.is_planned:
            return values
        is_next = bool(self.failure_count) and self.checked_until >= check.at
        return values | {
            "failure_count": self.failure_count + 1 if is_next else 1,
            "failing_since": self.failing_since if is_next else check.at,
        }
