from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.selections import HELP_KINDS


class SocialSupportNeed(models.Model):
    """What a family needs; a need without a measure in the plan is flagged."""

    _name = "social.support.need"
    _description = "Need of the family"
    _inherit = ["social.support.row.mixin"]
    _order = "case_id, sequence, id"

    _parent_field = "case_id"
    _content_fields = frozenset({"case_id", "name", "help_kind", "result", "outcome"})

    case_id = fields.Many2one(
        comodel_name="social.support.case",
        required=True,
        ondelete="restrict",
        index=True,
    )
    assessment_id = fields.Many2one(
        comodel_name="social.support.assessment",
        string="Found by",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    sequence = fields.Integer(default=10, aggregator=False)
    name = fields.Char(string="Need", required=True)
    help_kind = fields.Selection(
        selection=HELP_KINDS, string="Kind of help", required=True
    )
    line_ids = fields.One2many(
        comodel_name="social.support.plan.line",
        inverse_name="need_id",
        string="Measures",
    )
    is_covered = fields.Boolean(
        string="Has a measure",
        compute="_compute_is_covered",
        search="_search_is_covered",
    )
    outcome = fields.Selection(
        selection=[("met", "Met"), ("partly", "Met in part"), ("unmet", "Not met")]
    )
    result = fields.Char()

    @api.depends("line_ids.plan_id.state")
    def _compute_is_covered(self):
        covered = self.filtered_domain(self._get_covered_domain())
        for need in self:
            need.is_covered = need in covered

    def _search_is_covered(self, operator, value):
        if operator != "in":
            return NotImplemented
        covered = self._get_covered_domain()
        return Domain.OR(covered if wanted else ~covered for wanted in value)

    @api.model
    def _get_covered_domain(self):
        return Domain(
            "line_ids", "any", [("plan_id.state", "in", ["draft", "current"])]
        )

    def _check_content_open(self):
        self.sudo().case_id._check_living()
