from odoo import models
from odoo.tools import format_date

BLANK = "_" * 20


class SocialInteragencyAgreementPrint(models.Model):
    """How the agreement reads on paper."""

    _inherit = "social.interagency.agreement"

    def _get_printed_title(self):
        if not self.signed_on:
            return self.env._(
                "Agreement on interagency interaction No. %(number)s", number=self.name
            )
        return self.env._(
            "Agreement on interagency interaction No. %(number)s of %(date)s",
            number=self.name,
            date=format_date(self.env, self.signed_on),
        )

    def _get_printed_preamble(self):
        return self.env._(
            "%(one)s, represented by %(one_signer)s, and %(two)s, represented by "
            "%(two_signer)s, have agreed as follows.",
            one=self.party_one_id.name,
            one_signer=self._join(self.party_one_position, self.party_one_signer),
            two=self.party_two_id.name,
            two_signer=self._join(self.party_two_position, self.party_two_signer),
        )

    def _get_printed_ground(self):
        return self.env._(
            "The parties act by the regulation: %(regulation)s.",
            regulation=self.regulation_id.display_name,
        )

    def _get_printed_term(self):
        start = self._format_day(self.effective_from)
        if self.is_open_ended:
            return self.env._(
                "The agreement is in force from %(start)s until a party terminates it.",
                start=start,
            )
        return self.env._(
            "The agreement is in force from %(start)s until %(end)s.",
            start=start,
            end=self._format_day(self.effective_to),
        )

    def _get_printed_address(self, participant):
        address = participant.partner_id._display_address(without_company=True)
        return ", ".join(line for line in address.splitlines() if line.strip())

    def _format_day(self, day):
        return format_date(self.env, day) if day else BLANK

    def _join(self, *words):
        return " ".join(filter(None, words)) or BLANK
