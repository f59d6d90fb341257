from odoo import api, fields, models


class SocialSupportJournal(models.Model):
    """The journal of signals, programmes, urgent services, cases and measures."""

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
            ("done", "Done"),
            ("cancelled", "Cancelled"),
            ("surveyed", "Family surveyed"),
            ("closed", "Closed"),
            ("assessment", "Assessment begun"),
            ("planning", "Planning begun"),
            ("active", "Support begun"),
            ("monitoring", "Monitoring begun"),
            ("resumed", "Support resumed"),
            ("refused", "Refused"),
            ("changed", "Changed"),
            ("level_set", "Level set"),
            ("assessment_printed", "Act of assessment printed"),
            ("assessment_created", "Act of assessment begun"),
            ("assessment_signed", "Act of assessment signed"),
            ("plan_printed", "Plan printed"),
            ("plan_created", "Plan begun"),
            ("plan_current", "Plan approved"),
            ("plan_superseded", "Plan superseded"),
            ("plan_extended", "Plan extended"),
            ("plan_closed", "Plan closed"),
            ("consilium_printed", "Minutes of the consilium printed"),
            ("consilium_created", "Minutes of the consilium begun"),
            ("consilium_signed", "Minutes of the consilium signed"),
            ("visit_done", "Family visited"),
            ("visit_cancelled", "Visit cancelled"),
            ("accepted", "Accepted by the organisation"),
            ("not_done", "Not done"),
            ("revoked", "Revoked"),
            ("carried_over", "Carried over into a new plan"),
            ("disclosed", "Details of the citizen disclosed"),
            ("escalated", "Escalated to the head"),
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

    case_id = fields.Many2one(
        comodel_name="social.support.case",
        string="Support case",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    assignment_id = fields.Many2one(
        comodel_name="social.support.assignment",
        string="Measure given to an organisation",
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
            "assessment": self.env._("Act of assessment"),
            "condition": self.env._("Situation of the family"),
            "consilium": self.env._("Minutes of the consilium"),
            "curator": self.env._("Curator"),
            "decision": self.env._("Decision"),
            "details": self.env._("Details"),
            "ground": self.env._("Ground"),
            "heads": self.env._("Told"),
            "level": self.env._("Level"),
            "line": self.env._("Service line"),
            "measure": self.env._("Measure line"),
            "next": self.env._("Next version"),
            "performance": self.env._("Performance"),
            "plan": self.env._("Plan"),
            "reason": self.env._("Reason"),
            "refusal": self.env._("Refusal"),
            "until": self.env._("Until"),
            "visit": self.env._("Visit"),
        }

    @api.model
    def _get_payload_options(self):
        return {
            **super()._get_payload_options(),
            "condition": self._get_selection("social.support.visit", "condition"),
            "decision": self._get_selection("social.support.signal", "decision"),
            "performance": self._get_selection(
                "social.support.programme.line", "performance"
            ),
        }

    @api.model
    def _get_payload_records(self):
        return {
            **super()._get_payload_records(),
            "assessment": ("social.support.assessment", "id", "name"),
            "consilium": ("social.support.consilium", "id", "name"),
            "curator": ("res.users", "id", "name"),
            "details": ("social.support.detail", "code", "name"),
            "ground": ("social.support.closing.ground", "code", "name"),
            "level": ("social.support.level", "code", "name"),
            "line": ("social.support.programme.line", "id", "display_name"),
            "measure": ("social.support.plan.line", "id", "display_name"),
            "next": ("social.support.programme", "id", "name"),
            "next_plan": ("social.support.plan", "id", "name"),
            "plan": ("social.support.plan", "id", "name"),
            "reason": ("social.support.refusal.reason", "code", "name"),
            "refusal": ("social.support.refusal", "id", "paper"),
            "visit": ("social.support.visit", "id", "planned_date"),
        }

    def _get_detail_kind(self, name):
        is_of_plan = name == "next" and not self.programme_id
        return "next_plan" if is_of_plan else super()._get_detail_kind(name)
