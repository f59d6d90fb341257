from odoo import api, models


class ReportSocialSupportReportSignal(models.AbstractModel):
    """The register of signals; each printing is journaled."""

    _name = "report.social_support.report_signal"
    _description = "Register of signals on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        documents = self.env["social.support.signal"].browse(docids)
        documents.check_access("read")
        documents._journal("printed")
        return {"docs": documents}
