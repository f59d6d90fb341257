from odoo import models


class IrAttachmentSignature(models.Model):
    """Files of papers that come with a detached electronic signature."""

    _inherit = "ir.attachment"

    def _bind_to(self, document):
        """Check the signatures among the files too."""
        super()._bind_to(document)
        if self:
            self.env["social.interagency.signature"]._check_files(document)

    def unlink(self):
        """Let the signatures that stay behind say that their file is gone."""
        checks_sudo = self.env["social.interagency.signature"].sudo()
        left = checks_sudo.search(
            [
                ("attachment_id", "in", self.ids),
                ("signature_attachment_id", "not in", self.ids),
            ]
        )
        papers = [signature._get_paper() for signature in left]
        unlinked = super().unlink()
        for paper in papers:
            checks_sudo._check_files(paper)
        return unlinked
