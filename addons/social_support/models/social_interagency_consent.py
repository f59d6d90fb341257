from odoo import fields, models
from odoo.tools import format_date

REVIEW = "social_support.mail_activity_type_consent"


class SocialInteragencyConsent(models.Model):
    """What allows participants of the support to see the citizen's details.

    A contract of social support stands beside the consent as the same kind of paper:
    parties, details, term, scan.
    """

    _inherit = "social.interagency.consent"

    _content_fields = frozenset({"kind", "detail_ids"})

    kind = fields.Selection(
        selection=[
            ("consent", "Consent"),
            ("contract", "Contract of social support"),
        ],
        required=True,
        default="consent",
    )
    detail_ids = fields.Many2many(
        comodel_name="social.support.detail",
        relation="social_support_consent_detail_rel",
        string="Shown to organisations",
        default=lambda self: self.env["social.support.detail"].search(
            [("is_usual", "=", True)]
        ),
        help="What an organisation sees of the citizen while it has a measure to give.",
    )
    assignment_ids = fields.One2many(
        comodel_name="social.support.assignment",
        inverse_name="consent_id",
        string="Measures given by it",
    )

    def action_withdraw(self):
        """Record the withdrawal; curators of running measures are told."""
        result = super().action_withdraw()
        for assignment_sudo in self.sudo().assignment_ids.filtered("is_open"):
            case_sudo = assignment_sudo.case_id
            case_sudo.activity_schedule(REVIEW, user_id=case_sudo.officer_id.id)
        return result

    def _is_open_for_editing(self):
        return super()._is_open_for_editing() and not self.sudo().assignment_ids

    def _get_register_text(self):
        """Return number and date of the paper, nothing when there is none."""
        day = self.signed_date and format_date(self.env, self.signed_date)
        return ", ".join(filter(None, [self.number, day]))

    def _covers(self, document_types, participant, day):
        """A contract allows measures; papers are asked by a consent."""
        if self.kind == "contract" and document_types:
            return False
        return super()._covers(document_types, participant, day)
