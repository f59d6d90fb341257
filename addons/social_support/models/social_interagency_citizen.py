from odoo import fields, models
from odoo.addons.social_interagency.models import social_interagency_citizen
from odoo.fields import Command
from odoo.tools import format_date


class SocialInteragencyCitizen(models.Model):
    """The family, the circumstances of art. 15 and the programmes of a citizen."""

    _inherit = "social.interagency.citizen"

    _personal_fields = (
        social_interagency_citizen.SocialInteragencyCitizen._personal_fields
        | {"circumstance_ids", "family_member_ids"}
    )

    circumstance_ids = fields.One2many(
        comodel_name="social.support.citizen.circumstance",
        inverse_name="citizen_id",
        string="Circumstances of need",
    )
    family_member_ids = fields.One2many(
        comodel_name="social.support.family.member",
        inverse_name="citizen_id",
        string="Family",
    )
    programme_ids = fields.One2many(
        comodel_name="social.support.programme",
        inverse_name="citizen_id",
        string="Individual programmes",
    )
    urgent_ids = fields.One2many(
        comodel_name="social.support.urgent",
        inverse_name="citizen_id",
        string="Urgent services",
    )
    case_ids = fields.One2many(
        comodel_name="social.support.case",
        inverse_name="citizen_id",
        string="Support cases",
    )

    def _prepare_members(self):
        """Return commands for an act: the citizen and the family as the card has it."""
        members = [
            {
                "name": citizen.name,
                "kinship": "applicant",
                "birth_date": citizen.birth_date,
            }
            for citizen in self
        ]
        members += [
            {
                "name": member.name,
                "kinship": member.kinship,
                "birth_date": member.birth_date,
                "occupation": member.occupation,
                "lives_together": member.lives_together,
            }
            for member in self.family_member_ids
        ]
        return [Command.create(member) for member in members]

    def _get_support_details(self, codes):
        """Return what an organisation may read of the citizen.

        :param codes: codes of ``social.support.detail``
        :rtype: dict of printable texts by code; a detail that is empty is left out
        """
        self.ensure_one()
        texts = {code: getattr(self, f"_get_detail_{code}")() for code in codes}
        return {code: text for code, text in texts.items() if text}

    def _get_detail_name(self):
        return self.name

    def _get_detail_birth_date(self):
        return format_date(self.env, self.birth_date)

    def _get_detail_address(self):
        return self.address

    def _get_detail_phone(self):
        return self.phone

    def _get_detail_snils(self):
        return self.snils

    def _get_detail_representative(self):
        return ", ".join(
            filter(None, [self.representative_id.name, self.representative_id.phone])
        )

    def _get_detail_family(self):
        return "\n".join(
            f"{member.name}, {self._get_kinship(member)}"
            for member in self.family_member_ids
        )

    def _get_detail_circumstances(self):
        current = self.circumstance_ids.filtered("is_current")
        return "\n".join(current.circumstance_id.mapped("name"))

    def _get_kinship(self, member):
        return member._fields["kinship"].convert_to_export(member.kinship, member)
