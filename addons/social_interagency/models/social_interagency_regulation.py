from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


class SocialInteragencyRegulation(models.Model):
    """One version of an act that regulates interagency interaction (442-ФЗ, art. 28).

    The content is open in a draft only. One version per scope is in force at a
    time: the database enforces it.
    """

    _name = "social.interagency.regulation"
    _description = "Regulation of interagency interaction"
    _inherit = [
        "social.law.mixin",
        "social.transition.mixin",
        "social.journal.mixin",
        "social.comparison.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "scope, version desc, id desc"
    _rec_names_search = ["name", "number"]
    _journal_field = "regulation_id"

    _transitions = {
        "draft": {"approval"},
        "approval": {"approved", "draft"},
        "approved": {"in_force", "repealed"},
        "in_force": {"superseded", "repealed"},
    }
    _code_fields = frozenset({"submitted_at", "decision_ground", "template_code"})
    _content_fields = frozenset(
        {
            "name",
            "number",
            "date",
            "amendment",
            "issuer_ids",
            "scope",
            "effective_from",
            "effective_to",
            "previous_id",
            "version",
            "coordinator_id",
            "operator_id",
            "controller_id",
            "member_ids",
            "section_ids",
            "term_rule_ids",
            "procedure_ids",
            "service_ids",
            "approval_ids",
            "source",
            "note",
        }
    )

    name = fields.Char(string="Title", required=True)
    number = fields.Char(index=True)
    date = fields.Date()
    amendment = fields.Char(
        string="As amended by",
        help="The act that brings this version, with its date and number.",
    )
    issuer_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="social_interagency_regulation_issuer_rel",
        column1="regulation_id",
        column2="partner_id",
        string="Issued by",
    )
    scope = fields.Selection(
        selection=[
            ("art28", "Social services and social support (art. 28)"),
            ("long_term_care", "Long-term care"),
            ("post_boarding", "Support after orphan institutions"),
            ("family_danger", "Families in a socially dangerous position"),
            ("administrative", "Administrative regulation of a service"),
            ("interagency_order", "General order of interagency requests"),
            ("federal", "Federal rules"),
        ],
        required=True,
        default="art28",
        index=True,
        help="One regulation per scope is in force at a time.",
    )
    effective_from = fields.Date(string="In force from", copy=False)
    effective_to = fields.Date(string="In force until", copy=False)
    previous_id = fields.Many2one(
        comodel_name="social.interagency.regulation",
        string="Former version",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    version = fields.Integer(
        default=1, readonly=True, copy=False, required=True, aggregator=False
    )
    coordinator_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Coordinating body",
        ondelete="restrict",
        index="btree_not_null",
    )
    operator_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="System operator",
        ondelete="restrict",
        index="btree_not_null",
    )
    controller_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Controlling body",
        ondelete="restrict",
        index="btree_not_null",
    )
    member_ids = fields.One2many(
        comodel_name="social.interagency.regulation.member",
        inverse_name="regulation_id",
        string="Participants",
        copy=True,
    )
    section_ids = fields.One2many(
        comodel_name="social.interagency.regulation.section",
        inverse_name="regulation_id",
        string="Clauses",
        default=lambda self: self._default_section_ids(),
        copy=True,
    )
    term_rule_ids = fields.One2many(
        comodel_name="social.interagency.term.rule",
        inverse_name="regulation_id",
        string="Term rules",
        copy=True,
    )
    procedure_ids = fields.One2many(
        comodel_name="social.interagency.procedure",
        inverse_name="regulation_id",
        string="Procedures",
        copy=True,
    )
    service_ids = fields.Many2many(
        comodel_name="social.interagency.service",
        relation="social_interagency_regulation_service_rel",
        column1="regulation_id",
        column2="service_id",
        string="Social services",
    )
    document_type_ids = fields.Many2many(
        comodel_name="social.interagency.document.type",
        string="Documents and information",
        compute="_compute_document_type_ids",
    )
    approval_ids = fields.One2many(
        comodel_name="social.interagency.regulation.approval",
        inverse_name="regulation_id",
        string="Signers",
        copy=True,
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("approval", "In approval"),
            ("approved", "Approved"),
            ("in_force", "In force"),
            ("superseded", "Superseded"),
            ("repealed", "Repealed"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
    )
    submitted_at = fields.Datetime(readonly=True, copy=False)
    decision_ground = fields.Text(
        string="Ground of the last decision", readonly=True, copy=False
    )
    template_code = fields.Char(readonly=True, copy=False)
    source = fields.Text(copy=False)
    note = fields.Text(string="Notes on the source", copy=False)
    completeness = fields.Integer(
        compute="_compute_completeness", string="Completeness, %", aggregator=False
    )
    current_approval_id = fields.Many2one(
        comodel_name="social.interagency.regulation.approval",
        string="Signs now",
        compute="_compute_current_approval_id",
    )
    can_sign = fields.Boolean(compute="_compute_can_sign")

    _in_force_unique = models.UniqueIndex(
        "(scope) WHERE state = 'in_force'",
        "Another regulation of this scope is in force. Reload the page: two users "
        "activated at the same moment.",
    )
    _template_unique = models.UniqueIndex(
        "(template_code) WHERE template_code IS NOT NULL",
        "This template is loaded already. Open its draft.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(effective_to >= effective_from)",
        "A regulation cannot cease before it comes into force. Correct the dates.",
    )

    @api.model
    def _default_section_ids(self):
        clauses = self.env["social.interagency.clause"].search([])
        return [Command.create({"clause_id": clause.id}) for clause in clauses]

    @api.depends("name", "number", "version")
    def _compute_display_name(self):
        for regulation in self:
            regulation.display_name = (
                self.env._(
                    "No. %(number)s, version %(version)s: %(name)s",
                    number=regulation.number,
                    version=regulation.version,
                    name=regulation.name,
                )
                if regulation.number
                else regulation.name
            )

    @api.depends("member_ids.ask_type_ids", "member_ids.answer_type_ids")
    def _compute_document_type_ids(self):
        for regulation in self:
            members = regulation.member_ids
            regulation.document_type_ids = (
                members.ask_type_ids & members.answer_type_ids
            )

    @api.depends("section_ids.is_met", "section_ids.is_mandatory")
    def _compute_completeness(self):
        for regulation in self:
            mandatory = regulation.section_ids.filtered("is_mandatory")
            met = mandatory.filtered("is_met")
            regulation.completeness = 100 * len(met) // max(len(mandatory), 1)

    @api.depends("approval_ids.state", "approval_ids.sequence", "approval_ids.active")
    def _compute_current_approval_id(self):
        for regulation in self:
            waiting = regulation.approval_ids.filtered(
                lambda approval: approval.state == "waiting"
            )
            regulation.current_approval_id = waiting.sorted()[:1]

    @api.depends("state", "current_approval_id")
    @api.depends_context("uid")
    def _compute_can_sign(self):
        for regulation in self:
            approval = regulation.current_approval_id
            regulation.can_sign = bool(approval) and not approval._why_not_decide()

    @api.constrains("date", "effective_from")
    def _check_effective_from(self):
        for regulation in self:
            starts, date = regulation.effective_from, regulation.date
            if starts and date and starts < date:
                raise ValidationError(
                    self.env._(
                        "%(regulation)s comes into force before its own date. "
                        "Correct one of the dates.",
                        regulation=regulation.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        regulations = super(
            SocialInteragencyRegulation, self.with_context(mail_create_nolog=True)
        ).create(vals_list)
        regulations._add_missing_sections()
        return regulations.with_env(self.env)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        for regulation in self:
            if regulation.state != "draft" or regulation.submitted_at:
                raise UserError(
                    self.env._(
                        "%(regulation)s was submitted for approval and stays as "
                        "evidence. Repeal it or leave it as it is.",
                        regulation=regulation.display_name,
                    )
                )

    def action_open_completeness(self):
        """Open the clauses of order 889н with what is met and what lacks."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Completeness"),
            "res_model": "social.interagency.regulation.section",
            "views": [(False, "list"), (False, "form")],
            "domain": [("regulation_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_add_catalogue(self):
        """Take every service of the regional catalogue into the regulation."""
        services = self.env["social.interagency.service"].search([])
        self.write({"service_ids": [Command.set(services.ids)]})

    def action_copy_procedures(self):
        """Take copies of the standard procedures into the regulation."""
        standard = self.env["social.interagency.procedure"].search(
            [("regulation_id", "=", False)]
        )
        for regulation in self:
            known = regulation.procedure_ids.mapped("name")
            for procedure in standard.filtered_domain([("name", "not in", known)]):
                procedure.copy({"regulation_id": regulation.id, "name": procedure.name})

    def _add_missing_sections(self):
        """Give each regulation one empty section for each clause it lacks."""
        clauses = self.env["social.interagency.clause"].search([])
        self.env["social.interagency.regulation.section"].create(
            [
                {"regulation_id": regulation.id, "clause_id": clause.id}
                for regulation in self
                for clause in clauses - regulation.section_ids.clause_id
            ]
        )

    def _get_last_day_before(self):
        return self.effective_from - timedelta(days=1)
