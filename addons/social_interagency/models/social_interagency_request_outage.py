from odoo import api, fields, models
from odoo.exceptions import UserError

WAITING = ("sent", "received", "returned")


class SocialInteragencyRequestOutage(models.Model):
    """Outages of the parties' electronic services while the term ran.

    An outage moves no term by itself: a head may extend the term because of it, and
    a controller may dismiss a lateness.
    """

    _inherit = "social.interagency.request"

    outage_ids = fields.Many2many(
        comodel_name="social.interagency.endpoint.incident",
        string="Outages during the term",
        compute="_compute_outage_ids",
        compute_sudo=True,
        groups="base.group_user",
    )
    outage_note = fields.Text(
        string="Outage during the term",
        compute="_compute_outage_note",
        compute_sudo=True,
        groups="base.group_user",
    )

    @api.depends("addressee_id", "deadline", "sender_id", "sent_at", "state")
    def _compute_outage_ids(self):
        for request in self:
            request.outage_ids = request._get_outages()

    @api.depends("outage_ids", "state")
    @api.depends_context("lang", "tz")
    def _compute_outage_note(self):
        for request in self:
            is_waiting = request.state in WAITING
            request.outage_note = "\n".join(
                outage._get_ground() for outage in request.outage_ids if is_waiting
            )

    def _get_outages(self):
        """Return the outages of both parties' services that touch the term."""
        incidents = self.env["social.interagency.endpoint.incident"]
        if not self.sent_at:
            return incidents
        until = self.deadline or fields.Datetime.now()
        parties = self.addressee_id | self.sender_id
        return incidents.search(
            incidents._get_domain_during(parties, self.sent_at, until)
        )

    def _get_days_for(self, incident):
        """Return the working days that the outage took, as far as the rule goes.

        An outage within a day takes one; it never offers more than is left of the
        limit of extensions.
        """
        now = fields.Datetime.now()
        body = self.sudo().addressee_id
        begin = max(incident.started_at, self.sent_at)
        end = min(incident.ended_at or now, self.deadline or now)
        taken = body.calendar_id._count_working_days(begin, end, body.tz)
        left = self.term_rule_id.sudo().extension_limit - self._get_extension_used()
        return max(min(taken, left), 1)

    def _check_outage(self, incident):
        """Refuse an outage that did not touch the term of the request."""
        for request in self:
            if incident not in request.sudo().outage_ids:
                raise UserError(
                    self.env._(
                        "Request %(request)s: this outage was not in its term or "
                        "not at a service of its parties. Choose another one.",
                        request=request.name,
                    )
                )
