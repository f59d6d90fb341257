from odoo import models


class ReportSocialSupportReportReview(models.AbstractModel):
    """The list of programmes under review."""

    _name = "report.social_support.report_review"
    _description = "Programmes under review on paper"
    _inherit = ["social.support.printing.mixin"]

    _printed_model = "social.support.programme"
