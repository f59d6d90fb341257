from odoo import fields, models


class SocialInteragencyCitizenOpening(models.TransientModel):
    """The purpose with which an officer opens a citizen's card."""

    _name = "social.interagency.citizen.opening"
    _description = "Opening of a citizen's card"

    citizen_id = fields.Many2one(
        comodel_name="social.interagency.citizen", required=True
    )
    purpose = fields.Selection(
        selection=[
            ("application", "To handle an application"),
            ("request", "To prepare or answer a request"),
            ("support", "Social support"),
            ("control", "Control and audit"),
            ("correction", "To correct the card"),
        ],
        required=True,
    )

    def action_open(self):
        """Open the card; the journal keeps the purpose."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.citizen_id.number,
            "res_model": "social.interagency.citizen",
            "res_id": self.citizen_id.id,
            "view_mode": "form",
            "context": {"citizen_purpose": self.purpose},
        }
