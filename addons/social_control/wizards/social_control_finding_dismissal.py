from odoo import api, fields, models

OUTAGE = "social_control.dismissal_ground_outage"


class SocialControlFindingDismissal(models.TransientModel):
    """The ground and the reason for which violations are dismissed."""

    _name = "social.control.finding.dismissal"
    _description = "Dismissal of violations"

    finding_ids = fields.Many2many(
        comodel_name="social.control.finding",
        relation="social_control_finding_dismissal_rel",
        string="Violations",
        required=True,
    )
    outage_ids = fields.Many2many(
        comodel_name="social.interagency.endpoint.incident",
        compute="_compute_outage_ids",
    )
    incident_id = fields.Many2one(
        comodel_name="social.interagency.endpoint.incident",
        string="Because of the outage",
        help="An outage of a service of the parties during the term of the request; "
        "it fills in the ground and the reason.",
    )
    ground_id = fields.Many2one(
        comodel_name="social.control.dismissal.ground",
        string="Ground of dismissal",
        required=True,
        compute="_compute_by_outage",
        store=True,
        readonly=False,
        precompute=True,
    )
    reason = fields.Text(
        required=True,
        compute="_compute_by_outage",
        store=True,
        readonly=False,
        precompute=True,
        help="What happened, with the paper that proves it.",
    )

    @api.depends("finding_ids")
    def _compute_outage_ids(self):
        for dismissal in self:
            findings = dismissal.finding_ids
            is_offered = len(findings) == 1
            dismissal.outage_ids = findings.outage_ids if is_offered else False

    @api.depends("incident_id")
    def _compute_by_outage(self):
        ground = self.env.ref(OUTAGE, raise_if_not_found=False)
        for dismissal in self:
            if incident := dismissal.incident_id:
                dismissal.ground_id = ground
                dismissal.reason = incident._get_ground()
            else:
                dismissal.ground_id = dismissal.ground_id
                dismissal.reason = dismissal.reason

    def action_confirm(self):
        """Dismiss the violations."""
        self.ensure_one()
        self.finding_ids.action_dismiss(
            self.ground_id.id, self.reason, self.incident_id.id
        )
        return {"type": "ir.actions.act_window_close"}
