from odoo import api, models


class SocialSupportPrintingMixin(models.AbstractModel):
    """A paper for the printer; each printing is written into its journal."""

    _name = "social.support.printing.mixin"
    _description = "Printing"

    _printed_model = None

    @api.model
    def _get_report_values(self, docids, data=None):
        documents = self.env[self._printed_model].browse(docids)
        documents.check_access("read")
        documents._journal("printed")
        return {"docs": documents}
