from smtplib import SMTPException

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

from ..errors import Postponed
from ..parcel import Receipt
from .base import Channel


class Email(Channel):
    """A letter with the message attached; the answer comes on paper.

    It goes out through the mail server of Odoo, to the address of the endpoint.
    """

    code = "email"
    label = "E-mail"
    sequence = 50
    is_paper = True
    is_queued = True
    notices = frozenset({"returned", "cancelled"})

    def send(self, parcel):
        """Send the letter; the message id is the letter's own id."""
        server = self.endpoint.env["ir.mail_server"].sudo()
        letter = self._prepare_letter(server, parcel)
        try:
            server.send_email(letter)
        except (MailDeliveryException, OSError, SMTPException):
            # Whatever the mail server says may quote the letter.
            raise Postponed("mail_server") from None
        return Receipt(is_delivered=False)

    def _get_sender(self, server):
        """Return the address of this system."""
        company = server.env.company
        sender = server._get_default_from_address() or company.email_formatted
        if not sender:
            raise Postponed("mail_server")
        return sender

    def _prepare_letter(self, server, parcel):
        """Return the letter: its own words hold no personal data."""
        attachments = [("message.xml", parcel.content, "application/xml")]
        if parcel.signature:
            attachments.append(
                ("message.xml.sig", parcel.signature, "application/pkcs7-signature")
            )
        attachments += [
            (parcel.names[sha256], content, "application/octet-stream")
            for sha256, content in parcel.files.items()
        ]
        return server._build_email__(
            email_from=self._get_sender(server),
            email_to=[self.endpoint.mailbox],
            subject=parcel.subject,
            body=parcel.subject,
            attachments=attachments,
            message_id=f"<{parcel.message_id}@social-interagency>",
        )
