from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

ADMINISTRATOR = "social_interagency.group_administrator"
HEAD = "social_interagency.group_head"
EXPIRY = "social_interagency.mail_activity_type_agreement_expiry"
REMIND_PARAMETER = "social_interagency.agreement_remind_days"


class SocialInteragencyAgreement(models.Model):
    """A bilateral agreement on interagency interaction with its seven items."""

    _name = "social.interagency.agreement"
    _description = "Agreement"
    _inherit = [
        "social.transition.mixin",
        "social.journal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "effective_from desc, id desc"
    _rec_names_search = ["name", "subject"]
    _journal_field = "agreement_id"

    _transitions = {
        "draft": {"signed"},
        "signed": {"expired", "terminated"},
    }
    _code_fields = frozenset({"termination_ground", "terminated_on"})
    _content_fields = frozenset(
        {
            "name",
            "signed_on",
            "party_one_id",
            "party_two_id",
            "party_one_signer",
            "party_one_position",
            "party_two_signer",
            "party_two_position",
            "regulation_id",
            "subject",
            "service_ids",
            "support_services",
            "rights_duties",
            "exchange_procedure",
            "liability",
            "effective_from",
            "effective_to",
            "is_open_ended",
        }
    )

    name = fields.Char(
        string="Number",
        required=True,
        copy=False,
        default=lambda self: self.env._("Draft"),
    )
    signed_on = fields.Date(string="Date of signing", copy=False)
    party_one_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="First party",
        required=True,
        ondelete="restrict",
        index=True,
    )
    party_two_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Second party",
        required=True,
        ondelete="restrict",
        index=True,
    )
    party_one_signer = fields.Char(
        string="Signer of the first party",
        compute="_compute_signer_one",
        store=True,
        readonly=False,
        precompute=True,
    )
    party_one_position = fields.Char(
        string="Position at the first party",
        compute="_compute_signer_one",
        store=True,
        readonly=False,
        precompute=True,
    )
    party_two_signer = fields.Char(
        string="Signer of the second party",
        compute="_compute_signer_two",
        store=True,
        readonly=False,
        precompute=True,
    )
    party_two_position = fields.Char(
        string="Position at the second party",
        compute="_compute_signer_two",
        store=True,
        readonly=False,
        precompute=True,
    )
    regulation_id = fields.Many2one(
        comodel_name="social.interagency.regulation",
        ondelete="restrict",
        index="btree_not_null",
    )
    subject = fields.Text()
    service_ids = fields.Many2many(
        comodel_name="social.interagency.service",
        relation="social_interagency_agreement_service_rel",
        column1="agreement_id",
        column2="service_id",
        string="Social services",
    )
    support_services = fields.Text(
        string="Services of social support",
        help="Help under art. 22 that is not a social service.",
    )
    rights_duties = fields.Text(string="Rights and duties of the parties")
    exchange_procedure = fields.Text(string="Procedure of information exchange")
    liability = fields.Text(string="Liability of the parties")
    effective_from = fields.Date(string="In force from")
    effective_to = fields.Date(string="In force until", copy=False)
    is_open_ended = fields.Boolean(string="Until terminated")
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("signed", "Signed"),
            ("expired", "Expired"),
            ("terminated", "Terminated"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
    )
    is_in_force = fields.Boolean(
        string="In force today",
        compute="_compute_is_in_force",
        search="_search_is_in_force",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        required=True,
        index=True,
    )
    termination_ground = fields.Text(readonly=True, copy=False)
    terminated_on = fields.Date(readonly=True, copy=False)
    missing_items = fields.Text(string="What lacks", compute="_compute_missing_items")
    can_sign = fields.Boolean(compute="_compute_can_sign")

    _parties_differ = models.Constraint(
        "CHECK(party_one_id != party_two_id)",
        "An agreement has two different parties. Correct the second one.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(effective_to >= effective_from)",
        "An agreement cannot end before it begins. Correct the dates.",
    )
    _name_unique = models.UniqueIndex(
        "(name) WHERE state != 'draft'",
        "A signed agreement with this number exists. Correct the number.",
    )
    _term_idx = models.Index("(effective_to) WHERE state = 'signed'")

    @api.depends("name", "party_one_id", "party_two_id")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = self.env._(
                "Agreement %(number)s: %(one)s and %(two)s",
                number=agreement.name,
                one=agreement.party_one_id.name or "",
                two=agreement.party_two_id.name or "",
            )

    @api.depends("party_one_id")
    def _compute_signer_one(self):
        for agreement in self:
            agreement.party_one_signer = agreement.party_one_id.head_name
            agreement.party_one_position = agreement.party_one_id.head_position

    @api.depends("party_two_id")
    def _compute_signer_two(self):
        for agreement in self:
            agreement.party_two_signer = agreement.party_two_id.head_name
            agreement.party_two_position = agreement.party_two_id.head_position

    @api.depends("state", "effective_from", "effective_to")
    def _compute_is_in_force(self):
        valid = self.filtered_domain(self._get_domain_in_force())
        valid.is_in_force = True
        (self - valid).is_in_force = False

    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_domain_in_force()
        return Domain.OR(domain if wanted else ~domain for wanted in value)

    @api.depends(lambda self: sorted(self._content_fields))
    @api.depends_context("lang")
    def _compute_missing_items(self):
        for agreement in self:
            is_draft = agreement.state == "draft"
            agreement.missing_items = "\n".join(
                agreement._missing_items() if is_draft else []
            )

    @api.depends("state", "party_one_id", "party_two_id")
    @api.depends_context("uid")
    def _compute_can_sign(self):
        for agreement in self:
            agreement.can_sign = not agreement._why_not_sign()

    @api.constrains("effective_to", "is_open_ended")
    def _check_term(self):
        for agreement in self:
            if agreement.effective_to and agreement.is_open_ended:
                raise ValidationError(
                    self.env._(
                        "%(agreement)s has an end and no end at once. Clear one.",
                        agreement=agreement.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        agreements = super(
            SocialInteragencyAgreement, self.with_context(mail_create_nolog=True)
        ).create(vals_list)
        return agreements.with_env(self.env)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        for agreement in self.filtered(lambda one: one.state != "draft"):
            raise UserError(
                self.env._(
                    "%(agreement)s was signed and stays as evidence. Terminate it.",
                    agreement=agreement.display_name,
                )
            )

    def action_sign(self):
        """Record that both parties have signed; the text is frozen."""
        for agreement in self:
            if reason := agreement._why_not_sign():
                raise AccessError(reason)
            agreement._check_complete()
            agreement._transition(
                "signed", signed_on=agreement.signed_on or agreement._get_today()
            )

    def action_terminate(self, ground):
        """Terminate the agreements before their end.

        :param ground: letter or agreement by which the parties part
        """
        self.check_access("write")
        for agreement in self:
            agreement._check_ground(ground)
            agreement._transition(
                "terminated",
                termination_ground=ground,
                terminated_on=agreement._get_today(),
            )
            agreement.sudo().activity_unlink([EXPIRY])

    def action_ask_termination(self):
        """Open the form that asks for the ground of the termination."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Terminate the Agreement"),
            "res_model": "social.interagency.agreement.termination",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_agreement_id": self.id},
        }

    @api.model
    def _get_domain_in_force(self):
        return (
            Domain("state", "=", "signed")
            & Domain("effective_from", "<=", "today")
            & (
                Domain("effective_to", "=", False)
                | Domain("effective_to", ">=", "today")
            )
        )

    def _get_today(self):
        """Return the date where the first party sits."""
        zone = self.party_one_id.tz or "Europe/Moscow"
        there = self.with_context(tz=zone)
        return fields.Datetime.context_timestamp(there, self._now()).date()

    def _why_not_sign(self):
        """Return why this user cannot record the signatures, or nothing."""
        if self.state != "draft":
            return self._explain_refused_transition("signed")
        user = self.env.user
        is_party = user._acts_for(self.party_one_id | self.party_two_id)
        if user.has_group(ADMINISTRATOR) or (is_party and user.has_group(HEAD)):
            return None
        return self.env._(
            "%(agreement)s is signed by the head of one of its parties.",
            agreement=self.display_name,
        )

    def _missing_items(self):
        """Return which of the seven items of an agreement lack, as sentences."""
        self.ensure_one()
        return [
            label for label, value in self._get_items() if not self._is_filled(value)
        ]

    def _get_items(self):
        _ = self.env._
        signers = (
            self.party_one_signer,
            self.party_one_position,
            self.party_two_signer,
            self.party_two_position,
        )
        services = self.service_ids or (self.support_services or "").strip()
        has_end = self.effective_to or self.is_open_ended
        return [
            (_("1) the parties with the names of those who sign"), all(signers)),
            (_("2) the subject of the agreement"), self.subject),
            (_("3) the social services or services of support"), services),
            (_("4) the rights and duties"), self.rights_duties),
            (_("5) the exchange procedure"), self.exchange_procedure),
            (_("6) the liability of the parties"), self.liability),
            (_("7) the term"), self.effective_from and has_end),
        ]

    @api.model
    def _is_filled(self, value):
        return bool(value.strip() if isinstance(value, str) else value)

    def _check_complete(self):
        if missing := self._missing_items():
            raise UserError(
                self.env._(
                    "%(agreement)s cannot be signed. It lacks:\n%(missing)s",
                    agreement=self.display_name,
                    missing="\n".join(missing),
                )
            )

    def _check_ground(self, ground):
        if not (ground or "").strip():
            raise UserError(
                self.env._(
                    "%(agreement)s: the ground of the termination is empty. "
                    "Name the letter or the agreement of the parties.",
                    agreement=self.display_name,
                )
            )

    @api.model
    def _cron_agreements(self):
        """Close the agreements whose term ran out, remind of those that end soon."""
        today = fields.Date.context_today(self)
        signed = Domain("state", "=", "signed")
        for agreement in self.search(signed & Domain("effective_to", "<", today)):
            if agreement.try_lock_for_update():
                agreement._transition("expired")
            self.env["ir.cron"]._commit_progress(1)
        days = self.env["ir.config_parameter"].sudo().get_param(REMIND_PARAMETER, 30)
        ending = Domain("effective_to", "<=", f"today +{int(days)}d")
        for agreement in self.search(signed & ending)._without_reminder():
            agreement._remind_of_expiry()
            self.env["ir.cron"]._commit_progress(1)

    def _without_reminder(self):
        """Leave out agreements reminded of their present end, done or not."""
        activities_sudo = self.env["mail.activity"].sudo()
        sent = activities_sudo.with_context(active_test=False).search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self.env.ref(EXPIRY).id),
            ]
        )
        reminded = {(one.res_id, one.date_deadline) for one in sent}
        return self.filtered(lambda one: (one.id, one.effective_to) not in reminded)

    def _remind_of_expiry(self):
        self.activity_schedule(
            EXPIRY, date_deadline=self.effective_to, user_id=self.user_id.id
        )
