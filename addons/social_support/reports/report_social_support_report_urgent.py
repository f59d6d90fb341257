from odoo import api, models


class ReportSocialSupportReportUrgent(models.AbstractModel):
    """The act of urgent services; each printing is journaled."""

    _name = "report.social_support.report_urgent"
    _description = "Act of urgent services on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        documents = self.env["social.support.urgent"].browse(docids)
        documents.check_access("read")
        documents._journal("printed")
        return {"docs": documents}
