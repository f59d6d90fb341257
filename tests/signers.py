"""An authority of the tests and the keys of the information systems it vouches for."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

INN = x509.ObjectIdentifier("1.2.643.100.4")
_NAME = x509.NameOID.COMMON_NAME
_ORGANIZATION = x509.NameOID.ORGANIZATION_NAME


class Authority:
    """A root certificate; what it issues lies in a folder as PEM files."""

    def __init__(self, folder):
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(_NAME, "Test root")])
        self.certificate = self._issue(self.name, self.key.public_key(), is_root=True)

    @property
    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def issue(self, organization, inn):
        """Return the variables by which a server signs as this organisation."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name(
            [
                x509.NameAttribute(_NAME, organization),
                x509.NameAttribute(_ORGANIZATION, organization),
                x509.NameAttribute(INN, inn),
            ]
        )
        files = {
            "KEY": key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
            "CERTIFICATE": self._issue(subject, key.public_key()).public_bytes(
                serialization.Encoding.PEM
            ),
        }
        variables = {}
        for name, content in files.items():
            path = self.folder / f"{inn}-{name.lower()}.pem"
            path.write_bytes(content)
            variables[f"SOCIAL_SIGNING_{name}_FILE"] = str(path)
        return variables

    def _issue(self, subject, public_key, is_root=False):
        now = datetime.now(UTC)
        usage = dict.fromkeys(
            (
                "content_commitment",
                "crl_sign",
                "data_encipherment",
                "decipher_only",
                "digital_signature",
                "encipher_only",
                "key_agreement",
                "key_cert_sign",
                "key_encipherment",
            ),
            False,
        )
        usage |= (
            {"key_cert_sign": True, "crl_sign": True}
            if is_root
            else {"digital_signature": True, "content_commitment": True}
        )
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(is_root, None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .sign(self.key, hashes.SHA256())
        )
