from odoo import api, models


class SocialLawMixin(models.AbstractModel):
    """Records from which rights and terms are derived.

    What was derived is kept in memory; any change of such a record empties it in
    every process.
    """

    _name = "social.law.mixin"
    _description = "Source of rights and terms"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        written = super().write(vals)
        self.env.registry.clear_cache()
        return written

    def unlink(self):
        unlinked = super().unlink()
        self.env.registry.clear_cache()
        return unlinked
