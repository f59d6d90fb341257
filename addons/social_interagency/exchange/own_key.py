"""The key by which this system signs what it sends.

Named by environment variables of the server, absolute paths, never in the database:

- ``SOCIAL_SIGNING_KEY_FILE``: the private key, PEM, without a password
- ``SOCIAL_SIGNING_CERTIFICATE_FILE``: its certificate
- ``SOCIAL_SIGNING_CHAIN_FILE``: certificates of the intermediate authorities, if any
"""

import os
from dataclasses import dataclass
from pathlib import Path

from . import certificate as certificates
from . import cms

_VARIABLES = (
    "SOCIAL_SIGNING_KEY_FILE",
    "SOCIAL_SIGNING_CERTIFICATE_FILE",
    "SOCIAL_SIGNING_CHAIN_FILE",
)


@dataclass(frozen=True)
class OwnKey:
    """Paths of the key, of its certificate and of the chain above it."""

    key_file: str
    certificate_file: str
    chain_file: str

    @classmethod
    def of_machine(cls):
        """Return the configured key; nothing when none is named."""
        files = [os.environ.get(name, "") for name in _VARIABLES]
        return cls(*files) if any(files) else None

    def sign(self, content):
        """Return a detached signature of content, DER.

        :raises CannotSign: when a file does not do
        """
        files = [self.key_file, self.certificate_file]
        files += filter(None, [self.chain_file])
        if not all(Path(file).is_absolute() for file in files):
            raise cms.CannotSign("failed")
        return cms.sign(
            content, self.key_file, self.certificate_file, self.chain_file or None
        )

    def get_certificate(self):
        """Return the certificate, or nothing when its file holds none."""
        try:
            return certificates.parse(Path(self.certificate_file).read_bytes())
        except (OSError, ValueError):
            return None

    def get_state(self):
        """Return ``ready`` when the key signs, else ``broken``."""
        try:
            self.sign(b"test")
        except cms.CannotSign:
            return "broken"
        return "ready"
