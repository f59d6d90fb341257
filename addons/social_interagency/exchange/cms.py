"""Detached signatures (CMS) of files: made and verified by OpenSSL, GOST included.

The system's own list of authorities is never trusted: only the roots that the
caller gives. Whether a certificate was revoked is not asked of anybody.
"""

import base64
import binascii
import re
import time
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import cms as asn1_cms
from asn1crypto import pem

from . import certificate as certificates
from .openssl import Openssl, OpensslFailure

SIGNATURE_LIMIT = 1024 * 1024
CONTENT_LIMIT = 256 * 1024 * 1024
_CLOCK_DRIFT = timedelta(hours=1)

INVALID = frozenset(
    {
        "bad_signature",
        "content_changed",
        "expired",
        "malformed",
        "not_yet_valid",
        "signed_in_future",
        "untrusted_chain",
        "wrong_usage",
    }
)
NOT_CHECKED = frozenset(
    {
        "failed",
        "no_certificate",
        "no_engine",
        "no_openssl",
        "no_roots",
        "several_signers",
        "timeout",
        "too_large",
        "unsupported",
    }
)
_DIGESTS = {
    "1.2.643.7.1.1.2.2",  # GOST R 34.11-2012, 256 bits
    "1.2.643.7.1.1.2.3",  # GOST R 34.11-2012, 512 bits
    "2.16.840.1.101.3.4.2.1",  # SHA-256
    "2.16.840.1.101.3.4.2.2",  # SHA-384
    "2.16.840.1.101.3.4.2.3",  # SHA-512
}
_INTEGRITY_ERRORS = (
    (rb"signer certificate not found", "no_certificate"),
    (rb"CMS_verify:content verify error", "content_changed"),
    (rb"CMS_SignerInfo_verify:verification failure", "bad_signature"),
    (rb"signature algorithm error|wrong signature", "bad_signature"),
    (rb"check_attributes:attribute error", "malformed"),
    (rb"unknown digest|unsupported|no public key", "unsupported"),
)
_UNREADABLE = 2  # exit code of `openssl cms`
_CHAIN_ERRORS = {"9": "not_yet_valid", "10": "expired"}


@dataclass(frozen=True)
class Verdict:
    """The result of a check; moments are naive UTC.

    :param state: ``valid``, ``invalid`` or ``not_checked``
    :param reason: a code of ``INVALID`` or ``NOT_CHECKED``; empty when valid
    :param signed_at: what the signer's own clock says, not a time stamp
    """

    state: str
    reason: str = ""
    signer: str = ""
    organization: str = ""
    inn: str = ""
    ogrn: str = ""
    is_person: bool = False
    subject: str = ""
    serial: str = ""
    issuer: str = ""
    not_before: datetime | None = None
    not_after: datetime | None = None
    signed_at: datetime | None = None
    fingerprint: str = ""


class _Stop(Exception):
    """The check is over, for a reason.

    :param code: a code of ``INVALID`` or ``NOT_CHECKED``
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class CannotSign(Exception):
    """A signature was not made.

    :param code: one of ``no_openssl``, ``no_engine``, ``timeout``, ``failed``
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def sign(content, key_file, certificate_file, chain_file=None, openssl=None):
    """Return a detached signature (CAdES-BES, DER) with the moment of signing.

    :param key_file: path of the private key (PEM, without a password)
    :param certificate_file: path of the signer's certificate (PEM)
    :param chain_file: path of the intermediate certificates (PEM)
    :raises CannotSign: when the program, the engine or the key does not do
    """
    openssl = openssl or Openssl.of_machine()
    chain = ("-certfile", str(chain_file)) if chain_file else ()
    arguments = ("-sign", "-binary", "-cades", "-nosmimecap", "-outform", "DER")
    keys = ("-signer", str(certificate_file), "-inkey", str(key_file), *chain)
    try:
        signer = certificates.parse(Path(certificate_file).read_bytes())
        if signer.is_gost and not openssl.has_gost():
            raise CannotSign("no_engine")
        with openssl.session() as session:
            result = session.run("cms", *arguments, *keys, stdin=content)
    except OpensslFailure as error:
        raise CannotSign(error.code) from error
    except (OSError, ValueError) as error:
        raise CannotSign("failed") from error
    if result.returncode or not result.stdout:
        raise CannotSign("failed")
    return result.stdout


def verify(content, signature, roots, at=None, intermediates=(), openssl=None):
    """Return the verdict on a detached signature (DER, PEM or base64) of content.

    :param roots: PEM of the certificates that are trusted
    :param at: naive UTC moment at which the certificates must be valid; by default
        the moment of signing that the signature names, else the present
    :param intermediates: PEM of certificates that help to reach a root
    """
    return _Check(content, openssl or Openssl.of_machine()).run(
        signature, roots, at, intermediates
    )


