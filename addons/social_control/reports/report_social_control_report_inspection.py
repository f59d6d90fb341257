from odoo import api, models


class ReportSocialControlReportInspection(models.AbstractModel):
    """The act of an inspection; each printing is journaled."""

    _name = "report.social_control.report_inspection"
    _description = "The act of an inspection on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        documents = self.env["social.control.inspection"].browse(docids)
        documents.check_access("read")
        documents._journal("printed")
        return {"docs": documents}
