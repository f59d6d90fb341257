import json

from odoo import api, fields, models
from odoo.addons.social_interagency.tools.selections import CHANNELS
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from ..tools.selections import FIGURE_KINDS, FIGURE_STATUSES, PART_KINDS


class SocialControlFigureMixin(models.AbstractModel):
    """A figure with the words, the target and the cases by which it was counted.

    A figure that has no cases has no value: the column is empty, which is not zero.
    """

    _name = "social.control.figure.mixin"
    _description = "Figure"
    _order = "period_id desc, sequence, id"
    _rec_name = "name"

    period_id = fields.Many2one(
        comodel_name="social.control.period",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(readonly=True, required=True, aggregator=False)
    indicator_id = fields.Many2one(
        comodel_name="social.control.indicator",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    method = fields.Char(string="Counted by", required=True, readonly=True)
    code = fields.Char(required=True, readonly=True)
    name = fields.Char(string="Name of the indicator", required=True, readonly=True)
    kind = fields.Selection(
        selection=FIGURE_KINDS, string="Unit", required=True, readonly=True
    )
    formula = fields.Text(required=True, readonly=True)
    empty_meaning = fields.Char(
        string="An empty period means", required=True, readonly=True
    )
    part_kind = fields.Selection(
        selection=PART_KINDS, string="Divided by", required=True, readonly=True
    )
    part = fields.Char(string="Of whom or what", readonly=True)
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    document_type_id = fields.Many2one(
        comodel_name="social.interagency.document.type",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    channel = fields.Selection(selection=CHANNELS, readonly=True)
    reason_id = fields.Many2one(
        comodel_name="social.interagency.refusal.reason",
        string="Reason of refusal",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    denominator = fields.Integer(string="Cases", required=True, readonly=True)
    numerator = fields.Integer(string="Of them counted", required=True, readonly=True)
    has_data = fields.Boolean(string="Has cases", readonly=True)
    value = fields.Float(
        string="Figure", digits=(16, 2), readonly=True, aggregator="avg"
    )
    value_text = fields.Char(string="Value", compute="_compute_value_text")
    average = fields.Float(
        string="Mean, working days", digits=(16, 2), readonly=True, aggregator=False
    )
    percentile_90 = fields.Float(
        string="90 % within, working days",
        digits=(16, 2),
        readonly=True,
        aggregator=False,
    )
    has_target = fields.Boolean(readonly=True)
    is_higher_better = fields.Boolean(string="The more, the better", readonly=True)
    target = fields.Float(digits=(16, 2), readonly=True, aggregator=False)
    threshold = fields.Float(digits=(16, 2), readonly=True, aggregator=False)
    min_case_count = fields.Integer(
        string="Cases for a place", readonly=True, aggregator=False
    )
    place = fields.Integer(
        readonly=True,
        aggregator=False,
        help="Place among the participants with enough cases.",
    )
    status = fields.Selection(
        selection=FIGURE_STATUSES, string="Verdict", required=True, readonly=True
    )

    @api.depends("value", "has_data", "kind")
    @api.depends_context("lang")
    def _compute_value_text(self):
        for figure in self:
            figure.value_text = figure._get_value_text()

    @api.depends("code", "name", "part")
    def _compute_display_name(self):
        for figure in self:
            figure.display_name = " ".join(
                filter(None, [figure.code, figure.name, figure.part])
            )

    def action_view_records(self):
        """Open the records that the figure counts, all of them."""
        return self._get_records_of("all")

    def action_view_hits(self):
        """Open the records that make the numerator."""
        return self._get_records_of("hits")

    def action_view_misses(self):
        """Open the records that are counted without making the numerator."""
        return self._get_records_of("misses")

    def _get_value_text(self):
        if not self.has_data:
            return self.env._("no data")
        value = formatLang(
            self.env, self.value, digits=0 if self.kind == "count" else 1
        )
        if self.kind == "share":
            return f"{value} %"
        if self.kind == "days":
            return self.env._("%(days)s working days", days=value)
        return value

    def _get_records_of(self, side):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "social.control.record",
            "view_mode": "list",
            "domain": [("figure_ref", "=", f"{self._name},{self.id},{side}")],
        }

    def _get_part(self):
        """Return the part of the figure and its key, None for the whole."""
        if self.part_kind == "total":
            return None
        key = self.channel
        if self.part_kind != "channel":
            key = self[f"{self.part_kind}_id"].id
        return self.part_kind, key

    @api.model
    def _append(self, period, rows):
        """Add counted rows to a period in one statement; nobody else adds any.

        :param rows: what ``social.control.indicator._count`` returns
        """
        if not rows:
            return self.browse()
        common = {"period_id": period.id, **self._prepare_stamp()}
        names = [*rows[0], *common]
        table = SQL.identifier(self._table)
        columns = SQL(", ").join(map(SQL.identifier, names))
        added = self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) SELECT %s "
                "FROM jsonb_populate_recordset(NULL::%s, %s::jsonb) RETURNING id",
                table,
                columns,
                columns,
                table,
                json.dumps([{**row, **common} for row in rows]),
            )
        )
        period.invalidate_recordset()
        return self.browse(row_id for (row_id,) in added)

    @api.model
    def _prepare_stamp(self):
        """Return what else each added row holds."""
        return {}
