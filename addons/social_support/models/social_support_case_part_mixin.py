from odoo import api, fields, models

from .social_support_document_mixin import CURATOR, HEAD


class SocialSupportCasePartMixin(models.AbstractModel):
    """A paper of a support case: the case says who may act and keeps the journal."""

    _name = "social.support.case.part.mixin"
    _description = "Paper of a support case"
    _inherit = ["social.transition.mixin", "social.required.mixin"]

    _part_key = None
    _content_fields = frozenset({"case_id"})

    case_id = fields.Many2one(
        comodel_name="social.support.case",
        required=True,
        ondelete="restrict",
        index=True,
    )
    can_edit = fields.Boolean(compute="_compute_rights")
    can_decide = fields.Boolean(compute="_compute_rights")

    @api.depends("state", "case_id.participant_id")
    @api.depends_context("uid")
    def _compute_rights(self):
        for part in self:
            part.can_edit = not part.case_id._why_not(CURATOR)
            part.can_decide = not part.case_id._why_not(HEAD)

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.sudo().case_id._check_living()
        return parts

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        for part in self:
            part._check_content_open()

    def _check_may(self, group):
        """Refuse those who may not act on the case, and cases that are over."""
        self.case_id._check_may(group)
        self.case_id._check_living()

    def _journal(self, event, payload=None):
        """Write what happened to the papers into the journals of their cases."""
        for part in self:
            part.case_id._journal(
                f"{self._part_key}_{event}",
                {self._part_key: part.id, **(payload or {})},
            )

    def _get_label(self, name):
        return self._fields[name]._description_string(self.env)
