from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.selections import CASE_OUTCOMES
from .social_support_document_mixin import HEAD

ENDED = ("closed", "refused")


class SocialSupportCase(models.Model):
    """A family in social support, from the signal to the closing (442-ФЗ, art. 22)."""

    _name = "social.support.case"
    _description = "Support case"
    _inherit = ["social.support.document.mixin", "social.asking.mixin"]
    _rec_names_search = ["name", "citizen_id"]
    _journal_field = "case_id"

    _transitions = {
        "signal": {"assessment", "refused"},
        "assessment": {"planning", "refused"},
        "planning": {"active", "refused"},
        "active": {"monitoring", "closed"},
        "monitoring": {"active", "closed"},
    }
    _code_fields = frozenset(
        {"closed_date", "closing_ground_id", "outcome", "conclusion", "signal_id"}
        | {"decision_ground"}
    )
    _content_fields = frozenset({"citizen_id", "opened_date"})
    # What changes as long as the case lives.
    _living_fields = frozenset(
        {"officer_id", "family_category_id", "consent_id", "contract_id", "situation"}
    )

    state = fields.Selection(
        selection=[
            ("signal", "Signal"),
            ("assessment", "Assessment"),
            ("planning", "Planning"),
            ("active", "Support"),
            ("monitoring", "Monitoring"),
            ("closed", "Closed"),
            ("refused", "Not taken"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="signal",
        index=True,
        group_expand="_expand_states",
    )
    signal_id = fields.Many2one(
        comodel_name="social.support.signal",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    citizen_id = fields.Many2one(
        string="Family of", required=True, help="The citizen who stands for the family."
    )
    family_category_id = fields.Many2one(
        comodel_name="social.support.family.category",
        string="Category of the family",
        ondelete="restrict",
        index="btree_not_null",
    )
    consent_id = fields.Many2one(
        comodel_name="social.interagency.consent",
        domain="[('citizen_id', '=', citizen_id), ('kind', '=', 'consent')]",
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    contract_id = fields.Many2one(
        comodel_name="social.interagency.consent",
        string="Contract of support",
        domain="[('citizen_id', '=', citizen_id), ('kind', '=', 'contract')]",
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    has_valid_paper = fields.Boolean(
        string="Consent or contract in force", compute="_compute_has_valid_paper"
    )
    opened_date = fields.Date(
        string="Opened on", required=True, default=fields.Date.context_today
    )
    situation = fields.Text(help="What is known of the family and its difficulties.")
    assessment_ids = fields.One2many(
        comodel_name="social.support.assessment",
        inverse_name="case_id",
        string="Acts of assessment",
    )
    need_ids = fields.One2many(
        comodel_name="social.support.need", inverse_name="case_id", string="Needs"
    )
    plan_ids = fields.One2many(
        comodel_name="social.support.plan", inverse_name="case_id", string="Plans"
    )
    plan_id = fields.Many2one(
        comodel_name="social.support.plan",
        string="Current plan",
        compute="_compute_plan_id",
    )
    assignment_ids = fields.One2many(
        comodel_name="social.support.assignment",
        inverse_name="case_id",
        string="Measures given",
    )
    open_assignment_count = fields.Integer(
        string="Measures running", compute="_compute_open_assignment_count"
    )
    visit_ids = fields.One2many(
        comodel_name="social.support.visit", inverse_name="case_id", string="Visits"
    )
    next_visit_date = fields.Date(
        string="Next visit", compute="_compute_next_visit_date", store=True
    )
    consilium_ids = fields.One2many(
        comodel_name="social.support.consilium",
        inverse_name="case_id",
    )
    request_ids = fields.One2many(
        comodel_name="social.interagency.request",
        inverse_name="support_case_id",
        string="Requests",
    )
    decision_ground = fields.Text(
        string="Ground of the last decision", readonly=True, copy=False
    )
    closed_date = fields.Date(string="Closed on", readonly=True, copy=False)
    closing_ground_id = fields.Many2one(
        comodel_name="social.support.closing.ground",
        string="Ground",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    outcome = fields.Selection(selection=CASE_OUTCOMES, readonly=True, copy=False)
    conclusion = fields.Text(readonly=True, copy=False)
    journal_ids = fields.One2many(
        comodel_name="social.support.journal", inverse_name="case_id"
    )
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _open_unique = models.UniqueIndex(
        "(citizen_id) WHERE state NOT IN ('closed', 'refused')",
        "The citizen has an open support case. Go on in that one.",
    )
    _signal_unique = models.UniqueIndex(
        "(signal_id) WHERE signal_id IS NOT NULL",
        "A support case was opened by this signal. Open that one.",
    )
    _board_idx = models.Index("(officer_id, state)")
    _visit_idx = models.Index("(next_visit_date) WHERE next_visit_date IS NOT NULL")

    @api.depends("consent_id", "contract_id")
    def _compute_has_valid_paper(self):
        for case in self:
            case.has_valid_paper = bool(case._get_valid_papers())

    @api.depends("plan_ids.state")
    def _compute_plan_id(self):
        for case in self:
            case.plan_id = case.plan_ids.filtered(lambda plan: plan.state == "current")

    @api.depends("assignment_ids.state")
    def _compute_open_assignment_count(self):
        counts = dict(
            self.env["social.support.assignment"]._read_group(
                [("case_id", "in", self.ids), ("is_open", "=", True)],
                ["case_id"],
                ["__count"],
            )
        )
        for case in self:
            case.open_assignment_count = counts.get(case._origin, 0)

    @api.depends("visit_ids.state", "visit_ids.planned_date")
    def _compute_next_visit_date(self):
        for case in self:
            planned = case.visit_ids.filtered(lambda visit: visit.state == "planned")
            case.next_visit_date = min(planned.mapped("planned_date"), default=False)

    @api.depends("state", "participant_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for case in self:
            case.can_decide = not case._why_not(HEAD)

    @api.constrains("citizen_id", "consent_id", "contract_id")
    def _check_papers(self):
        for case in self:
            papers = case.consent_id | case.contract_id
            if papers.citizen_id - case.citizen_id:
                raise ValidationError(
                    self.env._(
                        "Support case %(case)s: the consent or contract is of another "
                        "citizen. Choose the paper of this family.",
                        case=case.name,
                    )
                )

    def write(self, vals):
        changed = sorted(self._living_fields & vals.keys())
        if changed and not self._is_unlocked():
            self._check_living()
        result = super().write(vals)
        if changed:
            curator = {"curator": vals["officer_id"]} if "officer_id" in vals else {}
            self._journal("changed", {"fields": changed, **curator})
        return result

    @api.depends("name")
    def _compute_display_name(self):
        for case in self:
            case.display_name = case.name

    def _is_living(self):
        return self.state not in ENDED

    def _check_living(self):
        """Refuse any change of a case that has ended."""
        for case in self:
            if not case._is_living():
                raise UserError(
                    self.env._(
                        "Support case %(case)s is over and stays as it is. "
                        "Open a new case if the family needs support again.",
                        case=case.name,
                    )
                )

    def _get_valid_papers(self, participant=None):
        """Return the consent and the contract that are in force today.

        :param participant: who is to see the citizen's details, anybody if not given
        """
        today = fields.Date.context_today(self, self._now())
        nothing = self.env["social.interagency.document.type"]

        def covers(paper):
            body = participant or paper.participant_ids[:1]
            return paper._covers(nothing, body, today)

        # Apart, so that the papers of many cases are read together.
        return self.contract_id.filtered(covers) | self.consent_id.filtered(covers)
