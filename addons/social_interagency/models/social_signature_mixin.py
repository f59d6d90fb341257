from odoo import api, fields, models

from ..exchange import cms

STATES = [
    ("valid", "Valid signature"),
    ("invalid", "Invalid signature"),
    ("not_checked", "Signature not checked"),
]
REASONS = [
    ("bad_signature", "The signature is damaged or forged."),
    ("content_changed", "The file was changed after it was signed."),
    (
        "expired",
        "A certificate of the chain was out of date at the moment of signing.",
    ),
    ("malformed", "The file of the signature is damaged or holds no signature."),
    ("not_yet_valid", "The certificate was not yet valid at the moment of signing."),
    ("other_participant", "The certificate belongs to another organisation."),
    ("signed_in_future", "The moment of signing lies in the future."),
    ("untrusted_chain", "The certificate was not issued by a trusted authority."),
    ("wrong_usage", "The certificate is not meant for signing."),
    ("failed", "OpenSSL of the server could not finish the check."),
    ("no_certificate", "The signature does not carry the signer's certificate."),
    ("no_engine", "The server has no GOST algorithms."),
    ("no_file", "There is no file with this name."),
    ("no_openssl", "The server has no OpenSSL."),
    ("no_requisites", "The certificate names neither INN nor OGRN."),
    ("no_roots", "No trusted root certificates are loaded."),
    (
        "person_certificate",
        "The certificate names a person only: check the power of attorney.",
    ),
    ("several_signers", "The file holds signatures of several people."),
    ("timeout", "The check took too long."),
    ("too_large", "The file is too large to be checked."),
    ("unsupported", "The algorithm of the signature is not supported."),
]
INVALID = cms.INVALID | {"other_participant"}


class SocialSignatureMixin(models.AbstractModel):
    """The result of checking one electronic signature; only the program writes it."""

    _name = "social.signature.mixin"
    _description = "Checked electronic signature"
    _inherit = ["social.lock.mixin"]

    _code_fields = frozenset(
        {
            "signature_state",
            "signature_reason",
            "signer",
            "signer_organization",
            "signer_inn",
            "signer_ogrn",
            "certificate_serial",
            "certificate_issuer",
            "certificate_fingerprint",
            "certificate_from",
            "certificate_until",
            "signed_at",
            "checked_at",
        }
    )

    signature_state = fields.Selection(
        selection=STATES, string="Signature", readonly=True, copy=False
    )
    signature_reason = fields.Selection(
        selection=REASONS, string="Reason", readonly=True, copy=False
    )
    signer = fields.Char(string="Owner of the certificate", readonly=True, copy=False)
    signer_organization = fields.Char(
        string="Organisation by the certificate", readonly=True, copy=False
    )
    signer_inn = fields.Char(string="INN by the certificate", readonly=True, copy=False)
    signer_ogrn = fields.Char(
        string="OGRN by the certificate", readonly=True, copy=False
    )
    certificate_serial = fields.Char(
        string="Certificate number", readonly=True, copy=False
    )
    certificate_issuer = fields.Char(
        string="Issuer of the certificate", readonly=True, copy=False
    )
    certificate_fingerprint = fields.Char(
        string="SHA-256 of the certificate", readonly=True, copy=False
    )
    certificate_from = fields.Datetime(
        string="Certificate valid from", readonly=True, copy=False
    )
    certificate_until = fields.Datetime(
        string="Certificate valid until", readonly=True, copy=False
    )
    signed_at = fields.Datetime(
        string="Moment of signing",
        readonly=True,
        copy=False,
        help="By the clock of the signer.",
    )
    checked_at = fields.Datetime(
        string="Moment of the check", readonly=True, copy=False
    )

    @api.model
    def _prepare_verdict(self, content, signature, participant=None):
        """Check a detached signature by the trusted certificates; return the values.

        :param content: the signed bytes
        :param signature: bytes of the signature (DER, PEM or base64)
        :param participant: whose certificate it must be, if that is known
        """
        certificates = self.env["social.interagency.certificate"]
        roots, intermediates = certificates._get_trusted()
        verdict = cms.verify(content, signature, roots, intermediates=intermediates)
        reason = verdict.reason or self._explain_owner(verdict, participant)
        return {
            **self._prepare_certificate(verdict),
            **self._prepare_conclusion(reason),
        }

    @api.model
    def _prepare_conclusion(self, reason=""):
        """Return the values of a check that ended for ``reason``, valid without one."""
        state = "invalid" if reason in INVALID else "not_checked"
        return {
            "signature_state": state if reason else "valid",
            "signature_reason": reason or False,
            "checked_at": self._now(),
        }

    @api.model
    def _prepare_certificate(self, verdict):
        # The INN of a person who signs for nobody else is personal data.
        return {
            "signer": verdict.signer,
            "signer_organization": verdict.organization,
            "signer_inn": not verdict.is_person and verdict.inn,
            "signer_ogrn": verdict.ogrn,
            "certificate_serial": verdict.serial,
            "certificate_issuer": verdict.issuer,
            "certificate_fingerprint": verdict.fingerprint,
            "certificate_from": verdict.not_before,
            "certificate_until": verdict.not_after,
            "signed_at": verdict.signed_at,
        }

    @api.model
    def _explain_owner(self, verdict, participant):
        """Return why the certificate is not the participant's; nothing when it is."""
        if not participant:
            return ""
        found = {verdict.inn, verdict.ogrn} - {""}
        if not found:
            return "no_requisites"
        if found & {participant.inn, participant.ogrn}:
            return ""
        is_organization = len(participant.inn) == 10
        if verdict.is_person and is_organization:
            return "person_certificate"
        return "other_participant"

    def _get_stamp_subject(self):
        """Return what the stamp says it is about; nothing for the paper itself."""
        return ""

    def _get_reason_text(self):
        """Return the sentence for the reason in the language of the reader."""
        reasons = self._fields["signature_reason"]._description_selection(self.env)
        return dict(reasons).get(self.signature_reason, "")

    def _get_owner_text(self):
        """Return the owner of the certificate and its organisation."""
        names = dict.fromkeys(filter(None, [self.signer_organization, self.signer]))
        return ", ".join(names)
