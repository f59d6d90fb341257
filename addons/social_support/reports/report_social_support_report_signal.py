from odoo import models


class ReportSocialSupportReportSignal(models.AbstractModel):
    """The register of signals."""

    _name = "report.social_support.report_signal"
    _description = "Register of signals on paper"
    _inherit = ["social.support.printing.mixin"]

    _printed_model = "social.support.signal"
