import logging
from pathlib import Path

from odoo import api, models
from odoo.fields import Command

from ..tools import journal_digest

_logger = logging.getLogger(__name__)

FOLDER_PARAMETER = "social_interagency.seal_folder"
HANDED_OUT_PARAMETER = "social_interagency.seal_handed_out"


class SocialJournalSealHandOut(models.Model):
    """Handing the newest seal out of the database, so that a cut tail shows."""

    _inherit = "social.journal.seal"

    def action_download(self):
        """Download the seal as a small text file to keep apart from the server."""
        self.ensure_one()
        self.check_access("read")
        return self._get_download(self._get_file())

    @api.model
    def _get_download(self, attachment):
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    def _get_file(self):
        """Return the attachment with the text of the seal, made when first needed."""
        self.ensure_one()
        name = f"seal-{self.number}.txt"
        return self._find_file(name) or self._make_file(name, self._get_text().encode())

    def _find_file(self, name):
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("name", "=", name),
                ],
                limit=1,
            )
        )

    def _make_file(self, name, raw):
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": name,
                    "raw": raw,
                    "mimetype": "text/plain",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )

    def _get_text(self):
        return journal_digest.seal_text(
            self.env._("Seal of the journals. Keep this file apart from the server."),
            self.number,
            self.digest,
            journal_digest.format_moment(self.sealed_at),
        )

    @api.model
    def _cron_hand_out(self):
        """Hand out the newest seal: a file, a mail to each auditor, once per seal."""
        self._cron_seal()
        newest = self._get_newest()
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        handed_out = int(parameters_sudo.get_param(HANDED_OUT_PARAMETER, 0))
        if newest.number <= handed_out:
            return
        newest._mail_to_auditors()
        newest._write_to_folder(parameters_sudo.get_param(FOLDER_PARAMETER))
        parameters_sudo.set_param(HANDED_OUT_PARAMETER, str(newest.number))

    def _mail_to_auditors(self):
        auditors = self.env.ref("social_interagency.group_auditor").all_user_ids
        self.env["mail.mail"].sudo().create(
            [
                self.with_context(lang=auditor.lang)._prepare_mail(auditor)
                for auditor in auditors
                if auditor.email
            ]
        )

    def _prepare_mail(self, auditor):
        return {
            "subject": self.env._("Seal No. %s of the journals", self.number),
            "body_html": self.env._(
                "The newest seal of the journals is attached. Keep it apart from the "
                "server: it proves later that the tail of the journal was not cut."
            ),
            "email_to": auditor.email_formatted,
            "attachment_ids": [Command.link(self._get_file().id)],
            "auto_delete": True,
        }

    def _write_to_folder(self, folder):
        if not folder:
            return
        try:
            path = Path(folder, f"seal-{self.number}.txt")
            path.write_text(self._get_text(), encoding="utf-8")
        except OSError:
            _logger.exception(
                "The seal was not written to the folder of the parameter %s. "
                "Make the folder writable for the server.",
                FOLDER_PARAMETER,
            )
