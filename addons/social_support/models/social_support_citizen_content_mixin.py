from odoo import api, fields, models


class SocialSupportCitizenContentMixin(models.AbstractModel):
    """Part of a citizen's card: each change is journaled on the card."""

    _name = "social.support.citizen.content.mixin"
    _description = "Part of a citizen's card"
    _inherit = ["social.required.mixin"]

    _card_field = None

    citizen_id = fields.Many2one(
        comodel_name="social.interagency.citizen",
        required=True,
        ondelete="restrict",
        index=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._journal_change()
        return parts

    def write(self, vals):
        before = self.citizen_id
        result = super().write(vals)
        self._journal_change(before)
        return result

    def unlink(self):
        self._journal_change()
        return super().unlink()

    def _journal_change(self, more=()):
        citizens = self.citizen_id.union(more) if more else self.citizen_id
        citizens._journal("changed", {"fields": [self._card_field]})
