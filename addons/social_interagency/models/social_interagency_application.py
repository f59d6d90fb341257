from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class SocialInteragencyApplication(models.Model):
    """A citizen's application carried to a final result (order 889н, clause §5в)."""

    _name = "social.interagency.application"
    _description = "Citizen's application"
    _inherit = [
        "social.number.mixin",
        "social.transition.mixin",
        "social.asking.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name"]
    _journal_field = "application_id"

    _transitions = {
        "registered": {"in_progress", "cancelled"},
        "in_progress": {"done", "refused", "cancelled"},
    }
    _code_fields = frozenset({"closed_at", "result"})
    _content_fields = frozenset(
        {"citizen_id", "participant_id", "procedure_id", "received_at"}
    )

    state = fields.Selection(
        selection=[
            ("registered", "Registered"),
            ("in_progress", "In progress"),
            ("done", "Granted"),
            ("refused", "Refused"),
            ("cancelled", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="registered",
        index=True,
        group_expand=True,
    )
    citizen_id = fields.Many2one(
        comodel_name="social.interagency.citizen",
        required=True,
        ondelete="restrict",
        index=True,
    )
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Registered by",
        required=True,
        default=lambda self: self.env.user.social_participant_ids[:1],
        ondelete="restrict",
        index=True,
    )
    officer_id = fields.Many2one(
        comodel_name="res.users",
        default=lambda self: self.env.user,
        index=True,
    )
    procedure_id = fields.Many2one(
        comodel_name="social.interagency.procedure",
        required=True,
        ondelete="restrict",
        index=True,
    )
    service_ids = fields.Many2many(
        comodel_name="social.interagency.service",
        relation="social_interagency_application_service_rel",
        string="Social services",
    )
    received_at = fields.Datetime(required=True, default=lambda self: self._now())
    step_ids = fields.One2many(
        comodel_name="social.interagency.application.step",
        inverse_name="application_id",
        string="Steps",
    )
    request_ids = fields.One2many(
        comodel_name="social.interagency.request",
        inverse_name="application_id",
        string="Requests",
    )
    journal_ids = fields.One2many(
        comodel_name="social.interagency.journal",
        inverse_name="application_id",
    )
    request_count = fields.Integer(compute="_compute_request_count")
    open_request_count = fields.Integer(compute="_compute_request_count")
    next_deadline = fields.Datetime(compute="_compute_next_deadline")
    result = fields.Text(string="Final result", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    can_close = fields.Boolean(compute="_compute_can_close")

    @api.depends("request_ids.state")
    def _compute_request_count(self):
        groups = self.env["social.interagency.request"]._read_group(
            Domain("application_id", "in", self.ids),
            ["application_id"],
            ["id:recordset"],
        )
        requests_by_application = dict(groups)
        none = self.env["social.interagency.request"]
        for application in self:
            requests = requests_by_application.get(application, none)
            application.request_count = len(requests)
            application.open_request_count = len(
                requests.filtered(lambda request: not request.closed_at)
            )

    @api.depends("step_ids.deadline", "step_ids.closed_at")
    def _compute_next_deadline(self):
        for application in self:
            waiting = application.step_ids.filtered(
                lambda step: step.deadline and not step.closed_at
            )
            application.next_deadline = min(waiting.mapped("deadline"), default=False)

    @api.depends("state", "participant_id")
    @api.depends_context("uid")
    def _compute_can_close(self):
        for application in self:
            application.can_close = not application._why_not_close()

    @api.model_create_multi
    def create(self, vals_list):
        quiet = self.with_context(tracking_disable=True)
        applications = super(SocialInteragencyApplication, quiet).create(vals_list)
        applications._copy_steps()
        return applications.with_env(self.env)

    def _copy_steps(self):
        """Copy the steps of the procedure with the terms counted from receipt."""
        for application in self.filtered(lambda application: not application.step_ids):
            body = application.participant_id.sudo()
            application._unlocked().step_ids = [
                Command.create(
                    self.env["social.interagency.application.step"]._prepare_from(
                        step, application.received_at, body
                    )
                )
                for step in application.procedure_id.sudo().step_ids
            ]

    def action_start(self):
        """Take the applications into work."""
        self._check_own()
        self._transition("in_progress", event="started")

    def action_grant(self, result):
        """Close the applications with the result the citizen asked for.

        :param result: what was decided, with the number of the decision
        """
        self._do_close("done", result)

    def action_refuse(self, result):
        """Close the applications with a refusal.

        :param result: the ground of the refusal with the provision of the law
        """
        self._do_close("refused", result)

    def action_cancel(self, result):
        """Close the applications because the citizen withdrew them.

        :param result: by which paper the citizen withdrew
        """
        self._check_own()
        self._check_result(result)
        self._transition("cancelled", closed_at=self._now(), result=result)

    def _do_close(self, state, result):
        for application in self:
            if reason := application._why_not_close():
                raise UserError(reason)
        self._check_result(result)
        self._transition(state, closed_at=self._now(), result=result)

    def _why_not_close(self):
        """Return why the application cannot close; a late answer is no reason.

        210-ФЗ, art. 7.1: failure of another body to answer neither refuses nor
        prolongs the citizen's service.
        """
        if not self.env.user._acts_for(self.participant_id):
            return self._explain_own()
        waiting = self.sudo().step_ids.filtered(
            lambda step: step.is_mandatory and not step.closed_at
        )
        if self.state == "in_progress" and waiting:
            return self.env._(
                "Application %(application)s has mandatory steps open: %(steps)s. "
                "Complete them first.",
                application=self.name,
                steps=", ".join(waiting.mapped("name")),
            )
        return "" if self.state == "in_progress" else self._explain_state()

    def _check_own(self):
        for application in self:
            if not self.env.user._acts_for(application.participant_id):
                raise UserError(application._explain_own())

    def _check_result(self, result):
        if not (result or "").strip():
            raise UserError(
                self.env._(
                    "Application %(application)s: the final result is empty. "
                    "Enter the decision with its number and date.",
                    application=", ".join(self.mapped("name")),
                )
            )

    def _explain_own(self):
        return self.env._(
            "Application %(application)s belongs to “%(participant)s”. "
            "Ask its officer.",
            application=self.name,
            participant=self.participant_id.sudo().name,
        )

    def _explain_state(self):
        return self.env._(
            "Application %(application)s is not in progress. "
            "Reload the page to see the next step.",
            application=self.name,
        )
