from odoo import api, fields, models
from odoo.exceptions import UserError

from .social_support_document_mixin import CURATOR


class SocialSupportRefusal(models.Model):
    """A citizen's written refusal of a service or a provider (442-ФЗ, art. 18).

    It frees the body and the providers from liability: it is recorded while the
    programme lives and never changes.
    """

    _name = "social.support.refusal"
    _description = "Refusal of the citizen"
    _inherit = ["social.required.mixin"]
    _order = "refused_date desc, id desc"
    _rec_name = "reason"

    programme_id = fields.Many2one(
        comodel_name="social.support.programme",
        string="Individual programme",
        required=True,
        ondelete="restrict",
        index=True,
    )
    service_id = fields.Many2one(
        comodel_name="social.interagency.service",
        string="Refused service",
        ondelete="restrict",
        index="btree_not_null",
    )
    provider_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Refused provider",
        ondelete="restrict",
        index="btree_not_null",
    )
    reason = fields.Char(required=True)
    refused_date = fields.Date(required=True, default=fields.Date.context_today)
    paper = fields.Char(
        string="Written refusal",
        required=True,
        help="Number and date of the citizen's paper.",
    )

    _subject_set = models.Constraint(
        "CHECK(service_id IS NOT NULL OR provider_id IS NOT NULL)",
        "A refusal names the service or the provider that the citizen refuses.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        refusals = super().create(vals_list)
        refusals.programme_id._check_may(CURATOR)
        refusals._check_programme_open()
        for refusal in refusals:
            refusal.programme_id._journal("refusal", {"refusal": refusal.id})
        return refusals

    def write(self, vals):
        raise self._get_lock()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise self._get_lock()

    def _check_programme_open(self):
        for programme in self.programme_id:
            if programme.state not in ("draft", "agreed", "in_force"):
                raise UserError(
                    self.env._(
                        "Programme %(programme)s is closed and takes no refusals. "
                        "Record the refusal in the programme in force.",
                        programme=programme.name,
                    )
                )

    def _get_lock(self):
        return UserError(
            self.env._(
                "A recorded refusal of the citizen is evidence and stays as it is. "
                "Record another refusal or make a new version of the programme."
            )
        )
