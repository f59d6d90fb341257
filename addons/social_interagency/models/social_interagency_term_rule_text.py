from odoo import models


class SocialInteragencyTermRuleText(models.Model):
    """How a term rule reads in a printed act and in a comparison of versions."""

    _inherit = "social.interagency.term.rule"

    def _get_rule_text(self):
        """Return the rule in one line: step, what it covers, term, ground."""
        self.ensure_one()
        steps = dict(self._fields["step"]._description_selection(self.env))
        channels = dict(self._fields["channel"]._description_selection(self.env))
        cover = filter(
            None, [self.document_type_id.name, channels.get(self.channel)]
        )
        parts = [steps[self.step], ", ".join(cover), self.term_text, self.legal_basis]
        return "; ".join(filter(None, parts))
