from odoo import api, fields, models


class SocialControlJournal(models.Model):
    """The journal of plans, inspections, violations and prescriptions."""

    _name = "social.control.journal"
    _description = "Journal of Social Control"
    _inherit = ["social.journal.entry.mixin"]

    event = fields.Selection(
        selection_add=[
            ("approved", "Approved"),
            ("amended", "Changed by an act"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
            ("scheduled", "Order to inspect signed"),
            ("started", "Inspection started"),
            ("act_signed", "Act signed"),
            ("handed_over", "Act handed over"),
            ("acknowledged", "Act acknowledged"),
            ("refused_to_sign", "Refusal to sign noted"),
            ("objected", "Objection filed"),
            ("objection_decided", "Objection decided"),
            ("printed", "Printed"),
            ("confirmed", "Violation confirmed"),
            ("dismissed", "Violation dismissed"),
            ("measure_taken", "Measure taken"),
            ("eliminated", "Violation eliminated"),
            ("issued", "Prescription issued"),
            ("submitted", "Proof sent"),
            ("met", "Prescription met"),
            ("failed", "Prescription not met"),
            ("recheck", "New term for the failed items"),
            ("extended", "Term extended"),
            ("escalated", "Escalated to the head"),
        ]
    )
    plan_id = fields.Many2one(
        comodel_name="social.control.plan",
        string="Plan of control",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    inspection_id = fields.Many2one(
        comodel_name="social.control.inspection",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    finding_id = fields.Many2one(
        comodel_name="social.control.finding",
        string="Violation",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    order_id = fields.Many2one(
        comodel_name="social.control.order",
        string="Prescription",
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
            "act": self.env._("Act"),
            "decision": self.env._("Decision"),
            "days": self.env._("Working days"),
            "failed": self.env._("Failed items"),
            "findings": self.env._("Violations"),
            "ground": self.env._("Ground"),
            "heads": self.env._("Heads"),
            "kind": self.env._("Kind"),
            "liability": self.env._("Measure"),
            "objection": self.env._("Objection"),
            "order": self.env._("Prescription"),
            "proof": self.env._("Proof"),
            "request": self.env._("Request"),
        }

    @api.model
    def _get_payload_options(self):
        return {
            **super()._get_payload_options(),
            "decision": self._get_selection("social.control.objection", "decision"),
            "kind": {
                **self._get_selection("social.control.plan.act", "kind"),
                **self._get_selection("social.control.inspection", "handed_kind"),
            },
        }

    @api.model
    def _get_payload_records(self):
        return {
            **super()._get_payload_records(),
            "act": ("social.control.plan.act", "id", "name"),
            "act_of_order": ("social.control.order.act", "id", "name"),
            "failed": ("social.control.order.item", "id", "finding_id"),
            "ground": ("social.control.dismissal.ground", "code", "name"),
            "liability": ("social.control.liability", "code", "name"),
            "objection": ("social.control.objection", "id", "filed_at"),
            "proof": ("social.control.proof", "id", "sent_at"),
        }

    def _get_detail_kind(self, name):
        is_of_order = name == "act" and self.order_id
        return "act_of_order" if is_of_order else super()._get_detail_kind(name)
