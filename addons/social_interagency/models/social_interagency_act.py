from odoo import api, fields, models
from odoo.exceptions import UserError


class SocialInteragencyAct(models.Model):
    """A signed act that changes the course of a sent request."""

    _name = "social.interagency.act"
    _description = "Act on an interagency request"
    _inherit = ["social.lock.mixin"]
    _order = "id desc"

    name = fields.Char(string="Number", readonly=True, default="/")
    request_id = fields.Many2one(
        comodel_name="social.interagency.request",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    kind = fields.Selection(
        selection=[
            ("extension", "Extension"),
            ("suspension", "Suspension"),
            ("resumption", "Resumption"),
            ("redirect", "Redirection"),
        ],
        required=True,
        readonly=True,
    )
    ground = fields.Text(required=True, readonly=True)
    days = fields.Integer(string="Working days", readonly=True, aggregator=False)
    incident_id = fields.Many2one(
        comodel_name="social.interagency.endpoint.incident",
        string="Outage",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    signed_at = fields.Datetime(required=True, readonly=True)
    signer_id = fields.Many2one(
        comodel_name="res.users", string="Signed by", required=True, readonly=True
    )
    deadline_before = fields.Datetime(readonly=True)
    deadline_after = fields.Datetime(readonly=True)
    addressee_before_id = fields.Many2one(
        comodel_name="social.interagency.participant", readonly=True
    )
    addressee_after_id = fields.Many2one(
        comodel_name="social.interagency.participant", readonly=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_unlocked():
            raise UserError(
                self.env._("An act is made by the buttons of its request only.")
            )
        return super().create(vals_list)

    def write(self, vals):
        raise UserError(
            self.env._("An act stays as it was signed. Make a new act to correct it.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(
            self.env._("An act is evidence and is not deleted. Make a new act.")
        )
