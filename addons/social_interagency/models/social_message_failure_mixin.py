from odoo import api, fields, models

# What the code of a refusal becomes for a peer that speaks in codes of SMEV.
ACCESS_DENIED = {"wrong_sender", "not_allowed", "key_owner"}
UNKNOWN = {"unknown_type", "unknown_original", "unknown_recipient", "unknown_root"}


class SocialMessageFailureMixin(models.AbstractModel):
    """Why something of the exchange failed: a code that becomes one sentence.

    The code is stored, so that each reader gets the sentence in his own language.
    """

    _name = "social.message.failure.mixin"
    _description = "Failure of the Exchange"

    failure = fields.Char(string="Code of the failure", readonly=True)
    failure_detail = fields.Char(string="Where or what", readonly=True)
    failure_text = fields.Char(string="Cause", compute="_compute_failure_text")

    @api.depends("failure", "failure_detail")
    @api.depends_context("lang")
    def _compute_failure_text(self):
        for record in self:
            record.failure_text = record.failure and self._explain_failure(
                record.failure, record.failure_detail or ""
            )

    @api.model
    def _explain_failure(self, code, detail=""):
        """Return the sentence for a code of ``exchange.errors``."""
        texts = self._get_failures(detail)
        return texts.get(code) or texts["internal"]

    @api.model
    def _get_failures(self, detail):
        """Return all sentences by their codes, about that detail."""
        return {
            **self._get_content_failures(detail),
            **self._get_package_failures(detail),
            **self._get_execution_failures(detail),
            **self._get_party_failures(detail),
            **self._get_delivery_failures(detail),
            **self._get_connection_failures(detail),
        }

    @api.model
    def _get_reject_code(self, code):
        """Return which of the four reject codes of SMEV tells the failure."""
        if code in ACCESS_DENIED:
            return "ACCESS_DENIED"
        return "UNKNOWN_REQUEST_DESCRIPTION" if code in UNKNOWN else "FAILURE"

    @api.model
    def _get_content_failures(self, detail):
        _ = self.env._
        return {
            "encoding": _("The message is not in UTF-8. Send it in UTF-8."),
            "entities": _(
                "The message has a document type declaration or entities. "
                "Send it without them."
            ),
            "file_changed": _(
                "The content of a file does not agree with its size or SHA-256. "
                "Send the file again."
            ),
            "not_schema": _(
                "The file is no XML Schema. Choose the .xsd file of the document."
            ),
            "not_xml": _(
                "The message is no well-formed XML (line %(line)s). "
                "Correct the program that makes it.",
                line=detail,
            ),
            "schema": _(
                "The message does not follow the published schema (%(place)s). "
                "Check it against the schema before sending.",
                place=detail,
            ),
            "schema_parts": _(
                "The schema includes other files. Put everything into one file."
            ),
            "too_large": _(
                "The message is over %(limit)s MB. Send large files beside it.",
                limit=detail,
            ),
            "unknown_root": _(
                "The document is no message of this exchange. "
                "Use the published schema social-exchange-1.0.xsd."
            ),
            "value": _(
                "The message has a date or a number that cannot exist. Correct it."
            ),
        }

    @api.model
    def _get_package_failures(self, detail):
        _ = self.env._
        return {
            "bad_package": _(
                "The package is no ZIP with message.xml and files by SHA-256. "
                "Make it by the rules of the exchange."
            ),
            "encrypted_package": _(
                "The package is encrypted. Send it without a password."
            ),
            "file_missing": _(
                "A file that the message names did not come with it. "
                "Upload the file first, then send the message."
            ),
            "no_message": _("The package has no message.xml. Put the message in."),
            "too_many_entries": _(
                "The package has over %(limit)s entries. Split the answer.",
                limit=detail,
            ),
        }

    @api.model
    def _get_execution_failures(self, detail):
        _ = self.env._
        return {
            "busy": _(
                "Another process is changing the request. "
                "The message will be executed again."
            ),
            "citizen": _(
                "The citizen's details contradict the card %(card)s or lack the birth "
                "date. Compare them with the identity document.",
                card=detail,
            ),
            "expired": _("The time given for the delivery is over. Send it again."),
            "id_reused": _(
                "Another message came with this id before. "
                "Give each message an id of its own."
            ),
            "internal": _(
                "The message was not executed for an error of the program. "
                "Show the log of the server to its administrator."
            ),
            "not_allowed": _(
                "The regulation in force does not let this sender ask this addressee "
                "for these documents. Amend the regulation or choose the holder."
            ),
            "not_executed": detail,
        }

    @api.model
    def _get_party_failures(self, detail):
        _ = self.env._
        return {
            "signature": _(
                "The electronic signature is wrong, the message was not executed. "
                "Sign it anew with a valid certificate of the sender."
            ),
            "signature_missing": _(
                "Messages of this sender must be signed. Sign the message."
            ),
            "unknown_original": _(
                "There is no request to this sender with the id that the message "
                "names. Check the id of the original message."
            ),
            "unknown_reason": _(
                "The list has no reason “%(code)s”. Compare the lists of reasons.",
                code=detail,
            ),
            "unknown_recipient": _(
                "There is no participant with the INN and KPP of the recipient. "
                "Check the requisites."
            ),
            "unknown_type": _(
                "The list has no document type “%(code)s”. Compare the lists of types.",
                code=detail,
            ),
            "wrong_sender": _(
                "The message names another sender than the owner of the channel. "
                "Send it by the sender's own channel."
            ),
        }

    @api.model
    def _get_delivery_failures(self, detail):
        _ = self.env._
        return {
            "file_lost": _(
                "A file of the paper is missing on the server or was changed. "
                "Restore the folder of files from the backup."
            ),
            "folder": _(
                "The folder of the exchange cannot be read or written (error "
                "%(number)s). Check its rights and the free space.",
                number=detail,
            ),
            "mail_server": _(
                "The mail server did not take the letter. Check the server of "
                "outgoing mail in the settings."
            ),
            "refused_by_peer": _(
                "The other side refused the message: %(words)s. "
                "Mend the cause and send it again.",
                words=detail,
            ),
        }

    @api.model
    def _get_connection_failures(self, detail):
        _ = self.env._
        return {
            "answer_too_large": _(
                "The other side's answer is too large. Ask its operator what it is."
            ),
            "certificate": _(
                "The other side's TLS certificate is wrong or expired. "
                "Ask its operator to renew it."
            ),
            "key_refused": _(
                "The other side does not take our key. Ask its operator for a new key "
                "and set it in the electronic service."
            ),
            "overloaded": _(
                "The other side asks to wait (status %(status)s). "
                "The message will be sent again.",
                status=detail,
            ),
            "status": _(
                "The other side answered with the status %(status)s. "
                "The message will be sent again.",
                status=detail,
            ),
            "timeout": _(
                "The other side did not answer within %(seconds)s seconds. "
                "The message will be sent again.",
                seconds=detail,
            ),
            "unreachable": _(
                "The other side's server cannot be reached. "
                "The message will be sent again."
            ),
        }
