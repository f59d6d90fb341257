from odoo import api, fields, models
from odoo.tools import SQL


class SocialControlInspectionScore(models.Model):
    """The total of the checklist, counted by the method frozen at the start."""

    _inherit = "social.control.inspection"

    is_scored = fields.Boolean(compute="_compute_score", store=True)
    score = fields.Float(
        string="Total, %",
        compute="_compute_score",
        store=True,
        digits=(16, 1),
        aggregator="avg",
    )

    @api.depends(
        "line_ids.answer", "line_ids.weight", "partial_share", "is_unchecked_counted"
    )
    def _compute_score(self):
        for inspection in self:
            earned, possible = inspection._get_points()
            inspection.is_scored = bool(possible)
            inspection.score = 100 * earned / possible if possible else 0.0

    def _read_group_select(self, aggregate_spec, query):
        """Leave inspections without a total out of averages: no data is not zero."""
        selected = super()._read_group_select(aggregate_spec, query)
        if not aggregate_spec.startswith("score:"):
            return selected
        is_scored = self._field_to_sql(self._table, "is_scored", query)
        return SQL("%s FILTER (WHERE %s)", selected, is_scored)

    def _get_points(self):
        """Return the points earned and the points possible by the frozen method."""
        shares = {"compliant": 1.0, "partial": self.partial_share, "violation": 0.0}
        if self.is_unchecked_counted:
            shares["not_checked"] = 0.0
        counted = self.line_ids.filtered(lambda line: line.answer in shares)
        earned = sum(line.weight * shares[line.answer] for line in counted)
        return earned, sum(counted.mapped("weight"))
