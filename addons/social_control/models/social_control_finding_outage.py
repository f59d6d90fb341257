from odoo import api, fields, models
from odoo.exceptions import UserError


class SocialControlFindingOutage(models.Model):
    """Outages of electronic services that may excuse a late or missing answer."""

    _inherit = "social.control.finding"

    _code_fields = frozenset({"dismissal_incident_id"})

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
    dismissal_incident_id = fields.Many2one(
        comodel_name="social.interagency.endpoint.incident",
        string="Outage that excuses",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="base.group_user",
    )

    @api.depends("request_id")
    def _compute_outage_ids(self):
        for finding in self:
            finding.outage_ids = finding.request_id.outage_ids

    @api.depends("outage_ids", "state")
    @api.depends_context("lang", "tz")
    def _compute_outage_note(self):
        for finding in self:
            is_open = finding.state in ("candidate", "confirmed")
            finding.outage_note = "\n".join(
                outage._get_ground() for outage in finding.outage_ids if is_open
            )

    def _check_outage(self, incident_id):
        """Refuse an outage that did not touch the term of the request."""
        incident = self.env["social.interagency.endpoint.incident"].browse(incident_id)
        for finding in self:
            if incident_id and incident not in finding.sudo().outage_ids:
                raise UserError(
                    self.env._(
                        "Violation %(finding)s: this outage was not in the term of "
                        "its request. Choose another one or dismiss without it.",
                        finding=finding.name,
                    )
                )
