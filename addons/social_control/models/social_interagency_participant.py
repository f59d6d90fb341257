from odoo import api, fields, models

from ..tools.selections import OWNERSHIPS

AUTHORITY_KINDS = {
    "regional_authority",
    "municipality",
    "federal_territorial",
    "extrabudgetary_fund",
}
INN_LENGTH_OF_PERSON = 12


class SocialInteragencyParticipant(models.Model):
    """Whose organisation it is: the regime of control depends on it."""

    _inherit = "social.interagency.participant"

    ownership = fields.Selection(
        selection=OWNERSHIPS,
        compute="_compute_ownership",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="State control (248-ФЗ) reaches private organisations and sole traders "
        "only, departmental control reaches institutions only.",
    )

    @api.depends("kind", "inn")
    def _compute_ownership(self):
        for participant in self:
            participant.ownership = participant._get_usual_ownership()

    def _get_usual_ownership(self):
        """Return the ownership by kind; an administrator corrects it by the charter.

        A provider counts as an institution until told otherwise, so that nobody
        falls under state control by mistake.
        """
        if self.kind in AUTHORITY_KINDS:
            return "authority"
        if len(self.inn or "") == INN_LENGTH_OF_PERSON:
            return "sole_trader"
        return "institution" if self.kind == "provider" else "private"
