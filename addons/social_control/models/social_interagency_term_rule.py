from odoo import api, models


class SocialInteragencyTermRule(models.Model):
    """The words for terms that run from events of control."""

    _inherit = "social.interagency.term.rule"

    @api.model
    def _get_term_text(self, values):
        length = self._get_length_text
        if values["start_event"] == "inspection_started":
            return self.env._(
                "%s from the start of the inspection, this day included", length(values)
            )
        if values["start_event"] == "order_issued":
            return self.env._("%s from the day of the prescription", length(values))
        return super()._get_term_text(values)
