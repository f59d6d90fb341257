from odoo import fields, models


class SocialInteragencyExchangeKeyIssuing(models.TransientModel):
    """A new key of the exchange: issued, shown once, never stored."""

    _name = "social.interagency.exchange.key.issuing"
    _description = "Issue of a key of the exchange"

    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant", required=True, readonly=True
    )
    valid_until = fields.Date(help="Empty: until it is revoked.")
    key = fields.Char(store=False, readonly=True)

    def action_issue(self):
        """Issue the key and show it; it goes to the browser and nowhere else."""
        self.ensure_one()
        keys = self.env["social.interagency.exchange.key"]
        key = keys._issue(self.participant_id, self.valid_until)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Key of the Exchange"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_participant_id": self.participant_id.id,
                "default_valid_until": self.valid_until,
                "default_key": key,
            },
        }
