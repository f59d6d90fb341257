from odoo import api, models


class SocialSupportRowMixin(models.AbstractModel):
    """A row of a document: added, changed and removed while that one is open."""

    _name = "social.support.row.mixin"
    _description = "Row of a document"
    _inherit = ["social.lock.mixin", "social.required.mixin"]

    _parent_field = None

    def _get_parent(self):
        return self[self._parent_field]

    def _is_open_for_editing(self):
        return self.sudo()._get_parent()._is_open_for_editing()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:  # the key of a parent's creation opens no code fields
            self._check_code_fields(vals)
        rows = super().create(vals_list)
        if not self._is_unlocked():
            rows._check_content_open()
        return rows

    def write(self, vals):
        result = super().write(vals)
        if self._parent_field in vals and not self._is_unlocked():
            self._check_content_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        if not self._is_unlocked():
            self._check_content_open()

    def _check_content_open(self):
        self.sudo()._get_parent()._check_content_open()
