from odoo import api, models


class ReportSocialSupportReportProgramme(models.AbstractModel):
    """The programme in the order of form 874н."""

    _name = "report.social_support.report_programme"
    _description = "Individual programme on paper"
    _inherit = ["social.support.printing.mixin"]

    _printed_model = "social.support.programme"

    @api.model
    def _get_report_values(self, docids, data=None):
        kinds = self.env["social.interagency.service"]._fields["kind"]
        return {
            **super()._get_report_values(docids, data),
            "kinds": [
                kind
                for kind in kinds._description_selection(self.env)
                if kind[0] != "urgent"
            ],
        }
