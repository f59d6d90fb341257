from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

OPEN = ("proposed", "accepted")
STAFF = "base.group_user"


class SocialSupportAssignment(models.Model):
    """A measure given to an organisation, from the proposal to the result.

    The organisation reads what is not marked for staff, and only while the measure
    is open: its rule says so. What it sees of the citizen, ``get_details`` hands out.
    """

    _name = "social.support.assignment"
    _description = "Measure given to an organisation"
    _inherit = [
        "social.number.mixin",
        "social.transition.mixin",
        "social.reminder.mixin",
        "social.signed.paper.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name"]
    _journal_model = "social.support.journal"
    _journal_field = "assignment_id"

    _files_field = "result_attachment_ids"
    _transitions = {
        "proposed": {"accepted", "refused", "revoked"},
        "accepted": {"done", "not_done", "revoked"},
    }
    _code_fields = frozenset(
        {"case_id", "line_id", "decision_id", "measure_id", "participant_id", "days"}
        | {"content", "consent_id", "previous_id", "proposed_at", "answer_deadline"}
        | {"answered_at", "executor_name", "refusal_reason_id", "refusal_text"}
        | {"result", "result_attachment_ids", "revoke_reason"}
    )

    state = fields.Selection(
        selection=[
            ("proposed", "Proposed"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
            ("done", "Done"),
            ("not_done", "Not done"),
            ("revoked", "Revoked"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="proposed",
        index=True,
        group_expand=True,
    )
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")
    case_id = fields.Many2one(
        comodel_name="social.support.case",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
        groups=STAFF,
    )
    citizen_id = fields.Many2one(
        related="case_id.citizen_id",
        groups="social_support.group_curator,social_interagency.group_auditor",
    )
    officer_id = fields.Many2one(
        related="case_id.officer_id",
        string="Curator",
        store=True,
        index=True,
        groups=STAFF,
    )
    line_id = fields.Many2one(
        comodel_name="social.support.plan.line",
        string="Row of the plan",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        groups=STAFF,
    )
    decision_id = fields.Many2one(
        comodel_name="social.support.decision",
        string="Decision of the consilium",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        groups=STAFF,
    )
    measure_id = fields.Many2one(
        comodel_name="social.support.measure",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    help_kind = fields.Selection(
        related="measure_id.help_kind", string="Kind of help", store=True
    )
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Organisation",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    days = fields.Integer(
        string="Working days",
        required=True,
        readonly=True,
        aggregator=False,
        help="The term of the measure, counted from its acceptance.",
    )
    content = fields.Text(string="What is to be done", readonly=True)
    consent_id = fields.Many2one(
        comodel_name="social.interagency.consent",
        string="By which paper",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
        groups=STAFF,
    )
    previous_id = fields.Many2one(
        comodel_name="social.support.assignment",
        string="In place of",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups=STAFF,
    )
    next_ids = fields.One2many(
        comodel_name="social.support.assignment",
        inverse_name="previous_id",
        string="Given anew",
        groups=STAFF,
    )
    proposed_at = fields.Datetime(string="Proposed", required=True, readonly=True)
    answer_deadline = fields.Datetime(string="To be accepted by", readonly=True)
    answered_at = fields.Datetime(string="Accepted or refused", readonly=True)
    is_answered_late = fields.Boolean(compute="_compute_is_answered_late", store=True)
    executor_name = fields.Char(string="Specialist of the organisation", readonly=True)
    refusal_reason_id = fields.Many2one(
        comodel_name="social.support.refusal.reason",
        string="Reason of the refusal",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    refusal_text = fields.Text(string="Explanation", readonly=True)
    result = fields.Text(readonly=True, groups=STAFF)
    result_attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        bypass_search_access=True,
        relation="social_support_assignment_result_rel",
        string="Files of the organisation",
        readonly=True,
        groups=STAFF,
    )
    revoke_reason = fields.Text(string="Why revoked", readonly=True, groups=STAFF)
    journal_ids = fields.One2many(
        comodel_name="social.support.journal",
        inverse_name="assignment_id",
        groups=STAFF,
    )

    _line_unique = models.UniqueIndex(
        "(line_id) WHERE state IN ('proposed', 'accepted')",
        "This measure of the plan is given to an organisation already. Revoke it "
        "before you give it to another one.",
    )
    _previous_unique = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL",
        "This measure was given anew already. Open its successor.",
    )
    _days_positive = models.Constraint(
        "CHECK(days > 0)", "The term of a measure is one working day at least."
    )
    _participant_idx = models.Index("(participant_id, state)")
    # The analysis opens on the last days; what it sums stands in the index.
    _proposed_idx = models.Index(
        "(proposed_at) INCLUDE (case_id, officer_id, participant_id, measure_id, "
        "help_kind, state, deadline, closed_at, is_answered_late, is_closed_late)"
    )

    @api.depends("state")
    def _compute_is_open(self):
        for assignment in self:
            assignment.is_open = assignment.state in OPEN

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        is_open = Domain("state", "in", OPEN)
        return Domain.OR(is_open if wanted else ~is_open for wanted in value)

    @api.depends("answered_at", "answer_deadline")
    def _compute_is_answered_late(self):
        for assignment in self:
            assignment.is_answered_late = bool(
                assignment.answered_at
                and assignment.answer_deadline
                and assignment.answered_at > assignment.answer_deadline
            )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_unlocked():
            raise UserError(
                self.env._(
                    "A measure is given to an organisation by its plan or by the "
                    "minutes of the consilium. Open the case and use the button there."
                )
            )
        quiet = self.with_context(tracking_disable=True)
        return super(SocialSupportAssignment, quiet).create(vals_list)

    def action_open(self):
        """Open the measure in its own form."""
        return self._get_records_action()

    def _is_open_for_editing(self):
        return False
