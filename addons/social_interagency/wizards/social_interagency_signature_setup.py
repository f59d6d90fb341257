from odoo import fields, models
from odoo.fields import Domain

from ..exchange.openssl import Openssl, OpensslFailure
from ..exchange.own_key import OwnKey


class SocialInteragencySignatureSetup(models.TransientModel):
    """What this server signs and verifies electronic signatures with."""

    _name = "social.interagency.signature.setup"
    _description = "Means of signing"

    openssl_version = fields.Char(string="OpenSSL", compute="_compute_means")
    has_gost = fields.Boolean(string="GOST algorithms", compute="_compute_means")
    root_count = fields.Integer(
        string="Trusted root certificates", compute="_compute_root_count"
    )
    key_state = fields.Selection(
        selection=[
            ("none", "Not configured"),
            ("ready", "Ready"),
            ("broken", "Does not sign"),
        ],
        string="Key of this system",
        compute="_compute_key",
    )
    key_owner = fields.Char(string="Owner of the certificate", compute="_compute_key")
    key_serial = fields.Char(string="Certificate number", compute="_compute_key")
    key_until = fields.Datetime(
        string="Certificate valid until", compute="_compute_key"
    )
    is_key_expiring = fields.Boolean(compute="_compute_key")

    def _compute_means(self):
        openssl = Openssl.of_machine()
        try:
            version, has_gost = openssl.get_version(), openssl.has_gost()
        except OpensslFailure:
            version, has_gost = False, False
        self.openssl_version = version
        self.has_gost = has_gost

    def _compute_root_count(self):
        roots = Domain("kind", "=", "root") & Domain("expires_at", ">", "now")
        certificates = self.env["social.interagency.certificate"]
        self.root_count = certificates.search_count(roots)

    def _compute_key(self):
        key = OwnKey.of_machine()
        certificate = key and key.get_certificate()
        self.key_state = key.get_state() if key else "none"
        self.key_owner = certificate and (
            certificate.organization or certificate.signer
        )
        self.key_serial = certificate and certificate.serial
        self.key_until = certificate and certificate.not_after
        self.is_key_expiring = bool(certificate) and self.env[
            "social.interagency.certificate"
        ]._is_near(certificate.not_after)
