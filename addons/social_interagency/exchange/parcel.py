"""What a carrier carries."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A message as it travels: its XML, its signature and the files beside it.

    :param message_id: number of the message for the carrier, if it is known
    :param content: XML by the published schema
    :param signature: detached CMS of ``content``, empty when it is not signed
    :param files: ``{SHA-256: bytes}`` of the files that are not within the XML
    :param names: ``{SHA-256: name}`` of these files, for carriers that show them
    :param subject: words without personal data, for carriers that show some
    :param reply_to: what the carrier needs to take an answer to it
    :param is_test: a message that the other side must not execute
    :param expires_at: naive UTC moment after which it need not be delivered
    """

    content: bytes
    signature: bytes = b""
    files: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)
    message_id: str = ""
    subject: str = ""
    reply_to: str = ""
    is_test: bool = False
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A parcel that a carrier has brought, or a status of one that it took away.

    :param parcel: what came; nothing when this is only a status
    :param mark: what the carrier needs to confirm it once
    :param sender: mnemonic or INN of the sender, when the carrier vouches for it
    :param original_id: the carrier's number of the message that this is about
    :param remote_id: the carrier's number of the message, by which it is answered
    :param is_delivered: the addressee has our message
    :param registered: the addressee's number of our request
    :param failure: code and detail of why what came cannot be read
    :param refusal: code and words of a refusal of our message by the other side
    """

    mark: str
    parcel: Parcel | None = None
    sender: str = ""
    original_id: str = ""
    remote_id: str = ""
    is_delivered: bool = False
    registered: str = ""
    failure: tuple = ()
    refusal: tuple = ()


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the carrier says when it has taken a parcel.

    :param remote_id: its own number of the message, if it gives one
    :param is_delivered: whether the addressee has it already
    """

    remote_id: str = ""
    is_delivered: bool = True
