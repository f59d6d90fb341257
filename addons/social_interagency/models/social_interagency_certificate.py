import base64
import binascii

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..exchange import certificate as certificates
from ..exchange.own_key import OwnKey

WARNING_DAYS = 30
ACTIVITY = "social_interagency.mail_activity_type_certificate"
OWN_ACTIVITY = "social_interagency.mail_activity_type_own_certificate"


class SocialInteragencyCertificate(models.Model):
    """A certificate of an authority by which electronic signatures are trusted."""

    _name = "social.interagency.certificate"
    _description = "Trusted certificate"
    _inherit = [
        "social.lock.mixin",
        "social.journal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "kind desc, name, id"
    _journal_field = "certificate_id"

    _code_fields = frozenset(
        {
            "name",
            "kind",
            "issuer",
            "serial",
            "fingerprint",
            "starts_at",
            "expires_at",
        }
    )
    _content_fields = frozenset({"certificate_file"})

    name = fields.Char(string="Owner", readonly=True)
    kind = fields.Selection(
        selection=[("intermediate", "Intermediate"), ("root", "Root")],
        readonly=True,
        help="A root is trusted by itself, an intermediate one only through a root.",
    )
    certificate_file = fields.Binary(
        string="File", required=True, attachment=False, copy=False
    )
    file_name = fields.Char()
    basis = fields.Char(
        string="Basis of trust",
        required=True,
        help="Where the certificate comes from and why it is trusted.",
    )
    active = fields.Boolean(default=True)
    issuer = fields.Char(readonly=True)
    serial = fields.Char(string="Number", readonly=True)
    fingerprint = fields.Char(string="SHA-256", readonly=True, copy=False)
    starts_at = fields.Datetime(string="Valid from", readonly=True)
    expires_at = fields.Datetime(string="Valid until", readonly=True)
    is_expiring = fields.Boolean(
        string="Expires soon",
        compute="_compute_is_expiring",
        search="_search_is_expiring",
    )

    _fingerprint_unique = models.UniqueIndex(
        "(fingerprint)",
        "This certificate is in the list already. Look among the withdrawn ones too.",
    )

    @api.depends("expires_at")
    def _compute_is_expiring(self):
        for certificate in self:
            certificate.is_expiring = self._is_near(certificate.expires_at)

    def _search_is_expiring(self, operator, value):
        if operator != "in":
            return NotImplemented
        expiring = Domain("expires_at", "<=", self._get_warning_limit())
        domains = {True: expiring, False: ~expiring}
        return Domain.OR(domains[bool(wanted)] for wanted in value)

    @api.model
    def _is_near(self, moment):
        return bool(moment) and moment <= self._get_warning_limit()

    @api.model
    def _get_warning_limit(self):
        """Return until when an end is near enough to be told of."""
        return fields.Datetime.now() + relativedelta(days=WARNING_DAYS)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_unlocked():
            for vals in vals_list:
                self._check_code_fields(vals)
        read = [
            {**vals, **self._prepare_from_file(vals.get("certificate_file"))}
            for vals in vals_list
        ]
        # The journal keeps who trusted whom; the chatter need not say it again.
        quiet = self._keyed().with_context(mail_create_nolog=True)
        trusted = super(SocialInteragencyCertificate, quiet).create(read)
        trusted._journal("created")
        return trusted.with_env(self.env)

    def write(self, vals):
        written = super().write(vals)
        if "active" in vals:
            event = "restored" if vals["active"] else "withdrawn"
            self._journal(f"certificate_{event}")
        if "basis" in vals:
            self._journal("changed", {"fields": ["basis"]})
        return written

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(
            self.env._(
                "A trusted certificate is part of the evidence and is not deleted. "
                "Archive it instead: it is trusted no longer then."
            )
        )

    def _is_open_for_editing(self):
        return False

    @api.model
    def _prepare_from_file(self, content):
        """Return what the certificate in the uploaded file says of itself."""
        if not content:
            return {}
        found = self._read_file(content)
        if not found.is_authority:
            raise ValidationError(
                self.env._(
                    "“%(owner)s” is a certificate of a signer, not of an authority. "
                    "Load the certificate of the authority that issued it.",
                    owner=found.signer,
                )
            )
        return {
            "name": found.signer or found.organization,
            "kind": "root" if found.is_self_issued else "intermediate",
            "issuer": found.issuer,
            "serial": found.serial,
            "fingerprint": found.fingerprint,
            "starts_at": found.not_before,
            "expires_at": found.not_after,
        }

    @api.model
    def _read_file(self, content):
        try:
            return certificates.parse(base64.b64decode(content))
        except (ValueError, binascii.Error) as error:
            raise ValidationError(
                self.env._(
                    "The file holds no certificate. "
                    "Load one certificate as a .cer, .crt or .pem file."
                )
            ) from error

    @api.model
    def _get_trusted(self):
        """Return the roots and the intermediate certificates, each a list of PEM."""
        trusted_sudo = self.sudo().with_context(bin_size=False).search([])
        pems = {"root": [], "intermediate": []}
        for certificate_sudo in trusted_sudo:
            found = self._read_file(certificate_sudo.certificate_file)
            pems[certificate_sudo.kind].append(found.pem)
        return pems["root"], pems["intermediate"]

    @api.model
    def _cron_warn(self):
        """Tell the administrators once of each certificate that ends soon."""
        self._warn_of_own_key()
        ending = self.search(
            Domain("is_expiring", "=", True) & Domain("activity_ids", "=", False)
        )
        for certificate in ending:
            self._warn(certificate, ACTIVITY, certificate.expires_at)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    @api.model
    def _warn_of_own_key(self):
        """Tell once that the system's own certificate ends, on the operator's card."""
        key = OwnKey.of_machine()
        certificate = key and key.get_certificate()
        operator = self.env.company.partner_id
        if (
            certificate
            and self._is_near(certificate.not_after)
            and not operator.activity_search([OWN_ACTIVITY])
        ):
            self._warn(operator, OWN_ACTIVITY, certificate.not_after)

    @api.model
    def _warn(self, record, activity_type, moment):
        role = self.env.ref("social_interagency.group_administrator")
        for user in role.all_user_ids:
            record.activity_schedule(activity_type, moment.date(), user_id=user.id)
