from odoo import models


class SocialInteragencyRegulationPrint(models.Model):
    """How the act reads on paper."""

    _inherit = "social.interagency.regulation"

    def _get_printed_parts(self):
        """Return the six parts with their clauses: titles and lines of text."""
        self.ensure_one()
        parts = self.section_ids.filtered(lambda section: not section.part_id)
        return [
            {
                "title": part.clause_id.name,
                "items": [
                    {
                        "title": section.clause_id.name,
                        "lines": section._get_printed_lines(),
                    }
                    for section in self._get_printed_sections(part)
                ],
            }
            for part in parts.sorted()
        ]

    def _get_printed_sections(self, part):
        clauses = part.clause_id.clause_ids
        sections = self.section_ids.filtered(lambda one: one.clause_id in clauses)
        if part.text or not clauses:
            sections |= part
        return sections.sorted()
