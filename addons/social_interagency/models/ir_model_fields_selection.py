from odoo import models


class IrModelFieldsSelection(models.Model):
    _inherit = "ir.model.fields.selection"

    def _process_ondelete(self):
        """Leave evidence as it is when an addon goes that added an event to it."""
        return super(
            IrModelFieldsSelection, self - self._get_evidence()
        )._process_ondelete()

    def _get_evidence(self):
        return self.filtered(
            lambda value: getattr(
                self.env.get(value.field_id.model), "_is_evidence", False
            )
        )
