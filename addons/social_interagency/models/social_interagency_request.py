import uuid

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.selections import CHANNELS


class SocialInteragencyRequest(models.Model):
    """One body asks another for papers or information about a citizen.

    The nine items of 210-ФЗ art. 7.2 are checked at sending; afterwards the
    text is frozen together with the version of the regulation.
    """

    _name = "social.interagency.request"
    _description = "Interagency request"
    _inherit = [
        "social.number.mixin",
        "social.transition.mixin",
        "social.reminder.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "incoming_number"]
    _journal_field = "request_id"

    _transitions = {
        "draft": {"approval", "sent", "cancelled"},
        "approval": {"draft", "sent", "cancelled"},
        "sent": {"sent", "received", "answered", "cancelled"},
        "received": {"sent", "answered", "cancelled"},
        "answered": {"accepted", "returned"},
        "returned": {"answered", "cancelled"},
    }
    _code_fields = frozenset(
        {
            "message_uuid",
            "created_at",
            "approved_at",
            "approved_by_id",
            "sent_at",
            "received_at",
            "incoming_number",
            "suspended_at",
            "decision_ground",
            "prepare_deadline",
            "term_rule_id",
            "previous_request_id",
        }
    )
    _content_fields = frozenset(
        {
            "regulation_id",
            "sender_id",
            "addressee_id",
            "citizen_id",
            "is_third_person",
            "application_id",
            "service_id",
            "line_ids",
            "legal_basis",
            "purpose",
            "content",
            "contact",
            "executor_id",
            "executor_name",
            "executor_position",
            "executor_phone",
            "executor_email",
            "consent_id",
            "channel",
        }
    )

    message_uuid = fields.Char(
        string="Message id",
        readonly=True,
        copy=False,
        default=lambda self: str(uuid.uuid4()),
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("approval", "Awaiting approval"),
            ("sent", "Sent"),
            ("received", "Received"),
            ("answered", "Answered"),
            ("returned", "Answer returned"),
            ("accepted", "Answer accepted"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
        group_expand=True,
    )
    sender_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        required=True,
        default=lambda self: self.env.user.social_participant_ids[:1],
        ondelete="restrict",
        index=True,
    )
    addressee_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        required=True,
        ondelete="restrict",
        index=True,
    )
    citizen_id = fields.Many2one(
        comodel_name="social.interagency.citizen",
        ondelete="restrict",
        index=True,
    )
    is_third_person = fields.Boolean(
        string="Not the applicant",
        help="The data are about a person who is not the applicant: consent is named "
        "in the request (210-ФЗ, art. 7, part 5).",
    )
    application_id = fields.Many2one(
        comodel_name="social.interagency.application",
        ondelete="restrict",
        index="btree_not_null",
        groups="base.group_user",
    )
    service_id = fields.Many2one(
        comodel_name="social.interagency.service",
        string="Social service",
        ondelete="restrict",
        index="btree_not_null",
    )
    regulation_id = fields.Many2one(
        comodel_name="social.interagency.regulation",
        required=True,
        default=lambda self: self._default_regulation_id(),
        ondelete="restrict",
        index=True,
    )
    line_ids = fields.One2many(
        comodel_name="social.interagency.request.line",
        inverse_name="request_id",
        string="Documents and information",
        copy=True,
    )
    document_type_ids = fields.Many2many(
        comodel_name="social.interagency.document.type",
        string="Document types",
        compute="_compute_document_type_ids",
        search="_search_document_type_ids",
    )
    legal_basis = fields.Text(
        compute="_compute_law", store=True, readonly=False, precompute=True
    )
    purpose = fields.Text(
        compute="_compute_law", store=True, readonly=False, precompute=True
    )
    content = fields.Text(
        string="Additional information",
        help="What the addressee needs to find the data besides the citizen's details.",
    )
    contact = fields.Char(
        string="Contact for the answer",
        compute="_compute_contact",
        store=True,
        readonly=False,
        precompute=True,
    )
    executor_id = fields.Many2one(
        comodel_name="res.users",
        default=lambda self: self.env.user,
        groups="base.group_user",
        index=True,
    )
    executor_name = fields.Char(
        compute="_compute_executor", store=True, readonly=False, precompute=True
    )
    executor_position = fields.Char(
        compute="_compute_executor", store=True, readonly=False, precompute=True
    )
    executor_phone = fields.Char(
        compute="_compute_executor", store=True, readonly=False, precompute=True
    )
    executor_email = fields.Char(
        string="Executor's e-mail",
        compute="_compute_executor",
        store=True,
        readonly=False,
        precompute=True,
    )
    consent_id = fields.Many2one(
        comodel_name="social.interagency.consent",
        ondelete="restrict",
        index="btree_not_null",
        groups="base.group_user",
    )
    channel = fields.Selection(
        selection=CHANNELS,
        required=True,
        compute="_compute_channel",
        store=True,
        readonly=False,
        precompute=True,
    )
    created_at = fields.Datetime(
        readonly=True, copy=False, default=lambda self: self._now(), required=True
    )
    approved_at = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        comodel_name="res.users", string="Approved by", readonly=True, copy=False
    )
    sent_at = fields.Datetime(readonly=True, copy=False)
    received_at = fields.Datetime(readonly=True, copy=False)
    incoming_number = fields.Char(
        string="Addressee's number", readonly=True, copy=False
    )
    suspended_at = fields.Datetime(readonly=True, copy=False)
    decision_ground = fields.Text(
        string="Ground of the last decision", readonly=True, copy=False
    )
    prepare_deadline = fields.Datetime(string="Send by", readonly=True, copy=False)
    term_rule_id = fields.Many2one(
        comodel_name="social.interagency.term.rule",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    answer_ids = fields.One2many(
        comodel_name="social.interagency.answer",
        inverse_name="request_id",
        string="Answers",
    )
    act_ids = fields.One2many(
        comodel_name="social.interagency.act",
        inverse_name="request_id",
        string="Acts",
    )
    previous_request_id = fields.Many2one(
        comodel_name="social.interagency.request",
        string="Repeats the request",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="base.group_user",
    )

    journal_ids = fields.One2many(
        comodel_name="social.interagency.journal",
        inverse_name="request_id",
        groups="base.group_user",
    )
    _message_uuid_unique = models.UniqueIndex(
        "(message_uuid)", "A request with this message id exists."
    )
    _addressee_idx = models.Index("(addressee_id, state)")
    # What overview and analysis sum stands in the indexes: they read no table.
    _sent_idx = models.Index(
        "(sent_at) INCLUDE (sender_id, addressee_id, service_id, executor_id, channel, "
        "state, prepare_deadline, deadline, closed_at, is_closed_late) "
        "WHERE sent_at IS NOT NULL"
    )
    _deadline_idx = models.Index(
        "(deadline) INCLUDE (sender_id, addressee_id, state) WHERE deadline IS NOT NULL"
    )
    _deadline_open_idx = models.Index(
        "(deadline) INCLUDE (sender_id, addressee_id, executor_id, state) "
        "WHERE closed_at IS NULL AND deadline IS NOT NULL"
    )

    @api.model
    def _default_regulation_id(self):
        return self.env["social.interagency.regulation"]._get_in_force()

    @api.depends("line_ids.document_type_id")
    def _compute_document_type_ids(self):
        for request in self:
            request.document_type_ids = request.line_ids.document_type_id

    def _search_document_type_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("line_ids.document_type_id", "in", value)

    @api.depends("line_ids.document_type_id")
    def _compute_law(self):
        self.line_ids.document_type_id.fetch(
            ["is_consent_needed", "legal_basis", "purpose"]
        )
        for request in self:
            types = request.line_ids.document_type_id
            request.legal_basis = "\n".join(dict.fromkeys(types.mapped("legal_basis")))
            request.purpose = "\n".join(dict.fromkeys(types.mapped("purpose")))

    @api.depends("sender_id")
    def _compute_contact(self):
        for request in self:
            request.contact = request.sender_id._get_contact_line()

    @api.depends("executor_id")
    def _compute_executor(self):
        executors_sudo = self.sudo().executor_id
        executors_sudo.fetch(["partner_id"])
        executors_sudo.partner_id.fetch(["name", "function", "phone", "email"])
        for request in self:
            partner = request.sudo().executor_id.partner_id
            request.executor_name = partner.name
            request.executor_position = partner.function
            request.executor_phone = partner.phone
            request.executor_email = partner.email

    @api.depends("addressee_id")
    def _compute_channel(self):
        for request in self:
            request.channel = request.addressee_id.channel or "portal"

    @api.constrains("regulation_id", "sender_id", "addressee_id", "line_ids")
    def _check_right_to_ask(self):
        keys = ("regulation_id", "sender_id", "addressee_id")
        for parties, requests in self.grouped(
            lambda request: tuple(request[key] for key in keys)
        ).items():
            regulation, sender, addressee = parties
            allowed = regulation.sudo()._get_allowed_types(sender, addressee)
            requests._check_types_allowed(allowed, addressee)

    def _check_types_allowed(self, allowed, addressee):
        for line in self.line_ids:
            if line.document_type_id not in allowed:
                request = line.request_id
                raise ValidationError(
                    self.env._(
                        "Request %(request)s: the regulation %(regulation)s does not "
                        "let “%(sender)s” ask “%(addressee)s” for “%(type)s”. Choose "
                        "the holder named in the regulation or amend the regulation.",
                        request=request.name,
                        regulation=request.regulation_id.display_name,
                        sender=request.sender_id.name,
                        addressee=addressee.sudo().name,
                        type=line.document_type_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts; numbers, terms and journal take one statement each."""
        self._fetch_parties(vals_list)
        quiet = self.with_context(tracking_disable=True)
        requests = super(SocialInteragencyRequest, quiet).create(vals_list)
        requests._keyed()._plan_preparation()
        return requests.with_env(self.env)

    @api.model
    def _fetch_parties(self, vals_list):
        """Read what the drafts need of their participants in one narrow query."""
        names = ("sender_id", "addressee_id")
        ids = {vals[name] for vals in vals_list for name in names if vals.get(name)}
        self.env["social.interagency.participant"].sudo().browse(ids).fetch(
            ["active", "calendar_id", "channel", "kind", "partner_id", "tz"]
        )