class _Check:
    """One check, step by step; what is known of the signer outlives a failure."""

    def __init__(self, content, openssl):
        self.content = content
        self.openssl = openssl
        self.signer = None
        self.signed_at = None

    def run(self, signature, roots, at, intermediates):
        try:
            self._check_size(signature)
            der = self._read(signature)
            with self.openssl.session() as session:
                self._check_integrity(session, der, intermediates)
                self._check_signer()
                self._check_chain(session, roots, at, intermediates)
        except (_Stop, OpensslFailure) as stop:
            return self._conclude(stop.code)
        return self._conclude("")

    def _conclude(self, reason):
        state = "invalid" if reason in INVALID else "not_checked"
        details = {
            field.name: getattr(self.signer, field.name)
            for field in fields(Verdict)
            if hasattr(self.signer, field.name)
        }
        return Verdict(
            state=state if reason else "valid",
            reason=reason,
            signed_at=self.signed_at,
            **details,
        )

    def _check_size(self, signature):
        if len(signature) > SIGNATURE_LIMIT or len(self.content) > CONTENT_LIMIT:
            raise _Stop("too_large")

    def _read(self, signature):
        """Return the DER; keep the signer and refuse what cannot be judged."""
        try:
            der = decode(signature)
            signed = asn1_cms.ContentInfo.load(der)["content"]
            signers = signed["signer_infos"]
            if len(signers) != 1:
                raise _Stop("several_signers" if len(signers) else "malformed")
            self.signed_at = _get_moment(signers[0])
            digest = signers[0]["digest_algorithm"]["algorithm"].dotted
            self.signer = _find_certificate(signed, signers[0])
        except certificates.PARSING as error:
            raise _Stop("malformed") from error
        if digest not in _DIGESTS:
            raise _Stop("unsupported")
        if digest.startswith(certificates.GOST) and not self.openssl.has_gost():
            raise _Stop("no_engine")
        return der

    def _check_integrity(self, session, der, intermediates):
        """Check that the signature is of this content, whoever the signer is."""
        session.write("signature.der", der)
        session.write("others.pem", b"\n".join(intermediates))
        result = session.run(
            *("cms", "-verify", "-noverify", "-binary", "-inform", "DER"),
            *("-in", "signature.der", "-content", "/dev/stdin", "-out", "/dev/null"),
            *("-signer", "signer.pem", "-certsout", "embedded.pem"),
            *(("-certfile", "others.pem") if intermediates else ()),
            stdin=self.content,
        )
        if result.returncode:
            raise _Stop(_explain_integrity(result))
        try:
            self.signer = certificates.parse(session.read("signer.pem"))
        except ValueError as error:
            raise _Stop("failed") from error

    def _check_signer(self):
        if not self.signer.is_for_signing:
            raise _Stop("wrong_usage")
        latest = _get_present() + _CLOCK_DRIFT
        if self.signed_at and self.signed_at > latest:
            raise _Stop("signed_in_future")

    def _check_chain(self, session, roots, at, intermediates):
        """Check that the signer's certificate leads to a trusted root."""
        if not roots:
            raise _Stop("no_roots")
        session.write("roots.pem", b"\n".join(roots))
        embedded = session.read("embedded.pem")
        session.write("others.pem", b"\n".join([embedded, *intermediates]))
        moment = at or self.signed_at or _get_present()
        result = session.run(
            *("verify", "-CAfile", "roots.pem", "-no-CApath", "-no-CAstore"),
            *("-purpose", "any", "-auth_level", "1", "-untrusted", "others.pem"),
            *("-attime", str(int(moment.replace(tzinfo=UTC).timestamp()))),
            "signer.pem",
        )
        if result.returncode:
            raise _Stop(self._explain_chain(result.stderr))

    def _explain_chain(self, text):
        if re.search(rb"decode error|unsupported", text):
            return "unsupported" if self.openssl.has_gost() else "no_engine"
        found = re.search(rb"error (\d+) at \d+ depth", text)
        if not found:
            return "failed"
        return _CHAIN_ERRORS.get(found.group(1).decode(), "untrusted_chain")


def decode(signature):
    """Return the DER of a signature in DER, PEM or base64.

    :raises ValueError: for anything else
    """
    if signature[:1] == b"\x30":
        return signature
    text = signature.removeprefix(b"\xef\xbb\xbf").strip()
    if pem.detect(text):
        return pem.unarmor(text)[2]
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error as error:
        raise ValueError("Not a signature") from error


def _explain_integrity(result):
    if result.returncode == _UNREADABLE:
        return "malformed"
    for pattern, code in _INTEGRITY_ERRORS:
        if re.search(pattern, result.stderr):
            return code
    return "failed"


def _get_present():
    """Return the machine's time (naive UTC), which OpenSSL puts into signatures."""
    seconds = time.clock_gettime(time.CLOCK_REALTIME)
    return certificates.to_naive(datetime.fromtimestamp(seconds, UTC))


def _get_moment(signer):
    """Return the moment of signing that the signature names, if it names one."""
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "signing_time":
            return certificates.to_naive(attribute["values"][0].native)
    return None


def _find_certificate(signed, signer):
    """Return the signer's certificate if it travels with the signature."""
    for choice in signed["certificates"]:
        if choice.name == "certificate" and _is_of(choice.chosen, signer["sid"]):
            return certificates.parse(choice.chosen.dump())
    return None


def _is_of(certificate, identifier):
    if identifier.name == "subject_key_identifier":
        return certificate.key_identifier == identifier.native
    issuer = certificate.issuer.dump() == identifier.chosen["issuer"].dump()
    serial = identifier.chosen["serial_number"].native
    return issuer and certificate.serial_number == serial
