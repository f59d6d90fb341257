from odoo import models


class ReportSocialSupportReportAssessment(models.AbstractModel):
    """The act of assessment of a family."""

    _name = "report.social_support.report_assessment"
    _description = "Act of assessment on paper"
    _inherit = ["social.support.printing.mixin"]

    _printed_model = "social.support.assessment"
