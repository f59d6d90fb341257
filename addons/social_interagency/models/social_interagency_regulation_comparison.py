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
        return "\n".join(self._get_rule_text(rule) for rule in self.term_rule_ids)

    def _get_rule_text(self, rule):
        steps = dict(rule._fields["step"]._description_selection(self.env))
        channels = dict(rule._fields["channel"]._description_selection(self.env))
        cover = [rule.document_type_id.name, channels.get(rule.channel)]
        parts = [steps[rule.step], *cover, rule.term_text, rule.legal_basis]
        return "; ".join(filter(None, parts))

    def _join(self, records):
        return "\n".join(records.sorted("display_name").mapped("display_name"))
