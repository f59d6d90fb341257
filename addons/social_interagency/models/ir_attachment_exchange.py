import hashlib
import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..exchange.errors import Malformed, Refused
from ..exchange.papers import File

KEPT_HOURS = 48
SWEEP_BATCH = 500
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\x00-\x1f]')
_LONGEST_NAME = 200


class IrAttachmentExchange(models.Model):
    """Files on their way into a message or out of one."""

    _inherit = "ir.attachment"

    _sha256_idx = models.Index("(sha256) WHERE sha256 IS NOT NULL")

    def _prepare_papers(self):
        """Return the files as a message names them; small ones travel inside."""
        return tuple(
            File.of(
                _FORBIDDEN.sub("_", file.name)[:_LONGEST_NAME],
                file._get_sealed_content(),
            )
            for file in self.sudo()
        )

    def _get_sealed_content(self):
        """Return the bytes of a file of a paper.

        :raises Refused: when the file is lost or is not the one that was sealed
        """
        content = self.raw or b""
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise Refused("file_lost")
        return content

    @api.model
    def _upload(self, name, content):
        """Return a fresh file of the user with its digest, for a message to come."""
        file = self.create({"name": name, "raw": content})
        file._seal_file()
        return file

    @api.model
    def _take_upload(self, name, sha256, content):
        """Keep a file that a message will name; a repetition changes nothing.

        :raises Malformed: when the content has another digest
        """
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Malformed("file_changed")
        uploads_sudo = self.sudo()
        if not uploads_sudo.search_count(self._get_own_upload_domain(sha256), limit=1):
            uploads_sudo._upload(name, content)

    @api.model
    def _find_upload(self, sha256):
        """Return the user's own fresh file with this digest.

        :raises Malformed: when there is none
        """
        domain = self._get_own_upload_domain(sha256)
        if file := self.search(domain, order="id desc", limit=1):
            return file
        raise Malformed("file_missing")

    @api.model
    def _get_own_upload_domain(self, sha256):
        return (
            self._get_uploads_domain()
            & Domain("sha256", "=", sha256)
            & Domain("create_uid", "=", self.env.uid)
        )

    @api.model
    def _get_uploads_domain(self):
        return (
            Domain("sha256", "!=", False)
            & Domain("res_model", "=", False)
            & Domain("res_field", "=", False)
        )

    @api.autovacuum
    def _gc_uploads(self):
        """Remove files that were uploaded for a message that never came."""
        before = fields.Datetime.now() - timedelta(hours=KEPT_HOURS)
        waiting = self.env["social.interagency.message"].sudo()
        old = self.search(
            self._get_uploads_domain()
            & Domain("create_date", "<", before)
            & Domain("id", "not in", waiting._get_waiting_files().ids),
            limit=SWEEP_BATCH,
        )
        old._keyed_unlink()
        return len(old), len(old) == SWEEP_BATCH
