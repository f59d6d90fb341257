from odoo import models
from odoo.tools import format_date


class SocialSupportCaseRegister(models.Model):
    """A case as a row of the journal of supported families."""

    _inherit = "social.support.case"

    def _get_register_rows(self):
        """Return the rows of the journal in the order of its official columns.

        The caller has checked the right to read the cases.

        :rtype: list of dicts ``number``, ``family``, ``members``, ``circumstances``,
            ``category``, ``officer``, ``contract``, ``levels``, ``result``, ``closed``
        """
        return [case_sudo._get_register_row() for case_sudo in self.sudo()]

    def _get_register_row(self):
        citizen = self.citizen_id
        together = citizen.family_member_ids.filtered("lives_together")
        current = citizen.circumstance_ids.filtered("is_current")
        return {
            "number": self.name,
            "family": citizen.name,
            "members": "\n".join(
                f"{member.name}, {citizen._get_kinship(member)}" for member in together
            ),
            "circumstances": "\n".join(current.circumstance_id.mapped("name")),
            "category": self.family_category_id.name or "",
            "officer": self.officer_id.name or "",
            "contract": self.contract_id._get_register_text(),
            "levels": "\n".join(
                level._get_register_text() for level in self.level_ids.sorted("id")
            ),
            "result": self._get_register_result(),
            "closed": format_date(self.env, self.closed_date),
        }

    def _get_register_result(self):
        labels = dict(self._fields["outcome"]._description_selection(self.env))
        parts = [labels.get(self.outcome), self.closing_ground_id.name, self.conclusion]
        return ". ".join(filter(None, parts))
