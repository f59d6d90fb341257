from odoo import models


class ReportSocialSupportReportPlan(models.AbstractModel):
    """The plan of support with its acts of extension."""

    _name = "report.social_support.report_plan"
    _description = "Plan of support on paper"
    _inherit = ["social.support.printing.mixin"]

    _printed_model = "social.support.plan"
