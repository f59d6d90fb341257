from odoo import fields, models


class SocialInteragencyEndpointToken(models.TransientModel):
    """The key of an electronic service on its way in; nothing of it is kept here."""

    _name = "social.interagency.endpoint.token"
    _description = "Key of an electronic service"

    endpoint_id = fields.Many2one(
        comodel_name="social.interagency.endpoint",
        string="Electronic service",
        required=True,
    )
    token = fields.Char(
        string="Key",
        help="The key that the owner gave for calls of this program. "
        "Empty: the key kept is forgotten.",
    )

    def action_confirm(self):
        """Hand the key over to the service and forget it here."""
        self.ensure_one()
        self.endpoint_id.action_set_token(self.token)
        self.sudo().unlink()
        return {"type": "ir.actions.act_window_close"}
