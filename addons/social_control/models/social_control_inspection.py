from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain


class SocialControlInspection(models.Model):
    """A control event from the order to inspect to its closed act (clause §7г)."""

    _name = "social.control.inspection"
    _description = "Inspection"
    _inherit = ["social.control.document.mixin", "social.deadline.mixin"]
    _journal_field = "inspection_id"

    _transitions = {
        "draft": {"scheduled", "cancelled"},
        "scheduled": {"started", "cancelled"},
        "started": {"act_signed"},
        "act_signed": {"closed"},
    }
    _code_fields = frozenset(
        {"scheduled_date", "decision", "scheduled_by_id", "started_at", "carried_date"}
        | {"checklist_title", "partial_share", "is_unchecked_counted"}
        | {"act_signed_at", "act_date"}
        | {"signer_id", "late_ground", "handed_at", "handed_kind", "objection_deadline"}
        | {"acknowledged_at", "acknowledged_by_id", "refusal_note", "cancel_reason"}
        | {"line_ids", "objection_ids"}
    )
    _content_fields = frozenset(
        {"rule_id", "subject_id", "plan_line_id", "ground_id", "ground_details"}
        | {"prosecutor_approval", "asked_date", "purpose", "checklist_id"}
        | {"inspector_ids"}
    )
    # What the act says besides the answers: written while the inspection goes on.
    _act_fields = frozenset({"closing_date", "place", "representative", "conclusion"})

    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("scheduled", "Scheduled"),
            ("started", "Started"),
            ("act_signed", "Act signed"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
        group_expand=True,
    )
    rule_id = fields.Many2one(
        comodel_name="social.control.rule",
        string="Form of control",
        required=True,
        ondelete="restrict",
        index=True,
    )
    regime = fields.Selection(related="rule_id.regime", store=True, index=True)
    form = fields.Selection(related="rule_id.form", store=True)
    subject_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Inspected organisation",
        required=True,
        ondelete="restrict",
        index=True,
    )
    purpose = fields.Text(string="Subject of control")
    plan_line_id = fields.Many2one(
        comodel_name="social.control.plan.line",
        string="Event of the plan",
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="base.group_user",
    )
    ground_id = fields.Many2one(
        comodel_name="social.control.ground",
        string="Ground of an unplanned event",
        domain="[('regime', '=', regime)]",
        ondelete="restrict",
        index="btree_not_null",
        groups="base.group_user",
    )
    ground_details = fields.Char(
        string="Paper of the ground",
        help="Number and date of the appeal, the instruction or the demand.",
        groups="base.group_user",
    )
    is_approval_needed = fields.Boolean(
        related="ground_id.is_approval_needed",
        string="Approval is needed",
        groups="base.group_user",
    )
    prosecutor_approval = fields.Char(
        string="Prosecutor's approval",
        copy=False,
        help="Number and date of the prosecutor's decision.",
        groups="base.group_user",
    )
    asked_date = fields.Date(string="Asked for", groups="base.group_user")
    planned_date = fields.Date(
        related="plan_line_id.planned_date",
        string="Planned",
        store=True,
        groups="base.group_user",
    )
    scheduled_date = fields.Date(string="Scheduled", readonly=True, copy=False)
    carried_date = fields.Date(string="Carried out", readonly=True, copy=False)
    decision = fields.Char(
        string="Order to inspect",
        readonly=True,
        copy=False,
        help="Number and date of the order.",
    )
    scheduled_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Order signed by",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    inspector_ids = fields.Many2many(
        comodel_name="res.users",
        relation="social_control_inspection_inspector_rel",
        column1="inspection_id",
        column2="user_id",
        string="Inspectors",
        default=lambda self: self._default_inspector_ids(),
        groups="base.group_user",
    )
    checklist_id = fields.Many2one(
        comodel_name="social.control.checklist",
        domain="[('regime', '=', regime)]",
        ondelete="restrict",
        index="btree_not_null",
        groups="base.group_user",
    )
    started_at = fields.Datetime(readonly=True, copy=False)
    closing_date = fields.Date(
        string="Closing day",
        copy=False,
        help="The day on which the event ends; the act is signed on this day.",
    )
    place = fields.Char(string="Place of inspection", copy=False)
    representative = fields.Char(
        string="Representative of the organisation", copy=False
    )
    conclusion = fields.Text(string="Result of the inspection", copy=False)
    line_ids = fields.One2many(
        comodel_name="social.control.inspection.line",
        inverse_name="inspection_id",
        string="Checklist filled in",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    checklist_title = fields.Char(
        string="Form of the checklist",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    partial_share = fields.Float(
        string="Share of “in part”",
        readonly=True,
        copy=False,
        aggregator=False,
        groups="base.group_user",
    )
    is_unchecked_counted = fields.Boolean(
        string="Not checked counts as zero",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    failed_count = fields.Integer(
        string="Violations",
        compute="_compute_failed_count",
        groups="base.group_user",
    )
    finding_ids = fields.One2many(
        comodel_name="social.control.finding",
        inverse_name="inspection_id",
        string="Violations found",
        groups="base.group_user",
    )
    order_ids = fields.One2many(
        comodel_name="social.control.order",
        inverse_name="inspection_id",
        string="Prescriptions",
        groups="base.group_user",
    )
    objection_ids = fields.One2many(
        comodel_name="social.control.objection",
        inverse_name="inspection_id",
        string="Objections",
        readonly=True,
        groups="base.group_user",
    )
    act_date = fields.Date(string="Date of the act", readonly=True, copy=False)
    act_signed_at = fields.Datetime(string="Act signed on", readonly=True, copy=False)
    signer_id = fields.Many2one(
        comodel_name="res.users",
        string="Act signed by",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    late_ground = fields.Text(
        string="Ground of the late act", readonly=True, copy=False
    )
    handed_at = fields.Datetime(
        string="Act handed over", readonly=True, copy=False, index="btree_not_null"
    )
    handed_kind = fields.Selection(
        selection=[
            ("portal", "Through the portal"),
            ("person", "In person"),
            ("post", "By post"),
        ],
        string="How handed over",
        readonly=True,
        copy=False,
    )
    objection_deadline = fields.Datetime(
        string="Objections until", readonly=True, copy=False
    )
    acknowledged_at = fields.Datetime(
        string="Acknowledged on", readonly=True, copy=False
    )
    acknowledged_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Acknowledged by",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    refusal_note = fields.Text(string="Refusal to sign", readonly=True, copy=False)
    cancel_reason = fields.Text(readonly=True, copy=False, groups="base.group_user")
    journal_ids = fields.One2many(
        comodel_name="social.control.journal",
        inverse_name="inspection_id",
        groups="base.group_user",
    )

    _ground_or_plan = models.Constraint(
        "CHECK((plan_line_id IS NULL) != (ground_id IS NULL))",
        "An inspection is planned or has the ground of an unplanned event. "
        "Name one of the two.",
    )
    _plan_line_unique = models.UniqueIndex(
        "(plan_line_id) WHERE plan_line_id IS NOT NULL AND state != 'cancelled'",
        "The event of the plan has its inspection already. Open that one.",
    )
    _subject_other = models.Constraint(
        "CHECK(participant_id != subject_id)",
        "A body does not inspect itself. Choose another organisation.",
    )
    _act_in_time = models.Constraint(
        "CHECK(act_date IS NULL OR act_date <= closing_date "
        "OR late_ground IS NOT NULL)",
        "An act that is signed after the closing day states its ground.",
    )

    @api.model
    def _default_inspector_ids(self):
        group = self.env.ref("social_control.group_inspector")
        return self.env.user if group in self.env.user.all_group_ids else False

    @api.depends("name", "subject_id.short_name", "subject_id.name")
    def _compute_display_name(self):
        for inspection in self:
            inspection.display_name = inspection._get_title()

    @api.depends("finding_ids.state")
    def _compute_failed_count(self):
        groups = self.env["social.control.finding"]._read_group(
            Domain("inspection_id", "in", self.ids)
            & Domain("state", "not in", ["candidate", "dismissed"]),
            ["inspection_id"],
            ["__count"],
        )
        counts = dict(groups)
        for inspection in self:
            inspection.failed_count = counts.get(inspection, 0)

    @api.constrains("rule_id", "subject_id")
    def _check_subject(self):
        for inspection in self:
            if reason := inspection.rule_id._why_not_subject(inspection.subject_id):
                raise ValidationError(reason)

    @api.constrains("plan_line_id", "rule_id", "subject_id", "participant_id")
    def _check_plan_line(self):
        for inspection in self.sudo().filtered("plan_line_id"):
            line = inspection.plan_line_id
            if (line.rule_id, line.subject_id, line.participant_id) != (
                inspection.rule_id,
                inspection.subject_id,
                inspection.participant_id,
            ) or line.plan_state != "approved":
                raise ValidationError(
                    self.env._(
                        "Inspection %(inspection)s does not agree with its event of "
                        "the approved plan. Draft it from the plan.",
                        inspection=inspection.name,
                    )
                )

    @api.constrains("ground_id", "checklist_id", "rule_id")
    def _check_regime(self):
        for inspection in self.sudo():
            for paper in (inspection.ground_id, inspection.checklist_id):
                if paper and paper.regime != inspection.rule_id.regime:
                    raise ValidationError(
                        self.env._(
                            "Inspection %(inspection)s: “%(paper)s” is of another "
                            "regime. Choose one of the regime of this inspection.",
                            inspection=inspection.name,
                            paper=paper.display_name,
                        )
                    )

    @api.constrains("inspector_ids", "officer_id", "subject_id")
    def _check_inspectors(self):
        for inspection in self.sudo():
            people = inspection.inspector_ids | inspection.officer_id
            if reason := inspection._why_not_independent(people):
                raise ValidationError(reason)

    @api.constrains("closing_date")
    def _check_closing_date(self):
        dated = self.filtered("closing_date")
        dated.filtered(lambda one: not one.carried_date)._check_act_open()
        for inspection in dated:
            last = inspection._get_last_day()
            if not inspection.carried_date <= inspection.closing_date <= last:
                raise ValidationError(
                    self.env._(
                        "Inspection %(inspection)s: the closing day lies outside its "
                        "term, which ends on %(day)s. Correct the day.",
                        inspection=inspection.name,
                        day=last.strftime("%d.%m.%Y"),
                    )
                )

    def write(self, vals):
        if not self._is_unlocked():
            if self._act_fields & vals.keys():
                self._check_act_open()
            vals = self._write_answers(vals)
        return super().write(vals)

    def _write_answers(self, vals):
        """Write the answers that the form sends with the rest; return the rest.

        The rows themselves come and go by the program only.
        """
        commands = vals.get("line_ids") or []
        if not all(command[0] == Command.UPDATE for command in commands):
            return vals
        for _update, line_id, answer in commands:
            self.env["social.control.inspection.line"].browse(line_id).write(answer)
        return {name: value for name, value in vals.items() if name != "line_ids"}

    def _check_act_open(self):
        for inspection in self:
            if inspection.state != "started":
                raise UserError(
                    self.env._(
                        "Inspection %(inspection)s: the act is written from the start "
                        "of the inspection until it is signed. Start the inspection, "
                        "or file an objection to a signed act.",
                        inspection=inspection.name,
                    )
                )

    def _get_last_day(self):
        """Return the last day of the term in the zone of the controlling body."""
        zoned = self.with_context(tz=self.participant_id.sudo().tz)
        return fields.Datetime.context_timestamp(zoned, self.deadline).date()

    def _filter_scheduled(self):
        """Return the inspections whose order is signed."""
        return self.filtered(lambda one: one.state not in ("draft", "cancelled"))
