from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date


class SocialControlOrder(models.Model):
    """A prescription to eliminate violations: term, proof, check, re-check."""

    _name = "social.control.order"
    _description = "Prescription"
    _inherit = ["social.control.document.mixin", "social.deadline.mixin"]
    _journal_field = "order_id"

    _transitions = {
        "draft": {"issued", "cancelled"},
        "issued": {"submitted", "met", "failed", "cancelled"},
        "submitted": {"submitted", "met", "failed", "cancelled"},
        "failed": {"issued", "cancelled"},
    }
    _code_fields = frozenset(
        {"issued_at", "signer_id", "round", "submitted_at", "escalated_at"}
        | {"cancel_reason", "proof_ids", "act_ids"}
    )
    _content_fields = frozenset({"inspection_id", "term_days", "item_ids"})

    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("issued", "Issued"),
            ("submitted", "Proof sent"),
            ("met", "Met"),
            ("failed", "Not met"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
        group_expand=True,
    )
    inspection_id = fields.Many2one(
        comodel_name="social.control.inspection",
        required=True,
        domain="[('state', 'in', ['act_signed', 'closed'])]",
        ondelete="restrict",
        index=True,
    )
    regime = fields.Selection(related="inspection_id.regime", store=True)
    subject_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        related="inspection_id.subject_id",
        string="Inspected organisation",
        store=True,
        index=True,
    )
    term_days = fields.Integer(
        string="Term, working days", required=True, default=20, aggregator=False
    )
    item_ids = fields.One2many(
        comodel_name="social.control.order.item",
        inverse_name="order_id",
        string="Items",
        groups="base.group_user",
    )
    issued_at = fields.Datetime(string="Issued on", readonly=True, copy=False)
    signer_id = fields.Many2one(
        comodel_name="res.users",
        string="Signed by",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    submitted_at = fields.Datetime(string="Last proof", readonly=True, copy=False)
    round = fields.Integer(
        string="Check No.", readonly=True, copy=False, default=1, aggregator=False
    )
    escalated_at = fields.Datetime(
        string="Escalated on", readonly=True, copy=False, groups="base.group_user"
    )
    proof_ids = fields.One2many(
        comodel_name="social.control.proof",
        inverse_name="order_id",
        string="Proofs",
        readonly=True,
        groups="base.group_user",
    )
    act_ids = fields.One2many(
        comodel_name="social.control.order.act",
        inverse_name="order_id",
        string="Extensions",
        readonly=True,
        groups="base.group_user",
    )
    cancel_reason = fields.Text(readonly=True, copy=False)
    journal_ids = fields.One2many(
        comodel_name="social.control.journal",
        inverse_name="order_id",
        groups="base.group_user",
    )

    _term_positive = models.Constraint(
        "CHECK(term_days > 0)", "The term is one working day at least."
    )

    @api.depends("name", "subject_id.short_name", "subject_id.name")
    def _compute_display_name(self):
        for order in self:
            order.display_name = order._get_title()

    @api.constrains("inspection_id", "participant_id")
    def _check_inspection(self):
        for order in self:
            inspection = order.inspection_id
            if inspection.participant_id != order.participant_id:
                raise ValidationError(
                    self.env._(
                        "Prescription %(order)s: inspection %(inspection)s is of "
                        "another body. Draft it from an inspection of your own.",
                        order=order.name,
                        inspection=inspection.name,
                    )
                )

    def _get_printed_preamble(self):
        """Return the sentence with which the paper begins."""
        inspection = self.inspection_id
        return self.env._(
            "By the act of inspection %(inspection)s of %(day)s, on the ground of "
            "%(basis)s, %(subject)s is to eliminate the violations:",
            inspection=inspection.name,
            day=format_date(self.env, inspection.act_date),
            basis=inspection.rule_id.order_legal_basis,
            subject=self.subject_id.name,
        )

    def _get_printed_term(self):
        """Return the sentence about the term and the proof."""
        if not self.deadline:
            return self.env._("Term in working days: %s.", self.term_days)
        zoned = self.with_context(tz=self.subject_id.tz)
        last = fields.Datetime.context_timestamp(zoned, self.deadline).date()
        return self.env._(
            "Term: until %(day)s, working days counted: %(days)s. Send the proof "
            "through the portal not later than the last day of the term.",
            day=format_date(self.env, last),
            days=self.deadline_explanation["value"],
        )

    @api.model
    def _create_from_findings(self, inspection, findings):
        """Return a draft with one item for each violation."""
        return self.create(
            {
                "participant_id": inspection.participant_id.id,
                "inspection_id": inspection.id,
                "term_days": inspection.rule_id.order_days,
                "item_ids": [
                    fields.Command.create(
                        {
                            "finding_id": finding.id,
                            "requirement": self.env._(
                                "Eliminate: %s", finding.description
                            ),
                        }
                    )
                    for finding in findings
                ],
            }
        )
