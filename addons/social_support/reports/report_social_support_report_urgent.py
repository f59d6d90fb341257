from odoo import models


class ReportSocialSupportReportUrgent(models.AbstractModel):
    """The act of urgent services."""

    _name = "report.social_support.report_urgent"
    _description = "Act of urgent services on paper"
    _inherit = ["social.support.printing.mixin"]

    _printed_model = "social.support.urgent"
