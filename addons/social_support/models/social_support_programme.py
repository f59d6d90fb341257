from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .social_support_document_mixin import HEAD


class SocialSupportProgramme(models.Model):
    """The individual programme of social services (442-ФЗ, art. 16; order 874н)."""

    _name = "social.support.programme"
    _description = "Individual programme"
    _inherit = ["social.support.document.mixin"]
    _journal_field = "programme_id"

    _transitions = {
        "draft": {"agreed", "terminated"},
        "agreed": {"draft", "in_force", "terminated"},
        "in_force": {"completed", "superseded", "terminated"},
    }
    _code_fields = frozenset(
        {"version", "agreed_date", "in_force_date", "closed_date", "close_reason"}
        | {"conclusion", "recommendations"}
    )
    _content_fields = frozenset(
        {"citizen_id", "application_id", "previous_id", "issue_date", "work_address"}
        | {"service_form", "valid_from", "valid_until", "review_date", "conditions"}
        | {"line_ids", "measure_ids", "provider_ids", "signer_name"}
        | {"signer_position"}
    )

    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("agreed", "Agreed"),
            ("in_force", "In force"),
            ("completed", "Completed"),
            ("superseded", "Superseded"),
            ("terminated", "Terminated"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
    )
    version = fields.Integer(readonly=True, copy=False, default=1, aggregator=False)
    previous_id = fields.Many2one(
        comodel_name="social.support.programme",
        string="Former version",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    citizen_id = fields.Many2one(required=True)
    application_id = fields.Many2one(
        comodel_name="social.interagency.application",
        domain="[('citizen_id', '=', citizen_id)]",
        ondelete="restrict",
        index="btree_not_null",
    )
    work_address = fields.Char(string="Address of work")
    issue_date = fields.Date(
        string="Drawn up on", required=True, default=fields.Date.context_today
    )
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    valid_until = fields.Date(required=True)
    review_date = fields.Date(
        string="Review until",
        compute="_compute_review_date",
        store=True,
        readonly=False,
        copy=False,
        help="The programme is reviewed every three years at least.",
    )
    agreed_date = fields.Date(string="Agreed on", readonly=True, copy=False)
    in_force_date = fields.Date(string="In force since", readonly=True, copy=False)
    closed_date = fields.Date(string="Closed on", readonly=True, copy=False)
    service_form = fields.Selection(
        selection=[
            ("at_home", "At home"),
            ("semi_residential", "Semi-residential"),
            ("residential", "Residential"),
        ],
        string="Form of service",
        required=True,
        default="at_home",
    )
    conditions = fields.Text(string="Conditions of the services")
    line_ids = fields.One2many(
        comodel_name="social.support.programme.line",
        inverse_name="programme_id",
        string="Social services",
        copy=True,
    )
    provider_ids = fields.Many2many(
        comodel_name="social.interagency.participant",
        relation="social_support_programme_provider_rel",
        string="Recommended providers",
        domain="[('kind', '=', 'provider')]",
    )
    refusal_ids = fields.One2many(
        comodel_name="social.support.refusal",
        inverse_name="programme_id",
        string="Refusals",
    )
    measure_ids = fields.One2many(
        comodel_name="social.support.programme.measure",
        inverse_name="programme_id",
        string="Measures of social support",
        copy=True,
    )
    signer_name = fields.Char(string="Signed by", copy=False)
    signer_position = fields.Char(string="Position of the signer", copy=False)
    conclusion = fields.Text(
        string="Conclusion on performance", readonly=True, copy=False
    )
    recommendations = fields.Text(readonly=True, copy=False)
    close_reason = fields.Text(readonly=True, copy=False)
    journal_ids = fields.One2many(
        comodel_name="social.support.journal",
        inverse_name="programme_id",
    )
    can_sign = fields.Boolean(compute="_compute_can_sign")

    _current_unique = models.UniqueIndex(
        "(citizen_id) WHERE state = 'in_force'",
        "The citizen has a programme in force. Supersede or terminate it first.",
    )
    _previous_unique = models.UniqueIndex(
        "(previous_id) WHERE state IN ('in_force', 'completed', 'superseded')",
        "This programme has its next version already. Open that one.",
    )
    _term_ordered = models.Constraint(
        "CHECK(valid_until > valid_from)",
        "A programme cannot end before it begins. Correct the dates.",
    )
    _term_limited = models.Constraint(
        "CHECK(valid_until <= valid_from + INTERVAL '3 years')",
        "A programme lasts three years at most (442-ФЗ, art. 16). Shorten its term.",
    )
    _review_inside = models.Constraint(
        "CHECK(review_date IS NULL OR "
        "(review_date > valid_from AND review_date <= valid_until))",
        "The review falls into the term of the programme. Correct its date.",
    )

    @api.depends("state", "participant_id")
    @api.depends_context("uid")
    def _compute_can_sign(self):
        for programme in self:
            programme.can_sign = not programme._why_not(HEAD)

    @api.depends("valid_until")
    def _compute_review_date(self):
        for programme in self:
            programme.review_date = programme.valid_until

    @api.constrains("citizen_id", "application_id")
    def _check_application(self):
        for programme in self:
            applicant = programme.application_id.citizen_id
            if applicant and applicant != programme.citizen_id:
                raise ValidationError(
                    self.env._(
                        "Programme %(programme)s: the application is of another "
                        "citizen. Choose an application of this one.",
                        programme=programme.name,
                    )
                )

    @api.constrains("provider_ids")
    def _check_providers(self):
        for programme in self:
            others = programme.provider_ids.filtered(
                lambda provider: provider.kind != "provider"
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "Programme %(programme)s: %(names)s does not provide social "
                        "services. Recommend providers of the register only.",
                        programme=programme.name,
                        names=", ".join(others.mapped("name")),
                    )
                )
