from odoo import models


class ReportSocialSupportReportConsilium(models.AbstractModel):
    """The minutes of the consilium."""

    _name = "report.social_support.report_consilium"
    _description = "Minutes of the consilium on paper"
    _inherit = ["social.support.printing.mixin"]

    _printed_model = "social.support.consilium"
