import hashlib

from odoo import api, models
from odoo.tools import SQL


class IrAttachmentCheck(models.Model):
    """What the check of stored files asks of each of them."""

    _inherit = "ir.attachment"

    @api.model
    def _get_sealed_after(self, position, limit):
        """Return the next files of papers by id, those of fields included."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM ir_attachment WHERE sha256 IS NOT NULL AND id > %s "
                "ORDER BY id LIMIT %s",
                position,
                limit,
            )
        )
        return self.browse(file_id for (file_id,) in rows)

    def _get_fault(self):
        """Return why the file is not the one that was sealed, nothing if it is."""
        # Odoo would read the contents of all files at hand, and each may be large.
        content = self.with_prefetch().raw or b""
        self.invalidate_recordset(["raw"])
        if hashlib.sha256(content).hexdigest() == self.sha256:
            return ""
        return "altered" if content else "lost"
