from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.selections import FIXED_FORM_CHANNELS


class SocialInteragencyRequestContent(models.Model):
    """What a request must hold before it leaves (210-ФЗ, art. 7.2)."""

    _inherit = "social.interagency.request"

    missing_items = fields.Text(compute="_compute_missing_items")

    def _compute_missing_items(self):
        for request in self:
            is_open = request.state in ("draft", "approval")
            request.missing_items = "\n".join(
                request._missing_items() if is_open else []
            )

    def _missing_items(self):
        """Return what the request lacks for its channel, as numbered sentences.

        In SMEV the format of the message stands in place of the nine items
        (210-ФЗ, art. 7.2, part 2).
        """
        self.ensure_one()
        request_sudo = self.sudo()
        items = request_sudo._get_items()
        if self.channel in FIXED_FORM_CHANNELS:
            items = request_sudo._get_electronic_items()
        return [text for text, is_met in items if not is_met]

    def _get_subject(self):
        """Return the service for which the papers are asked: a code and a name."""
        return self.service_id

    def _get_subject_name(self):
        """Return the name of the subject, by the sender's words if it is not ours."""
        return self._get_subject().name or self.subject_text or ""

    def _get_items(self):
        _ = self.env._
        executor = self.executor_name and self.executor_position
        return [
            (_("1) the sending body"), self.sender_id),
            (_("2) the addressee"), self.addressee_id),
            (
                _("3) the social service or kind of support"),
                self._get_subject_name(),
            ),
            (_("4) the legal provision that requires the paper"), self.legal_basis),
            (_("5) the documents asked for"), self.line_ids),
            (_("5) the citizen whom the data are about"), self.citizen_id),
            (_("5) the purpose of the request"), self.purpose),
            (_("6) the contact for the answer"), self.contact),
            (_("8) the name and position of the executor"), executor),
            (
                _("8) the executor's telephone or e-mail"),
                self.executor_phone or self.executor_email,
            ),
            (_("9) a consent that covers these papers today"), self._is_consented()),
        ]

    def _get_electronic_items(self):
        _ = self.env._
        return [
            (_("the mnemonic of the sender in SMEV"), self.sender_id.mnemonic),
            (_("the mnemonic of the addressee in SMEV"), self.addressee_id.mnemonic),
            (_("the documents asked for"), self.line_ids),
            (_("the citizen whom the data are about"), self.citizen_id),
            (_("a consent that covers these papers today"), self._is_consented()),
        ]

    def _is_consented(self):
        """Tell whether a needed consent is at hand (210-ФЗ, art. 7, part 5)."""
        types = self.line_ids.document_type_id
        needed = types.filtered("is_consent_needed")
        if not needed and not self.is_third_person:
            return True
        consent = self.consent_id
        return consent.citizen_id == self.citizen_id and consent._covers(
            types if self.is_third_person else needed,
            self.addressee_id,
            self._now().date(),
        )

    def _check_complete(self):
        for request in self:
            if missing := request._missing_items():
                raise UserError(
                    self.env._(
                        "Request %(request)s lacks:\n%(items)s\n"
                        "Fill them in and try again.",
                        request=request.name,
                        items="\n".join(missing),
                    )
                )
