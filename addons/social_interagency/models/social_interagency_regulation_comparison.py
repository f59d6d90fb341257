from odoo import models


class SocialInteragencyRegulationComparison(models.Model):
    """What two versions of a regulation are compared by."""

    _inherit = "social.interagency.regulation"

    def _get_comparable(self):
        self.ensure_one()
        return [
            (self.env._("Requisites"), self._get_requisites_text()),
            *(
                (section.display_name, section.text or "")
                for section in self.section_ids
            ),
            *(
                (member.participant_id.name, member._get_powers_text())
                for member in self.member_ids
            ),
            (self.env._("Terms"), self._get_terms_text()),
            *(
                (procedure.name, procedure._get_steps_text())
                for procedure in self.procedure_ids
            ),
            (self.env._("Social services"), self._join(self.service_ids)),
        ]

    def _get_requisites_text(self):
        names = (
            "name",
            "number",
            "date",
            "amendment",
            "effective_from",
            "effective_to",
            "coordinator_id",
            "operator_id",
            "controller_id",
        )
        lines = [(self._fields[name], self[name]) for name in names]
        return "\n".join(
            f"{field._description_string(self.env)}: {self._format_requisite(value)}"
            for field, value in lines
            if value
        )

    def _format_requisite(self, value):
        if isinstance(value, models.BaseModel):
            return value.display_name
        return value.strftime("%d.%m.%Y") if hasattr(value, "strftime") else value

    def _get_terms_text(self):
        return "\n".join(rule._get_rule_text() for rule in self.term_rule_ids)

    def _join(self, records):
        return "\n".join(records.sorted("display_name").mapped("display_name"))
