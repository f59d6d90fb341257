from dataclasses import dataclass

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.indicators import judge, rank
from .social_control_document_mixin import INSPECTOR

# Parts that divide the numerator alone: the denominator stays that of the whole.
NUMERATOR_PARTS = {"reason"}
PART_FIELDS = {
    "participant": ("participant_id", "social.interagency.participant"),
    "document_type": ("document_type_id", "social.interagency.document.type"),
    "reason": ("reason_id", "social.interagency.refusal.reason"),
    "channel": ("channel", None),
}
LINES = "line_ids."


@dataclass(frozen=True)
class Count:
    """What the database has counted of the whole or of one part."""

    part: str
    key: object
    denominator: int
    numerator: int
    median: float | None
    average: float | None
    late_90: float | None


class SocialControlIndicatorCounting(models.Model):
    """How the figures of a period are counted in the database, and whose they are."""

    _inherit = "social.control.indicator"

    @api.model
    def _is_controller(self):
        """Tell whether the user acts for the body that controls the interaction.

        The regulation in force names the body; it evaluates the work of all.
        """
        user = self.env.user
        body_sudo = self._get_controller_sudo()
        return user._is_superuser() or bool(
            body_sudo and user.has_group(INSPECTOR) and user._acts_for(body_sudo)
        )

    @api.model
    def _get_controller_sudo(self):
        regulations_sudo = self.env["social.interagency.regulation"].sudo()
        today = fields.Date.context_today(self)
        found = regulations_sudo._get_in_force_id("art28", today, ("in_force",))
        return regulations_sudo.browse(found).controller_id

    @api.model
    def _get_countable(self, model):
        """Return the model as the user counts it, None where he may count nothing.

        The controlling body counts all papers, everybody else what he may read.
        """
        records = self.env[model].with_context(active_test=False)
        if self._is_controller():
            return records.sudo()
        return records if records.has_access("read") else None

    def _count(self, span):
        """Return the rows of the figures in their reading order.

        :param span: a :class:`tools.indicators.Span`
        """
        methods = self._get_methods(span)
        rows = []
        for indicator in self:
            method = methods[indicator.method]
            records = self._get_countable(method.model)
            if records is not None:
                rows += indicator._get_rows(
                    indicator._count_parts(records, method, span)
                )
        return [{**row, "sequence": place} for place, row in enumerate(rows, 1)]

    def _count_parts(self, records, method, span):
        """Return the :class:`Count` of the whole and of each part, of one method."""
        own = {
            part: path
            for part, path in method.parts.items()
            if not path.startswith(LINES)
        }
        of_lines = {
            part: path for part, path in method.parts.items() if part not in own
        }
        counts = self._count_grouped(records, method, span, own, ["total"])
        if of_lines:
            counts += self._count_grouped(records, method, span, of_lines, [])
        return counts

    def _count_grouped(self, records, method, span, paths, whole):
        """Count the parts, and the whole if asked for, in one statement."""
        domain = self._get_domain(records, method, span)
        query = records._search(domain)
        keys = [self._get_part_sql(records, query, path) for path in paths.values()]
        sets = [SQL("()")] * len(whole) + [SQL("(%s)", key) for key in keys]
        figures = self._get_figures_sql(records, query, method, span)
        query.groupby = SQL("GROUPING SETS (%s)", SQL(", ").join(sets))
        mask = SQL("GROUPING(%s)", SQL(", ").join(keys))
        rows = self.env.execute_query(query.select(mask, *keys, *figures))
        return self._read_groups(rows, list(paths))

    @api.model
    def _read_groups(self, rows, parts):
        """Name the groups: in the mask of a row the bit of its own part is missing."""
        all_bits = (1 << len(parts)) - 1
        names = {
            all_bits ^ (1 << (len(parts) - 1 - place)): (part, place)
            for place, part in enumerate(parts)
        }
        counts = []
        for mask, *values in rows:
            part, place = names.get(mask, ("total", None))
            key = None if place is None else values[place]
            if part == "total" or key is not None:
                counts.append(Count(part, key, *values[len(parts) :]))
        return counts

    def _get_figures_sql(self, records, query, method, span):
        """Return the SQL of the figures of a group, in the order of :class:`Count`."""
        nothing = SQL("NULL::float")
        if method.kind == "days":
            days = self._get_days_sql(records, query, method, span)
            return [
                SQL("count(*)"),
                SQL("count(*)"),
                SQL("percentile_cont(0.5) WITHIN GROUP (ORDER BY %s)", days),
                SQL("avg(%s)::float", days),
                SQL("percentile_disc(0.9) WITHIN GROUP (ORDER BY %s)::float", days),
            ]
        hit = self._get_condition_sql(records, query, method.hits)
        counted = [SQL("count(*)"), SQL("count(*) FILTER (WHERE %s)", hit)]
        return [*counted, nothing, nothing, nothing]

    @api.model
    def _get_condition_sql(self, records, query, domain):
        return domain.optimize_full(records)._to_sql(records, query.table, query)

    @api.model
    def _get_part_sql(self, records, query, path):
        """Return the SQL of what divides a figure; the lines are joined if it needs."""
        if not path.startswith(LINES):
            return self.env["social.workbook"]._get_path_sql(records, query, path)
        lines = self.env["social.interagency.request.line"]
        alias = query.join(query.table, "id", lines._table, "request_id", "line")
        return SQL.identifier(alias, path.removeprefix(LINES))

    @api.model
    def _get_domain(self, records, method, span, part=None, side="all"):
        """Return the domain of the records of a figure.

        :param part: a part and its key, the whole if None
        :param side: ``all``, ``hits`` (the numerator) or ``misses`` (the rest)
        """
        domain = method.base & self._get_span_domain(records, method.moment, span)
        if side != "all" and method.hits is not None:
            domain &= method.hits if side == "hits" else ~method.hits
        if part and not (side == "all" and part[0] in NUMERATOR_PARTS):
            domain &= Domain(method.parts[part[0]], "=", part[1])
        return domain

    @api.model
    def _get_span_domain(self, records, name, span):
        if records._fields[name].type == "date":
            return Domain(name, ">=", span.first) & Domain(name, "<=", span.last)
        start, end = span.as_moments()
        return Domain(name, ">=", start) & Domain(name, "<", end)

    def _get_rows(self, counts):
        """Return the rows of one indicator: the whole, its parts, their places."""
        self.ensure_one()
        whole = next(count.denominator for count in counts if count.part == "total")
        labels = self._get_part_labels(counts)
        rows = [
            self._prepare_row(count, labels[count.part].get(count.key, ""), whole)
            for count in counts
        ]
        self._set_places(rows)
        order = ["total", *PART_FIELDS]
        return sorted(
            rows,
            key=lambda row: (
                order.index(row["part_kind"]),
                row["place"] or len(rows),
                row["part"],
            ),
        )

    def _prepare_row(self, count, label, whole):
        denominator = whole if count.part in NUMERATOR_PARTS else count.denominator
        value = self._get_value(count, denominator)
        field_name, _model = PART_FIELDS.get(count.part, (None, None))
        return {
            **self._prepare_words(),
            **{name: None for name, _model in PART_FIELDS.values()},
            **({field_name: count.key} if field_name else {}),
            "part_kind": count.part,
            "part": label,
            "denominator": denominator,
            "numerator": count.numerator,
            "value": value,
            "average": self._round(count.average),
            "percentile_90": self._round(count.late_90),
            "has_data": value is not None,
            "status": self._get_status(value),
            "place": 0,
        }

    def _prepare_words(self):
        """Return what a figure keeps of its indicator as it was at the counting."""
        names = ("method", "code", "name", "kind", "formula", "empty_meaning")
        numbers = ("target", "threshold", "min_case_count")
        flags = ("is_higher_better", "has_target")
        return {
            "indicator_id": self.id,
            **{name: self[name] for name in (*names, *numbers, *flags)},
        }

    def _get_value(self, count, denominator):
        """Return the figure, None without cases: “no data” is not zero."""
        if not denominator:
            return None
        if self.kind == "days":
            return self._round(count.median)
        if self.kind == "count":
            return float(count.numerator)
        return self._round(100 * count.numerator / denominator)

    @api.model
    def _round(self, value):
        return None if value is None else round(float(value), 2)

    def _get_status(self, value):
        if value is None or not self.has_target:
            return "none"
        return judge(value, self.target, self.threshold, self.is_higher_better)

    def _set_places(self, rows):
        """Rank the participants that have enough cases; the others stay without."""
        own = [
            row for row in rows if row["part_kind"] == "participant" and row["has_data"]
        ]
        figures = [
            (row["participant_id"], row["value"], row["denominator"]) for row in own
        ]
        places = rank(figures, self.min_case_count, self.is_higher_better)
        for row in own:
            row["place"] = places.get(row["participant_id"], 0)

    @api.model
    def _get_part_labels(self, counts):
        """Return ``{part: {key: name}}``, names read in one query a part."""
        labels = {"total": {}}
        for part, (name, model) in PART_FIELDS.items():
            keys = [count.key for count in counts if count.part == part]
            if model:
                records_sudo = self.env[model].sudo().browse(keys)
                labels[part] = {one.id: one.name for one in records_sudo}
            else:
                field = self.env["social.interagency.request"]._fields[name]
                labels[part] = dict(field._description_selection(self.env))
        return labels
