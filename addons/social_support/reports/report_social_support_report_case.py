from odoo import models


class ReportSocialSupportReportCase(models.AbstractModel):
    """The journal of supported families."""

    _name = "report.social_support.report_case"
    _description = "Journal of supported families on paper"
    _inherit = ["social.support.printing.mixin"]

    _printed_model = "social.support.case"
