from odoo import api, fields, models
from odoo.exceptions import MissingError

# What stands behind a code or an id of a payload.
_OPTIONS = {
    "condition": ("social.support.visit", "condition"),
    "decision": ("social.support.signal", "decision"),
    "performance": ("social.support.programme.line", "performance"),
}
_LISTS = {
    "details": "social.support.detail",
    "ground": "social.support.closing.ground",
    "level": "social.support.level",
}
_RECORDS = {
    "assessment": ("social.support.assessment", "name"),
    "consilium": ("social.support.consilium", "name"),
    "curator": ("res.users", "name"),
    "heads": ("res.users", "name"),
    "plan": ("social.support.plan", "name"),
    "visit": ("social.support.visit", "planned_date"),
}


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

    def _format_detail(self, name, value):
        """Return codes and ids as the screen calls what they stand for."""
        values = value if isinstance(value, list) else [value]
        if name in _OPTIONS:
            model, field = _OPTIONS[name]
            options = self.env[model]._fields[field]._description_selection(self.env)
            return dict(options).get(value, value)
        if name in _LISTS:
            rows = self.env[_LISTS[name]].with_context(active_test=False)
            found_sudo = rows.sudo().search([("code", "in", values)])
            return ", ".join(found_sudo.mapped("name"))
        if name in _RECORDS:
            return ", ".join(self._get_record_name(name, key) for key in values)
        return super()._format_detail(name, value)

    def _get_record_name(self, name, key):
        """Return what the screen calls a record, read at once for all entries."""
        model, field = _RECORDS[name]
        ids = {key}
        for entry in self.browse(self._prefetch_ids):
            value = (entry.payload or {}).get(name, [])
            ids.update(value if isinstance(value, list) else [value])
        try:
            return str(self.env[model].sudo().browse(key).with_prefetch(ids)[field])
        except MissingError:
            return str(key)
