from odoo import api, models
from odoo.exceptions import UserError


class SocialControlEvidenceMixin(models.AbstractModel):
    """A row that the buttons of its document make; it is never deleted."""

    _name = "social.control.evidence.mixin"
    _description = "Row of a paper of control"
    _inherit = ["social.lock.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_unlocked():
            raise UserError(
                self.env._(
                    "“%(name)s” is made by the buttons of its document only. "
                    "Open the document and use them.",
                    name=self.env["ir.model"]._get(self._name).name,
                )
            )
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(
            self.env._(
                "“%(name)s” is evidence and is not deleted. "
                "Correct it by the next paper of its document.",
                name=self.env["ir.model"]._get(self._name).name,
            )
        )

    @api.model
    def _create_with_files(self, vals, attachment_ids):
        """Return a row whose files are fresh uploads of the user.

        :raises UserError: for files of other users or other documents
        """
        files_sudo = self.env["ir.attachment"].sudo().browse(attachment_ids).exists()
        files_sudo._check_own_uploads()
        row_sudo = self._unlocked().create({**vals, "attachment_ids": files_sudo.ids})
        files_sudo._bind_to(row_sudo)
        return row_sudo
