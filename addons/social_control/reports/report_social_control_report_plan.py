from odoo import api, models


class ReportSocialControlReportPlan(models.AbstractModel):
    """The plan of the year; each printing is journaled."""

    _name = "report.social_control.report_plan"
    _description = "The plan of the year on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        documents = self.env["social.control.plan"].browse(docids)
        documents.check_access("read")
        documents._journal("printed")
        return {"docs": documents}
