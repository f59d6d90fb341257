from odoo import api, fields, models


class SocialSupportDecision(models.Model):
    """A decision of the consilium; with a measure it turns into an assignment."""

    _name = "social.support.decision"
    _description = "Decision of the consilium"
    _inherit = ["social.support.row.mixin"]
    _order = "consilium_id, sequence, id"
    _rec_name = "text"

    _parent_field = "consilium_id"
    _content_fields = frozenset(
        {"consilium_id", "text", "measure_id", "participant_id", "days"}
    )

    consilium_id = fields.Many2one(
        comodel_name="social.support.consilium",
        string="Minutes of the consilium",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10, aggregator=False)
    text = fields.Text(string="Decided", required=True)
    measure_id = fields.Many2one(
        comodel_name="social.support.measure",
        ondelete="restrict",
        index="btree_not_null",
    )
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Organisation",
        ondelete="restrict",
        index="btree_not_null",
    )
    days = fields.Integer(
        string="Working days",
        compute="_compute_days",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=False,
    )
    assignment_ids = fields.One2many(
        comodel_name="social.support.assignment",
        inverse_name="decision_id",
        string="Given to organisations",
    )

    _measure_whole = models.Constraint(
        "CHECK(measure_id IS NULL OR (participant_id IS NOT NULL AND days > 0))",
        "A decision with a measure names its organisation and the term in working "
        "days. Fill them in.",
    )

    @api.depends("measure_id")
    def _compute_days(self):
        for decision in self:
            decision.days = decision.measure_id.term_value or decision.days

    def _filter_unassigned(self):
        """Return the decisions whose measure no organisation has or had."""
        return self.filtered(
            lambda decision: decision.measure_id and not decision.assignment_ids
        )

    def _assign(self):
        self.env["social.support.assignment"]._propose(
            [
                {
                    "case_id": decision.consilium_id.case_id.id,
                    "decision_id": decision.id,
                    "measure_id": decision.measure_id.id,
                    "participant_id": decision.participant_id.id,
                    "days": decision.days,
                    "content": decision.text,
                }
                for decision in self
            ]
        )
