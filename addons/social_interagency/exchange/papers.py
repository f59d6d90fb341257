"""Requests, answers and notices as XML messages of the published schema.

Everything here is plain Python: a paper is a dataclass whose fields stand in the order
of the schema ``static/xsd/social-exchange-1.0.xsd``. Moments are naive UTC.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from . import xml
from .binding import attribute, from_element, items, text, to_element
from .errors import Malformed

NAMESPACE = "urn:social-interagency:exchange:1"
VERSION = "1.0"
INLINE_BYTES = 256 * 1024
BLOT = "•••"


@dataclass(frozen=True, kw_only=True)
class Party:
    """A participant as the other side finds it: by INN and KPP."""

    name: str
    inn: str
    kpp: str = ""
    ogrn: str = ""
    mnemonic: str = ""


@dataclass(frozen=True, kw_only=True)
class Named:
    """An entry of a shared list: its code decides, its name is for reading."""

    code: str = attribute("code")
    name: str = text(default="")


@dataclass(frozen=True, kw_only=True)
class Person:
    """An officer."""

    name: str = ""
    position: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Citizen:
    """The details of a citizen that leave with the request, no more."""

    last_name: str
    first_name: str
    patronymic: str = ""
    birth_date: date | None = None
    snils: str = ""
    identity_kind: str = ""
    identity_number: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Consent:
    """The consent that the request names (210-ФЗ, art. 7.2, part 1, item 9)."""

    number: str
    signed_on: date
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class File:
    """A file within the message or, by its SHA-256, beside it."""

    name: str = attribute("name")
    size: int = attribute("size")
    sha256: str = attribute("sha256")
    content: bytes | None = None

    @classmethod
    def of(cls, name, content, is_inline=None):
        """Return the file of a name and bytes; a small one goes inside."""
        if is_inline is None:
            is_inline = len(content) <= INLINE_BYTES
        return cls(
            name=name,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            content=content if is_inline else None,
        )

    def check(self, content):
        """Return ``content`` when it is the file that the message names."""
        if (len(content), hashlib.sha256(content).hexdigest()) != (
            self.size,
            self.sha256,
        ):
            raise Malformed("file_changed")
        return content


@dataclass(frozen=True, kw_only=True)
class Request:
    """An interagency request (210-ФЗ, art. 7.2)."""

    number: str
    service: Named | None = None
    documents: tuple[Named, ...] = items("Document")
    legal_basis: str = ""
    purpose: str = ""
    content: str = ""
    contact: str = ""
    answer_by: datetime | None = None
    executor: Person
    citizen: Citizen
    consent: Consent | None = None
    files: tuple[File, ...] = items("File")
    is_third_person: bool = attribute("thirdPerson", default=False)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The reply to a request."""

    number: str
    outcome: str
    reason: Named | None = None
    provided: tuple[Named, ...] = items("Document")
    text: str = ""
    signer: Person
    files: tuple[File, ...] = items("File")


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What became of a request or of a message."""

    kind: str
    number: str = ""
    is_complete: bool | None = None
    code: str = ""
    ground: str = ""


@dataclass(frozen=True, kw_only=True)
class Header:
    """Who sends what to whom, and which request it is about."""

    message_id: str
    original_message_id: str
    sent_at: datetime
    expires_at: datetime | None = None
    test: bool = False
    sender: Party
    recipient: Party


@dataclass(frozen=True, kw_only=True)
class Message:
    """A header and one paper."""

    header: Header
    request: Request | None = None
    answer: Answer | None = None
    notice: Notice | None = None
    version: str = attribute("version", default=VERSION)

    @property
    def paper(self):
        """Return the one paper of the message."""
        return self.request or self.answer or self.notice

    @property
    def kind(self):
        """Return what the paper is: ``request``, ``answer`` or ``notice``."""
        return type(self.paper).__name__.lower()

    @property
    def files(self):
        """Return the files of the paper."""
        return getattr(self.paper, "files", ())


def write(message):
    """Return the XML of a message in UTF-8, valid by the schema.

    :raises Malformed: for a paper that the schema does not allow
    """
    element = to_element(message, "Message", NAMESPACE)
    xml.validate(element, xml.load_schema())
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8")


def read(content):
    """Return the message of XML that came from outside.

    :raises Malformed: for what is not exactly such a message
    """
    element = xml.parse(content)
    if element.tag != f"{{{NAMESPACE}}}Message":
        raise Malformed("unknown_root")
    xml.validate(element, xml.load_schema())
    try:
        message = from_element(Message, element)
    except (ValueError, OverflowError):
        raise Malformed("value") from None
    for file in message.files:
        if file.content is not None:
            file.check(file.content)
    return message


def hide_citizen(content):
    """Return the message with the citizen's details, texts and files blotted out."""
    root = xml.parse(content)
    blotted = ("Citizen", "Consent", "Content", "Text", "Ground", "Files")
    for element in root.iter(*(f"{{{NAMESPACE}}}{tag}" for tag in blotted)):
        for part in element.iter():
            _blot(part)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _blot(element):
    if (element.text or "").strip():
        element.text = BLOT
    if "name" in element.attrib:
        element.set("name", BLOT)
