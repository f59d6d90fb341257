from odoo import api, fields, models


class SocialControlJournalFigures(models.Model):
    """Entries about the periods of evaluation."""

    _inherit = "social.control.journal"

    period_id = fields.Many2one(
        comodel_name="social.control.period",
        string="Period of evaluation",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )

    @api.model
    def _get_payload_labels(self):
        return {
            **super()._get_payload_labels(),
            "digest": self.env._("SHA-256 of the figures"),
            "figures": self.env._("Figures"),
        }
