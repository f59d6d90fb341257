"""What an X.509 certificate says of its owner, Russian attributes included.

Only names and dates are read: the key itself may be of any algorithm.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import pem, x509

_COMMON_NAME = "2.5.4.3"
_SURNAME = "2.5.4.4"
_GIVEN_NAME = "2.5.4.42"
_ORGANIZATION = "2.5.4.10"
_INN = "1.2.643.3.131.1.1"
_INN_OF_COMPANY = "1.2.643.100.4"
_OGRN = "1.2.643.100.1"
_OGRN_OF_TRADER = "1.2.643.100.5"
# What may be shown and stored of a name; the SNILS is not among it.
_SHOWN = {
    _COMMON_NAME: "CN",
    _ORGANIZATION: "O",
    "2.5.4.11": "OU",
    "2.5.4.12": "T",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.6": "C",
}
GOST = "1.2.643."
# The start of 1.2.643.7.1.1.1, keys of GOST R 34.10-2012: the library knows none.
_GOST_KEY = bytes.fromhex("06082a850307010101")
# Each kind of damage shows as another of these.
PARSING = (
    *(ArithmeticError, AttributeError, LookupError),
    *(RecursionError, TypeError, ValueError),
)
_LONGEST = 256
_FIRST_YEAR = 1900


@dataclass(frozen=True)
class Certificate:
    """A certificate, read; moments are naive UTC.

    :param inn: of the organisation or sole trader, else of the person
    :param is_person: whether the certificate names no organisation
    """

    signer: str
    organization: str
    inn: str
    ogrn: str
    subject: str
    issuer: str
    serial: str
    fingerprint: str
    not_before: datetime
    not_after: datetime
    is_person: bool
    is_authority: bool
    is_self_issued: bool
    is_for_signing: bool
    is_gost: bool
    pem: bytes


def parse(content):
    """Return the certificate of a PEM or DER file.

    :raises ValueError: for anything else
    """
    try:
        if pem.detect(content):
            _kind, _headers, content = pem.unarmor(content)
        return _read(x509.Certificate.load(content, strict=True), content)
    except PARSING as error:
        raise ValueError("Not a certificate") from error


def _read(certificate, der):
    body = certificate["tbs_certificate"]
    names, issuer = _get_names(body["subject"]), _get_names(body["issuer"])
    validity = body["validity"]
    usage = certificate.key_usage_value
    constraints = certificate.basic_constraints_value
    return Certificate(
        signer=_get_signer(names),
        organization=names.get(_ORGANIZATION, ""),
        inn=_get_inn(names),
        ogrn=names.get(_OGRN) or names.get(_OGRN_OF_TRADER, ""),
        subject=_get_text(names),
        issuer=_get_text(issuer),
        serial=f"{body['serial_number'].native:X}"[:_LONGEST],
        fingerprint=hashlib.sha256(der).hexdigest(),
        not_before=to_naive(validity["not_before"].native),
        not_after=to_naive(validity["not_after"].native),
        is_person=_is_person(names),
        is_authority=bool(constraints and constraints["ca"].native),
        is_self_issued=body["subject"].dump() == body["issuer"].dump(),
        is_for_signing=not usage
        or bool(usage.native & {"digital_signature", "non_repudiation"}),
        is_gost=_GOST_KEY in body["subject_public_key_info"].dump(),
        pem=pem.armor("CERTIFICATE", der),
    )


def to_naive(moment):
    """Return an aware moment as naive UTC.

    :raises ValueError: for a year that no certificate has
    """
    if moment.year < _FIRST_YEAR:
        raise ValueError("Not a moment of a certificate")
    return moment.astimezone(UTC).replace(tzinfo=None)


def _get_names(name):
    return {
        pair["type"].dotted: _get_value(pair["value"])
        for part in name.chosen
        for pair in part
    }


def _get_value(value):
    """Return the text without the signs that no name has, NUL among them."""
    native = value.native
    text = native if isinstance(native, str) else ""
    return "".join(filter(str.isprintable, text)).strip()[:_LONGEST]


def _get_text(names):
    parts = [(label, names.get(code)) for code, label in _SHOWN.items()]
    return ", ".join(f"{label}={value}" for label, value in parts if value)


def _get_signer(names):
    person = [names.get(_SURNAME), names.get(_GIVEN_NAME)]
    return " ".join(filter(None, person)) or names.get(_COMMON_NAME, "")


def _get_inn(names):
    """Return the INN; certificates of before 2021 pad a company's with zeros."""
    inn = names.get(_INN, "")
    is_padded = len(inn) == 12 and inn.startswith("00")
    return names.get(_INN_OF_COMPANY) or (inn[2:] if is_padded else inn)


def _is_person(names):
    marks = (_INN_OF_COMPANY, _OGRN, _OGRN_OF_TRADER)
    return len(_get_inn(names)) != 10 and not any(names.get(mark) for mark in marks)
