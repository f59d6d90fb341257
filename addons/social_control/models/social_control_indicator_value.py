import hashlib

from odoo import api, fields, models
from odoo.addons.social_interagency.tools import journal_digest
from odoo.tools import SQL

from ..tools.selections import PERIOD_KINDS

DIGEST_FIELDS = (
    "sequence",
    "method",
    "code",
    "name",
    "kind",
    "formula",
    "part_kind",
    "part",
    "participant_id",
    "document_type_id",
    "channel",
    "reason_id",
    "indicator_id",
    "denominator",
    "numerator",
    "value",
    "average",
    "percentile_90",
    "status",
    "target",
    "threshold",
    "has_target",
    "is_higher_better",
    "min_case_count",
    "place",
    "has_data",
    "empty_meaning",
)


class SocialControlIndicatorValue(models.Model):
    """A figure of a closed period: evidence that nobody changes or counts anew."""

    _name = "social.control.indicator.value"
    _description = "Figure of a closed period"
    _inherit = ["social.control.figure.mixin", "social.journal.frozen.mixin"]

    period_id = fields.Many2one(ondelete="restrict")
    period_kind = fields.Selection(
        selection=PERIOD_KINDS, string="Kind of period", required=True, readonly=True
    )
    date_from = fields.Date(string="Period from", required=True, readonly=True)

    _period_sequence_unique = models.UniqueIndex(
        "(period_id, sequence)", "The period is closed and has its figures already."
    )
    _trend_idx = models.Index("(indicator_id, date_from)")

    @api.model
    def _append(self, period, rows):
        own = {
            "period_kind": period.kind,
            "date_from": fields.Date.to_string(period.date_from),
        }
        return super()._append(period, [{**row, **own} for row in rows])

    @api.model
    def _get_digest(self, period):
        """Return the SHA-256 of the figures of a period as the database holds them."""
        table = SQL.identifier(self._table)
        columns = [
            SQL("%s, %s::text", name, SQL.identifier(name)) for name in DIGEST_FIELDS
        ]
        rows = self.env.execute_query(
            SQL(
                "SELECT jsonb_build_object(%s) FROM %s "
                "WHERE period_id = %s ORDER BY sequence",
                SQL(", ").join(columns),
                table,
                period.id,
            )
        )
        text = journal_digest.canonical([row for (row,) in rows])
        return hashlib.sha256(text.encode()).hexdigest()
