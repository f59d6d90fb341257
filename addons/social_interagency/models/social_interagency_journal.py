from odoo import api, fields, models


class SocialInteragencyJournal(models.Model):
    """The journal of interagency interaction (order 889н, clause §6в)."""

    _name = "social.interagency.journal"
    _description = "Journal of Interagency Interaction"
    _inherit = ["social.journal.entry.mixin"]

    event = fields.Selection(
        selection_add=[
            ("changed", "Changed"),
            ("submitted", "Submitted for approval"),
            ("approval", "Sent for approval"),
            ("signed", "Signed"),
            ("approved", "Approved"),
            ("sent", "Sent"),
            ("received", "Received"),
            ("answered", "Answered"),
            ("accepted", "Accepted"),
            ("returned", "Returned"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
            ("redirected", "Redirected"),
            ("extension", "Term extended"),
            ("suspension", "Term suspended"),
            ("resumption", "Term resumed"),
            ("recounted", "Term recounted"),
            ("opened", "Opened"),
            ("consent_given", "Consent given"),
            ("consent_withdrawn", "Consent withdrawn"),
            ("destroyed", "Destroyed by act"),
            ("in_force", "Put into force"),
            ("superseded", "Superseded"),
            ("repealed", "Repealed"),
            ("expired", "Expired"),
            ("terminated", "Terminated"),
            ("escalated", "Escalated to the head"),
            ("started", "Taken into work"),
            ("step_done", "Step done"),
            ("done", "Granted"),
            ("returned_to_author", "Returned to the author"),
            ("user_linked", "User linked"),
            ("calendar_loaded", "Calendar year loaded"),
            ("calendar_changed", "Calendar days changed"),
            ("calendar_recounted", "Terms recounted by the calendar"),
            ("exported", "Workbook made"),
            ("queued", "Put back into the queue"),
            ("delivered", "Delivered"),
            ("executed", "Message executed"),
            ("failed", "Not delivered"),
            ("quarantined", "Message kept apart"),
            ("message_refused", "Message not taken"),
            ("key_issued", "Key of the exchange issued"),
            ("key_revoked", "Key of the exchange revoked"),
            ("token_set", "Key set"),
            ("outage_began", "Outage began"),
            ("outage_ended", "Outage ended"),
            ("maintenance_announced", "Maintenance announced"),
            ("maintenance_changed", "Maintenance changed"),
            ("maintenance_cancelled", "Maintenance cancelled"),
        ]
    )
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    calendar_id = fields.Many2one(
        comodel_name="social.interagency.calendar",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    request_id = fields.Many2one(
        comodel_name="social.interagency.request",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    application_id = fields.Many2one(
        comodel_name="social.interagency.application",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    citizen_id = fields.Many2one(
        comodel_name="social.interagency.citizen",
        groups="social_interagency.group_auditor",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    document_id = fields.Many2one(
        comodel_name="social.interagency.document",
        string="Paper on file",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    destruction_id = fields.Many2one(
        comodel_name="social.interagency.destruction",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    regulation_id = fields.Many2one(
        comodel_name="social.interagency.regulation",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    agreement_id = fields.Many2one(
        comodel_name="social.interagency.agreement",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    endpoint_id = fields.Many2one(
        comodel_name="social.interagency.endpoint",
        string="Electronic service",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    message_id = fields.Many2one(
        comodel_name="social.interagency.message",
        string="Exchange message",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    workbook_id = fields.Many2one(
        comodel_name="social.workbook",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )

    def _get_document_label(self, document):
        if document._name == "social.interagency.citizen":
            return self.env._("No. %s", document.id)
        return super()._get_document_label(document)

    @api.model
    def _get_payload_labels(self):
        return {
            **super()._get_payload_labels(),
            "act": self.env._("Act"),
            "after": self.env._("New term"),
            "answer": self.env._("Answer"),
            "approval_id": self.env._("Approval"),
            "before": self.env._("Former term"),
            "consent": self.env._("Consent"),
            "dates": self.env._("Dates"),
            "days": self.env._("Days"),
            "destruction": self.env._("Act of destruction"),
            "from": self.env._("From participant"),
            "heads": self.env._("Heads"),
            "incident": self.env._("Outage"),
            "is_set": self.env._("Key is there"),
            "key": self.env._("Key"),
            "message": self.env._("Exchange message"),
            "is_complete": self.env._("Answer is complete"),
            "names": self.env._("With citizens' names"),
            "next_regulation_id": self.env._("Next version"),
            "order": self.env._("Order"),
            "outcome": self.env._("Outcome"),
            "participant_id": self.env._("Participant"),
            "purpose": self.env._("Purpose"),
            "rows": self.env._("Rows"),
            "sha256": self.env._("SHA-256"),
            "since": self.env._("Since"),
            "step": self.env._("Step"),
            "to": self.env._("To participant"),
            "type": self.env._("Document type"),
            "until": self.env._("Until"),
            "user": self.env._("User"),
            "where": self.env._("Place"),
            "why": self.env._("Cause"),
            "withdrawn_date": self.env._("Withdrawn on"),
            "workbook": self.env._("Content of the workbook"),
            "year": self.env._("Year"),
        }

    @api.model
    def _get_payload_options(self):
        return {
            **super()._get_payload_options(),
            "outcome": self._get_selection("social.interagency.answer", "outcome"),
            "purpose": {
                **self._get_selection("social.interagency.citizen.opening", "purpose"),
                "registration": self.env._("To register the citizen"),
            },
            "why": {
                **self.env["social.message.failure.mixin"]._get_failures("…"),
                "not_executed": self.env._("The card of the message names the cause."),
            },
            "workbook": self._get_selection("social.workbook", "kind"),
        }

    @api.model
    def _get_payload_records(self):
        participant = ("social.interagency.participant", "id", "name")
        return {
            **super()._get_payload_records(),
            "act": ("social.interagency.act", "id", "name"),
            "answer": ("social.interagency.answer", "id", "name"),
            "approval_id": (
                "social.interagency.regulation.approval",
                "id",
                "signer_name",
            ),
            "consent": ("social.interagency.consent", "id", "number"),
            "destruction": ("social.interagency.destruction", "id", "name"),
            "from": participant,
            "incident": (
                "social.interagency.endpoint.incident",
                "id",
                "display_name",
            ),
            "next_regulation_id": (
                "social.interagency.regulation",
                "id",
                "display_name",
            ),
            "participant_id": participant,
            "step": ("social.interagency.application.step", "id", "name"),
            "to": participant,
            "user": ("res.users", "id", "name"),
        }
