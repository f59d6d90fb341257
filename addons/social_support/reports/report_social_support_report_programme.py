from odoo import api, models


class ReportSocialSupportReportProgramme(models.AbstractModel):
    """The programme in the order of form 874н; each printing is journaled."""

    _name = "report.social_support.report_programme"
    _description = "Individual programme on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        programmes = self.env["social.support.programme"].browse(docids)
        programmes.check_access("read")
        programmes._journal("printed")
        kinds = self.env["social.interagency.service"]._fields["kind"]
        return {
            "docs": programmes,
            "kinds": [
                kind
                for kind in kinds._description_selection(self.env)
                if kind[0] != "urgent"
            ],
        }
