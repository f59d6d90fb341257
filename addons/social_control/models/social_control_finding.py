from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.selections import SEVERITIES


class SocialControlFinding(models.Model):
    """A violation: proposed by the program or a person, decided by a person (§7д)."""

    _name = "social.control.finding"
    _description = "Violation"
    _inherit = ["social.control.document.mixin"]
    _journal_field = "finding_id"

    _transitions = {
        "candidate": {"confirmed", "dismissed"},
        "confirmed": {"closed", "dismissed"},
    }
    _code_fields = frozenset(
        {"line_id", "request_id", "breach", "confirmed_at", "confirmed_by_id"}
        | {"dismissal_ground_id", "dismissal_reason", "measure_id", "measure_paper"}
        | {"measure_date", "eliminated_date", "item_ids"}
    )
    _content_fields = frozenset(
        {"subject_id", "inspection_id", "norm", "description", "severity"}
        | {"official_name", "official_position", "found_date", "liability_id"}
    )

    state = fields.Selection(
        selection=[
            ("candidate", "Candidate"),
            ("confirmed", "Confirmed"),
            ("closed", "Closed"),
            ("dismissed", "Dismissed"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="candidate",
        index=True,
        group_expand=True,
    )
    subject_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Violator",
        required=True,
        ondelete="restrict",
        index=True,
    )
    source = fields.Selection(
        selection=[
            ("inspection", "Inspection"),
            ("request", "Interagency request"),
            ("manual", "Monitoring"),
        ],
        string="Found by",
        compute="_compute_source",
        store=True,
    )
    inspection_id = fields.Many2one(
        comodel_name="social.control.inspection",
        domain="[('state', '=', 'started'), ('subject_id', '=', subject_id)]",
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    line_id = fields.Many2one(
        comodel_name="social.control.inspection.line",
        string="Answer of the checklist",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    request_id = fields.Many2one(
        comodel_name="social.interagency.request",
        string="Interagency request",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    breach = fields.Selection(
        selection=[("late", "Late answer"), ("missing", "Missing answer")],
        string="Breach of the term",
        readonly=True,
        copy=False,
    )
    request_sent_at = fields.Datetime(related="request_id.sent_at")
    request_deadline = fields.Datetime(
        related="request_id.deadline", string="Answer was due"
    )
    request_closed_at = fields.Datetime(
        related="request_id.closed_at", string="Answered on"
    )
    found_date = fields.Date(
        string="Found on", required=True, default=fields.Date.context_today
    )
    norm = fields.Char(string="Norm broken")
    description = fields.Text(string="What was broken")
    severity = fields.Selection(
        selection=SEVERITIES, required=True, default="significant"
    )
    official_name = fields.Char(
        string="Official responsible",
        compute="_compute_official",
        store=True,
        readonly=False,
        precompute=True,
    )
    official_position = fields.Char(
        string="Position of the official",
        compute="_compute_official",
        store=True,
        readonly=False,
        precompute=True,
    )
    liability_id = fields.Many2one(
        comodel_name="social.control.liability",
        string="Measure proposed",
        ondelete="restrict",
        index="btree_not_null",
    )
    confirmed_at = fields.Datetime(string="Confirmed on", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        comodel_name="res.users", string="Confirmed by", readonly=True, copy=False
    )
    dismissal_ground_id = fields.Many2one(
        comodel_name="social.control.dismissal.ground",
        string="Ground of dismissal",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    dismissal_reason = fields.Text(
        string="Reason of dismissal", readonly=True, copy=False
    )
    measure_id = fields.Many2one(
        comodel_name="social.control.liability",
        string="Measure taken",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    measure_paper = fields.Char(
        string="Paper of the measure",
        readonly=True,
        copy=False,
        help="Number and date of the order, the protocol or the letter.",
    )
    measure_date = fields.Date(string="Measure taken on", readonly=True, copy=False)
    eliminated_date = fields.Date(string="Eliminated on", readonly=True, copy=False)
    item_ids = fields.One2many(
        comodel_name="social.control.order.item",
        inverse_name="finding_id",
        string="Prescribed",
        readonly=True,
    )
    journal_ids = fields.One2many(
        comodel_name="social.control.journal",
        inverse_name="finding_id",
    )

    _request_unique = models.UniqueIndex(
        "(request_id) WHERE request_id IS NOT NULL",
        "This request has its violation already. Open that one.",
    )
    _line_unique = models.UniqueIndex(
        "(line_id) WHERE line_id IS NOT NULL",
        "This answer of the checklist has its violation already. Open that one.",
    )
    _subject_other = models.Constraint(
        "CHECK(participant_id != subject_id)",
        "A body does not decide on its own violations. Choose another body.",
    )
    _dismissal_reasoned = models.Constraint(
        "CHECK(state != 'dismissed' OR "
        "(dismissal_ground_id IS NOT NULL AND dismissal_reason IS NOT NULL))",
        "A dismissed violation states its ground and its reason.",
    )

    @api.depends("inspection_id", "request_id")
    def _compute_source(self):
        for finding in self:
            if finding.request_id:
                finding.source = "request"
            else:
                finding.source = "inspection" if finding.inspection_id else "manual"

    @api.depends("subject_id")
    def _compute_official(self):
        for finding in self:
            finding.official_name = finding.subject_id.head_name
            finding.official_position = finding.subject_id.head_position

    @api.constrains("inspection_id", "subject_id", "participant_id")
    def _check_inspection(self):
        for finding in self:
            inspection = finding.inspection_id
            if inspection and (inspection.subject_id, inspection.participant_id) != (
                finding.subject_id,
                finding.participant_id,
            ):
                raise ValidationError(
                    self.env._(
                        "Violation %(finding)s: inspection %(inspection)s is of "
                        "another organisation. Choose an inspection of this one.",
                        finding=finding.name,
                        inspection=inspection.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        findings = super().create(vals_list)
        if not self._is_unlocked():
            findings._check_inspection_open()
        return findings

    def write(self, vals):
        if not self._is_unlocked() and self._content_fields & vals.keys():
            self._check_inspection_open()
        result = super().write(vals)
        if not self._is_unlocked() and "inspection_id" in vals:
            self._check_inspection_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(
            self.env._(
                "Violation %(finding)s is not deleted. "
                "Dismiss it and state the reason.",
                finding=", ".join(self.mapped("name")),
            )
        )

    def _check_inspection_open(self):
        """Keep a signed act as it is: no violation joins it or leaves it."""
        for finding in self.filtered("inspection_id"):
            if finding.inspection_id.state != "started":
                raise UserError(
                    self.env._(
                        "Inspection %(inspection)s is not going on, and its act takes "
                        "no more violations. Record the violation without it.",
                        inspection=finding.inspection_id.name,
                    )
                )

    def _is_ordered(self):
        """Tell whether a prescription that is not cancelled names the violation."""
        return any(order.state != "cancelled" for order in self.item_ids.order_id)
