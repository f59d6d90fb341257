from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..exchange import papers


class SocialInteragencyConsent(models.Model):
    """Consent to pass personal data, a paper of its own (152-ФЗ, art. 9)."""

    _name = "social.interagency.consent"
    _description = "Consent to the processing of personal data"
    _inherit = [
        "social.required.mixin",
        "social.lock.mixin",
        "social.signed.paper.mixin",
    ]
    _order = "signed_date desc, id desc"
    _rec_name = "number"

    _code_fields = frozenset({"withdrawn_date"})
    _content_fields = frozenset(
        {
            "citizen_id",
            "number",
            "signed_date",
            "valid_until",
            "participant_ids",
            "document_type_ids",
            "purpose",
            "attachment_ids",
        }
    )

    citizen_id = fields.Many2one(
        comodel_name="social.interagency.citizen",
        required=True,
        ondelete="restrict",
        index=True,
    )
    number = fields.Char(required=True)
    signed_date = fields.Date(required=True, default=fields.Date.context_today)
    valid_until = fields.Date()
    withdrawn_date = fields.Date(readonly=True)
    participant_ids = fields.Many2many(
        comodel_name="social.interagency.participant",
        relation="social_interagency_consent_participant_rel",
        string="May receive the data",
        help="Empty: every participant of the regulation.",
    )
    document_type_ids = fields.Many2many(
        comodel_name="social.interagency.document.type",
        relation="social_interagency_consent_type_rel",
        string="Covers",
        help="Empty: everything that the purpose needs.",
    )
    purpose = fields.Char(required=True)
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        bypass_search_access=True,
        relation="social_interagency_consent_attachment_rel",
        string="Scan",
    )

    _term_ordered = models.Constraint(
        "CHECK(valid_until IS NULL OR valid_until >= signed_date)",
        "A consent cannot end before it is signed. Correct the dates.",
    )

    @api.constrains("signed_date")
    def _check_signed_date(self):
        for consent in self:
            if consent.signed_date > fields.Date.context_today(consent):
                raise ValidationError(
                    self.env._(
                        "Consent %(number)s is dated in the future. "
                        "Enter the day on which it was signed.",
                        number=consent.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        consents = super().create(vals_list)
        for consent in consents:
            consent.attachment_ids.sudo()._bind_to(consent)
            consent.citizen_id._journal("consent_given", {"consent": consent.id})
        return consents

    def write(self, vals):
        written = super().write(vals)
        if "attachment_ids" in vals:
            for consent in self:
                consent.attachment_ids.sudo()._bind_to(consent)
        return written

    def action_withdraw(self):
        """Record that the citizen took the consent back today."""
        self.check_access("write")
        given = self.filtered(lambda consent: not consent.withdrawn_date)
        given._unlocked().write({"withdrawn_date": fields.Date.context_today(self)})
        for consent in given:
            consent.citizen_id._journal("consent_withdrawn", {"consent": consent.id})

    def _prepare_paper(self):
        """Return the consent as a message names it."""
        return papers.Consent(
            number=self.number,
            signed_on=self.signed_date,
            valid_until=self.valid_until or None,
        )

    def _is_open_for_editing(self):
        """Tell whether no paper has left by this consent yet."""
        sent = Domain("consent_id", "=", self.id) & Domain("sent_at", "!=", False)
        requests_sudo = self.env["social.interagency.request"].sudo()
        return not requests_sudo.search_count(sent, limit=1)

    def _covers(self, document_types, participant, day):
        """Tell whether the consent allows to pass these types that day."""
        self.ensure_one()
        return (
            self.signed_date <= day
            and (not self.valid_until or day <= self.valid_until)
            and (not self.withdrawn_date or day < self.withdrawn_date)
            and (not self.participant_ids or participant in self.participant_ids)
            and (not self.document_type_ids or document_types <= self.document_type_ids)
        )
