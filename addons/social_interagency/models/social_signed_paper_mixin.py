from odoo import fields, models
from odoo.fields import Domain


class SocialSignedPaperMixin(models.AbstractModel):
    """A paper whose files may come with detached electronic signatures."""

    _name = "social.signed.paper.mixin"
    _description = "Paper with Signed Files"

    signature_ids = fields.One2many(
        comodel_name="social.interagency.signature",
        inverse_name="res_id",
        string="Electronic signatures",
        domain=lambda self: (
            Domain("res_model", "=", self._name) & Domain("next_ids", "=", False)
        ),
        readonly=True,
    )

    def _get_signing_participant(self):
        """Return whose certificate the files must bear; nobody if unknown."""
        return self.env["social.interagency.participant"]
