from odoo import api, fields, models
from odoo.fields import Domain

from .social_signature_mixin import STATES

_WORST_FIRST = ("invalid", "not_checked", "valid")


class SocialSignedPaperMixin(models.AbstractModel):
    """A paper whose files may come with detached electronic signatures."""

    _name = "social.signed.paper.mixin"
    _description = "Paper with signed files"

    signature_ids = fields.One2many(
        comodel_name="social.interagency.signature",
        inverse_name="res_id",
        string="Electronic signatures",
        domain=lambda self: (
            Domain("res_model", "=", self._name) & Domain("next_ids", "=", False)
        ),
        readonly=True,
        groups="base.group_user",
    )
    signature_state = fields.Selection(
        selection=STATES,
        string="Electronic signature",
        compute="_compute_signature_state",
        compute_sudo=True,
        help="The worst result among the signed files.",
    )

    @api.depends("signature_ids.signature_state")
    def _compute_signature_state(self):
        for paper in self:
            found = set(paper.signature_ids.mapped("signature_state"))
            paper.signature_state = next(
                (state for state in _WORST_FIRST if state in found), False
            )

    def _get_signing_participant(self):
        """Return whose certificate the files must bear; nobody if unknown."""
        return self.env["social.interagency.participant"]
