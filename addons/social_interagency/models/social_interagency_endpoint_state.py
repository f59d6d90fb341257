from odoo import api, fields, models
from odoo.fields import Domain


class SocialInteragencyEndpointState(models.Model):
    """Whether a service works now: derived from its checks, never stored."""

    _inherit = "social.interagency.endpoint"

    state = fields.Selection(
        selection=[
            ("up", "Works"),
            ("down", "Does not work"),
            ("maintenance", "Maintenance"),
            ("not_measured", "Not measured"),
        ],
        compute="_compute_state",
        compute_sudo=True,
        search="_search_state",
    )
    check_ids = fields.One2many(
        comodel_name="social.interagency.endpoint.check",
        inverse_name="endpoint_id",
        string="Checks",
        groups="base.group_user",
    )
    maintenance_ids = fields.One2many(
        comodel_name="social.interagency.endpoint.maintenance",
        inverse_name="endpoint_id",
        string="Planned maintenance",
    )
    incident_ids = fields.One2many(
        comodel_name="social.interagency.endpoint.incident",
        inverse_name="endpoint_id",
        string="Outages",
        groups="base.group_user",
    )
    incident_count = fields.Integer(
        string="Number of outages", compute="_compute_incident_count"
    )

    @api.depends(
        "checked_until",
        "good_until",
        "incident_ids.ended_at",
        "maintenance_ids.start_at",
        "maintenance_ids.end_at",
    )
    def _compute_state(self):
        rest = self
        for state, domain in self._state_domains().items():
            matching = rest.filtered_domain(domain)
            matching.state = state
            rest -= matching

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._state_domains()
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("incident_ids")
    def _compute_incident_count(self):
        groups = self.env["social.interagency.endpoint.incident"]._read_group(
            Domain("endpoint_id", "in", self.ids), ["endpoint_id"], ["__count"]
        )
        counts = dict(groups)
        for endpoint in self:
            endpoint.incident_count = counts.get(endpoint, 0)

    def write(self, vals):
        if vals.get("active") is False:
            self._get_incident()._close(self._now())
        return super().write(vals)

    def action_view_checks(self):
        """Open the checks of the service."""
        return self._open_rows("check")

    def action_view_incidents(self):
        """Open the outages of the service."""
        return self._open_rows("incident")

    def action_view_availability(self):
        """Open the availability of the service by day and month."""
        return self._open_rows("availability")

    def _open_rows(self, kind):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"social_interagency.social_interagency_endpoint_{kind}_action"
        )
        action["domain"] = [("endpoint_id", "=", self.id)]
        return action

    @api.model
    def _state_domains(self):
        """Return the partition of services by state: exactly one matches.

        Silence is never up: without a good check that still speaks for the service
        it is not measured.
        """
        plans = self.env["social.interagency.endpoint.maintenance"]
        planned = Domain("maintenance_ids", "any!", plans._get_domain_in_force())
        broken = Domain("incident_ids", "any!", [("ended_at", "=", False)])
        down = ~planned & broken & Domain("checked_until", ">=", "now")
        up = ~planned & ~broken & Domain("good_until", ">=", "now")
        return {
            "maintenance": planned,
            "down": down,
            "up": up,
            "not_measured": ~planned & ~down & ~up,
        }

    def _get_maintenance(self, moment):
        """Return the planned maintenance that is in force at the moment."""
        plans_sudo = self.sudo().maintenance_ids
        return plans_sudo.filtered_domain(plans_sudo._get_domain_in_force(moment))

    def _get_incident(self):
        """Return the outage that has not ended."""
        return self.env["social.interagency.endpoint.incident"].search(
            [("endpoint_id", "in", self.ids), ("ended_at", "=", False)]
        )
