from odoo import fields, models


class SocialInteragencyJournalSignature(models.Model):
    """What the journal keeps of the certificates that are trusted."""

    _inherit = "social.interagency.journal"

    event = fields.Selection(
        selection_add=[
            ("certificate_withdrawn", "Certificate no longer trusted"),
            ("certificate_restored", "Certificate trusted again"),
        ]
    )
    certificate_id = fields.Many2one(
        comodel_name="social.interagency.certificate",
        string="Trusted certificate",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
