from odoo import api, fields, models


class SocialSupportJournal(models.Model):
    """The journal of programmes, urgent services and signals."""

    _name = "social.support.journal"
    _description = "Journal of Social Support"
    _inherit = ["social.journal.entry.mixin"]

    event = fields.Selection(
        selection_add=[
            ("agreed", "Agreed with the citizen"),
            ("returned", "Returned to the draft"),
            ("in_force", "Put into force"),
            ("superseded", "Superseded"),
            ("completed", "Completed"),
            ("terminated", "Terminated"),
            ("refusal", "Refusal of the citizen recorded"),
            ("marked", "Performance marked"),
            ("printed", "Printed"),
            ("done", "Services provided"),
            ("cancelled", "Cancelled"),
            ("surveyed", "Family surveyed"),
            ("closed", "Closed"),
        ]
    )
    programme_id = fields.Many2one(
        comodel_name="social.support.programme",
        string="Individual programme",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    urgent_id = fields.Many2one(
        comodel_name="social.support.urgent",
        string="Act of urgent services",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    signal_id = fields.Many2one(
        comodel_name="social.support.signal",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )

    def _get_document_label(self, document):
        return document.name

    @api.model
    def _get_payload_labels(self):
        return {
            **super()._get_payload_labels(),
            "decision": self.env._("Decision"),
            "line": self.env._("Service line"),
            "measure": self.env._("Measure line"),
            "next": self.env._("Next version"),
            "performance": self.env._("Performance"),
            "reason": self.env._("Reason"),
            "refusal": self.env._("Refusal"),
        }
