from odoo import models
from odoo.tools import format_date


class SocialInteragencyRegulationPrint(models.Model):
    """How the act reads on paper."""

    _inherit = "social.interagency.regulation"

    def _get_printed_requisites(self):
        if not self.number or not self.date:
            return ""
        return self.env._(
            "No. %(number)s of %(date)s",
            number=self.number,
            date=format_date(self.env, self.date),
        )

    def _get_printed_amendment(self):
        if not self.amendment:
            return ""
        return self.env._("(as amended by %(act)s)", act=self.amendment)

    def _get_printed_state(self):
        if self.state == "in_force":
            return ""
        states = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "Version %(version)s, not in force: %(state)s",
            version=self.version,
            state=states[self.state],
        )

    def _get_printed_force(self):
        if not self.effective_from:
            return ""
        start = format_date(self.env, self.effective_from)
        if not self.effective_to:
            return self.env._("In force from %(start)s.", start=start)
        return self.env._(
            "In force from %(start)s until %(end)s.",
            start=start,
            end=format_date(self.env, self.effective_to),
        )

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
