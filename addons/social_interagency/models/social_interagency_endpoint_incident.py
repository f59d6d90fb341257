from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from .social_interagency_endpoint_check import REASONS

OPERATOR = "social_interagency.group_operator"
OUTAGE = "social_interagency.mail_activity_type_endpoint_outage"


class SocialInteragencyEndpointIncident(models.Model):
    """An outage: from the first failed check to the first good one."""

    _name = "social.interagency.endpoint.incident"
    _description = "Outage of an electronic service"
    _inherit = ["social.evidence.mixin"]
    _order = "started_at desc, id desc"

    _code_fields = frozenset(
        {"endpoint_id", "participant_id", "started_at", "ended_at", "reason"}
        | {"failure_count"}
    )

    endpoint_id = fields.Many2one(
        comodel_name="social.interagency.endpoint",
        string="Electronic service",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Owner at that time",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    started_at = fields.Datetime(string="Began", required=True, readonly=True)
    ended_at = fields.Datetime(string="Ended", readonly=True)
    reason = fields.Selection(
        selection=REASONS, string="First sign", required=True, readonly=True
    )
    failure_count = fields.Integer(string="Failed checks", required=True, readonly=True)
    duration = fields.Float(
        string="Duration, hours", compute="_compute_duration", store=True
    )
    cause = fields.Text(help="What was found and done, in words of the operator.")

    _open_unique = models.UniqueIndex(
        "(endpoint_id) WHERE ended_at IS NULL",
        "This electronic service has an outage that has not ended. Open that one.",
    )
    _period_ordered = models.Constraint(
        "CHECK(ended_at >= started_at)",
        "An outage cannot end before it begins.",
    )
    _period_idx = models.Index("(participant_id, started_at)")

    @api.depends("started_at", "ended_at", "endpoint_id", "reason")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for incident in self:
            incident.display_name = self.env._(
                "%(service)s: outage of %(period)s",
                service=incident.endpoint_id.sudo().name,
                period=incident._get_period(),
            )

    @api.depends("started_at", "ended_at")
    def _compute_duration(self):
        for incident in self:
            end = incident.ended_at or incident.started_at
            hours = end and (end - incident.started_at).total_seconds() / 3600
            incident.duration = hours or 0

    @api.model
    def _follow(self, endpoint, check):
        """Begin, lengthen or end the outage of the service after a check of it."""
        incident = endpoint._get_incident()
        if check.state == "up":
            incident._end(check.at)
        elif check.is_planned:
            return
        elif incident:
            incident._unlocked().write({"failure_count": incident.failure_count + 1})
        elif endpoint.failure_count >= endpoint.failures_to_down:
            self._begin(endpoint, check)

    @api.model
    def _begin(self, endpoint, check):
        incident = self._unlocked().create(
            {
                "endpoint_id": endpoint.id,
                "participant_id": endpoint.participant_id.id,
                "started_at": endpoint.failing_since,
                "reason": check.reason,
                "failure_count": endpoint.failure_count,
            }
        )
        endpoint._journal("outage_began", {"incident": incident.id})
        for user in incident._get_notified_users():
            incident._for_user(user)._tell_begin(user)

    def _end(self, moment):
        """End the outages and tell it once to those who follow the service."""
        for incident in self:
            incident._close(moment)
            incident._for_user(incident._get_notified_users()[:1])._tell_end()

    def _close(self, moment):
        """Let the outages last no longer: their services are asked no more."""
        self._unlocked().write({"ended_at": moment})
        for incident in self:
            incident.endpoint_id.sudo().activity_unlink([OUTAGE])
            incident.endpoint_id._journal("outage_ended", {"incident": incident.id})

    def _tell_begin(self, user):
        self.endpoint_id.sudo().activity_schedule(
            OUTAGE, user_id=user.id, note=self.display_name
        )

    def _tell_end(self):
        self.endpoint_id.sudo().message_post(
            body=self.env._(
                "The electronic service works again. %(outage)s.",
                outage=self.display_name,
            )
        )

    def _for_user(self, user):
        """Return the outage in the words and the time zone of the user."""
        zone = user.tz or "Europe/Moscow"
        return self.with_context(lang=user.lang or self.env.lang, tz=zone)

    def _get_notified_users(self):
        """Return the responsible person, or every operator if there is none."""
        responsible_sudo = self.endpoint_id.sudo().responsible_id
        return responsible_sudo or self.env.ref(OPERATOR).sudo().all_user_ids

    def _get_ground(self):
        """Return the sentence by which a paper refers to the outage."""
        endpoint_sudo = self.endpoint_id.sudo()
        return self.env._(
            "The electronic service “%(service)s” (%(owner)s) did not work: "
            "%(period)s. %(reason)s.",
            service=endpoint_sudo.name,
            owner=endpoint_sudo.participant_id.name,
            period=self._get_period(),
            reason=dict(self._fields["reason"]._description_selection(self.env))[
                self.reason
            ],
        )

    def _get_period(self):
        """Return the time of the outage in words, in the user's time zone."""
        begin, end = (
            moment and format_datetime(self.env, moment, dt_format="short")
            for moment in (self.started_at, self.ended_at)
        )
        if end:
            return self.env._("%(begin)s to %(end)s", begin=begin, end=end)
        return self.env._("%s, not ended", begin)

    @api.model
    def _get_domain_during(self, participants, since, until):
        """Return the outages of the participants' services that touch the period.

        An outage that has not ended lasts as long as the checks speak of it.
        """
        lasting = Domain("ended_at", "=", False) & Domain(
            "endpoint_id.checked_until", ">", since
        )
        return (
            Domain("participant_id", "in", participants.ids)
            & Domain("started_at", "<", until)
            & (Domain("ended_at", ">", since) | lasting)
        )
