from odoo import api, models


class ReportSocialControlReportOrder(models.AbstractModel):
    """A prescription; each printing is journaled."""

    _name = "report.social_control.report_order"
    _description = "A prescription on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        documents = self.env["social.control.order"].browse(docids)
        documents.check_access("read")
        documents._journal("printed")
        return {"docs": documents}
