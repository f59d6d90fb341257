from odoo import api, fields, models
from odoo.exceptions import UserError


class SocialInteragencyRegulationContentMixin(models.AbstractModel):
    """Part of a regulation: changes only while the regulation is a draft.

    A record that names no regulation belongs to none and stays open.
    """

    _name = "social.interagency.regulation.content.mixin"
    _description = "Content of a regulation"

    regulation_id = fields.Many2one(
        comodel_name="social.interagency.regulation",
        ondelete="cascade",
        index=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        contents = super().create(vals_list)
        contents._check_regulation_is_draft()
        return contents

    def write(self, vals):
        self._check_regulation_is_draft()
        result = super().write(vals)
        self._check_regulation_is_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked_regulation(self):
        self._check_regulation_is_draft()

    def _get_regulations(self):
        """Return the regulations that these records are part of."""
        return self.regulation_id

    def _check_regulation_is_draft(self):
        regulations_sudo = self.sudo()._get_regulations()
        locked_sudo = regulations_sudo.filtered(lambda one: one.state != "draft")
        if locked_sudo:
            raise UserError(
                self.env._(
                    "Regulation “%(regulation)s” is no longer a draft: its content "
                    "stays as it is. Make a new version of the regulation.",
                    regulation=locked_sudo[0].display_name,
                )
            )
