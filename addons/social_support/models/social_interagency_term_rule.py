from odoo import api, models


class SocialInteragencyTermRule(models.Model):
    """Terms of measures count from their acceptance by the organisation."""

    _inherit = "social.interagency.term.rule"

    @api.model
    def _get_term_text(self, values):
        if values["start_event"] != "accepted":
            return super()._get_term_text(values)
        length = self._get_length_text(values)
        return self.env._("%s from the day of acceptance by the organisation", length)
