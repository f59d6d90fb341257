from math import inf

from odoo import fields, models
from odoo.addons.social_interagency.tools.workbook import Column, Table
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

from ..tools.indicators import Span
from .social_control_period import MONTHS

DISCIPLINE = ("answered_on_time", "sent_on_time", "answer_complete", "answer_days")
FIGURE_KINDS = {"control_discipline", "control_indicators"}
TREND_LIMIT = 12
MONTH_DAYS = 30.4
FIGURE_NAMES = (
    "code",
    "name",
    "formula",
    "kind",
    "part_kind",
    "part",
    "participant_id",
    "denominator",
    "numerator",
    "value",
    "average",
    "percentile_90",
    "has_data",
    "target",
    "threshold",
    "has_target",
    "place",
    "status",
    "empty_meaning",
    "method",
    "sequence",
)


class SocialWorkbookControl(models.Model):
    """The figures of a period as workbooks: indicators and discipline.

    The snapshot of a closed period with the same days is taken as it stands, else the
    figures are counted as the owner of the file may count them.
    """

    _inherit = "social.workbook"

    kind = fields.Selection(
        selection_add=[
            ("control_discipline", "Discipline of participants"),
            ("control_indicators", "Indicators of the interaction"),
        ],
        ondelete={"control_discipline": "cascade", "control_indicators": "cascade"},
    )

    def _get_kind_models(self):
        period = "social.control.period"
        return {
            **super()._get_kind_models(),
            "control_discipline": period,
            "control_indicators": period,
        }

    def _get_facts(self, row_count):
        facts = super()._get_facts(row_count)
        if self.kind in FIGURE_KINDS:
            facts.append((self.env._("Figures"), self._get_figures_text()))
        return facts

    def _get_figures_text(self):
        period = self._get_closed_period()
        if not period:
            return self.env._("counted when the file was made")
        return self.env._(
            "snapshot of the period closed on %(moment)s, SHA-256 %(digest)s",
            moment=format_datetime(self.env, period.counted_at),
            digest=period.digest,
        )

    def _get_participant_text(self):
        is_of_all = self.env["social.control.indicator"]._is_controller()
        if self.kind in FIGURE_KINDS and is_of_all and not self.participant_id:
            return self.env._("all participants")
        return super()._get_participant_text()

    def _get_closed_period(self):
        return self.env["social.control.period"].search(
            Domain("state", "=", "closed")
            & Domain("date_from", "=", self.period_from)
            & Domain("date_to", "=", self.period_to),
            limit=1,
        )

    def _get_control_span(self):
        period = self._get_closed_period()
        if period:
            return period._get_span()
        return Span(self.period_from, self.period_to, self._get_zone(), self._now())

    def _get_control_rows(self):
        """Return the figures as dicts, of the chosen participant if there is one."""
        period = self._get_closed_period()
        if period:
            rows = period.value_ids.read(FIGURE_NAMES, load=None)
        else:
            indicators = self.env["social.control.indicator"].search(Domain.TRUE)
            rows = indicators._count(self._get_control_span())
        rows = [{**row, "value": self._get_figure(row, "value")} for row in rows]
        own = self.participant_id.id
        if not own:
            return rows
        return [
            row
            for row in rows
            if row["part_kind"] == "total" or row["participant_id"] == own
        ]

    def _get_figure(self, row, name):
        """Return a figure of a row, nothing where it has no cases."""
        return row[name] if row["has_data"] else None

    def _get_tables_control_indicators(self):
        rows = self._get_control_rows()
        trend = self._get_trend_table()
        return [
            self._get_totals_table(rows),
            self._get_parts_table(rows),
            *([trend] if trend.count else []),
            *self._get_record_tables(rows),
        ]

    def _get_totals_table(self, rows):
        _ = self.env._
        columns = [
            Column(_("Code"), width=8),
            Column(_("Indicator"), width=34),
            Column(_("Formula"), width=60),
            Column(_("Unit"), width=14),
            Column(_("Of them counted"), "integer", 12),
            Column(_("Cases"), "integer", 12),
            Column(_("Figure"), "number", 12),
            Column(_("Mean, working days"), "number", 12),
            Column(_("90 % within, working days"), "number", 12),
            Column(_("Target"), "number", 12),
            Column(_("Threshold"), "number", 12),
            Column(_("Verdict"), width=20),
            Column(_("Note"), width=50),
        ]
        totals = [row for row in rows if row["part_kind"] == "total"]
        lines = [self._get_total_line(row) for row in totals]
        return Table(_("Indicators"), columns, len(lines), [lines])

    def _get_total_line(self, row):
        is_days = row["kind"] == "days"
        return (
            row["code"],
            row["name"],
            row["formula"],
            self._get_figure_label("kind", row["kind"]),
            row["numerator"],
            row["denominator"],
            row["value"],
            self._get_figure(row, "average") if is_days else None,
            self._get_figure(row, "percentile_90") if is_days else None,
            row["target"] if row["has_target"] else None,
            row["threshold"] if row["has_target"] else None,
            self._get_verdict(row),
            "" if row["has_data"] else row["empty_meaning"],
        )

    def _get_verdict(self, row):
        if not row["has_data"]:
            return self.env._("no data")
        return self._get_figure_label("status", row["status"])

    def _get_figure_label(self, name, key):
        figures = self.env["social.control.figure"]
        return dict(figures._fields[name]._description_selection(self.env)).get(key, "")

    def _get_parts_table(self, rows):
        _ = self.env._
        columns = [
            Column(_("Code"), width=8),
            Column(_("Indicator"), width=34),
            Column(_("Divided by"), width=18),
            Column(_("Of whom or what"), width=40),
            Column(_("Place"), "integer", 10),
            Column(_("Of them counted"), "integer", 12),
            Column(_("Cases"), "integer", 12),
            Column(_("Figure"), "number", 12),
            Column(_("Verdict"), width=20),
        ]
        lines = [
            (
                row["code"],
                row["name"],
                self._get_figure_label("part_kind", row["part_kind"]),
                row["part"],
                row["place"] or None,
                row["numerator"],
                row["denominator"],
                row["value"],
                self._get_verdict(row),
            )
            for row in rows
            if row["part_kind"] != "total"
        ]
        return Table(_("By participants"), columns, len(lines), [lines])

    def _get_trend_table(self):
        """Return the shares of the closed periods of the same kind, oldest first."""
        periods = self._get_trend_periods()
        values = self.env["social.control.indicator.value"].search(
            Domain("period_id", "in", periods.ids)
            & Domain("part_kind", "=", "total")
            & Domain("kind", "=", "share")
        )
        codes = list(dict.fromkeys(values.sorted("sequence").mapped("code")))
        by_key = {(value.period_id, value.code): value for value in values}
        lines = [
            (
                period.display_name,
                *(self._get_trend_value(by_key, period, code) for code in codes),
            )
            for period in periods
        ]
        columns = [Column(self.env._("Period"), width=22)]
        columns += [Column(f"{code}, %", "number", 10) for code in codes]
        return Table(self.env._("Trend"), columns, len(lines), [lines])

    def _get_trend_value(self, by_key, period, code):
        value = by_key.get((period, code))
        return value.value if value and value.has_data else None

    def _get_trend_periods(self):
        months = round((self.period_to - self.period_from).days / MONTH_DAYS)
        kind = next((kind for kind in MONTHS if months == MONTHS[kind]), "quarter")
        periods = self.env["social.control.period"].search(
            Domain("state", "=", "closed")
            & Domain("kind", "=", kind)
            & Domain("date_to", "<=", self.period_to),
            order="date_from desc",
            limit=TREND_LIMIT,
        )
        return periods.sorted("date_from")

    def _get_record_tables(self, rows):
        """Return a sheet of the records behind the figure of each indicator."""
        own = self.participant_id
        part = ("participant", own.id) if own else None
        chosen = "participant" if own else "total"
        return [
            self._get_record_table(row, part)
            for row in rows
            if row["part_kind"] == chosen and row["denominator"]
        ]

    def _get_record_table(self, row, part):
        records = self.env["social.control.record"]
        span = self._get_control_span()
        method = self.env["social.control.indicator"]._get_methods(span)[row["method"]]
        domain = records._get_records_domain(method, span, part)
        hits = records._get_records_domain(method, span, part, "hits")
        return Table(
            name=self.env._("%(code)s records", code=row["code"]),
            columns=self._get_record_columns(),
            count=records.search_count(domain),
            pages=self._read_pages(
                records, domain, lambda query: self._get_record_sql(query, hits)
            ),
        )

    def _get_record_columns(self):
        fields_by_name = self.env["social.control.record"]._fields
        looks = [("name", "text", 18), ("keeper_id", "text", 34)]
        looks += [("participant_id", "text", 34), ("prepared_at", "datetime", 16)]
        looks += [("send_by", "datetime", 16), ("started_at", "datetime", 16)]
        looks += [("deadline", "datetime", 16), ("ended_at", "datetime", 16)]
        looks += [("result", "text", 20)]
        columns = [
            Column(fields_by_name[name]._description_string(self.env), kind, width)
            for name, kind, width in looks
        ]
        return [*columns, Column(self.env._("Counted"), width=12)]

    def _get_record_sql(self, query, hits):
        records = self.env["social.control.record"]
        paths = ("name", "keeper_id.name", "participant_id.name", "prepared_at")
        paths += ("send_by", "started_at", "deadline", "ended_at", "result")
        counted = hits.optimize_full(records)._to_sql(records, query.table, query)
        return [
            *(self._get_path_sql(records, query, path) for path in paths),
            SQL(
                "CASE WHEN %s THEN %s ELSE %s END",
                counted,
                self.env._("yes"),
                self.env._("no"),
            ),
        ]

    def _get_tables_control_discipline(self):
        _ = self.env._
        columns = [
            Column(_("Participant"), width=44),
            Column(_("Answers whose term has come"), "integer", 12),
            Column(_("Answered on time"), "integer", 12),
            Column(_("Late or without an answer"), "integer", 14),
            Column(_("Answered on time, %"), "number", 12),
            Column(_("Place by answers on time"), "integer", 12),
            Column(_("Requests sent"), "integer", 12),
            Column(_("Sent on time, %"), "number", 12),
            Column(_("Answers judged"), "integer", 12),
            Column(_("Complete, %"), "number", 12),
            Column(_("Answer, median, working days"), "number", 14),
            Column(_("90 % within, working days"), "number", 14),
        ]
        lines = self._get_discipline_lines()
        return [Table(self._get_title(), columns, len(lines), [lines])]

    def _get_discipline_lines(self):
        """Return the participants by place, those who had nothing to answer last."""
        by_participant = {}
        for row in self._get_control_rows():
            if row["part_kind"] == "participant" and row["method"] in DISCIPLINE:
                figures = by_participant.setdefault(row["part"], {})
                figures[row["method"]] = row
        lines = [
            (name, *self._get_discipline_line(figures))
            for name, figures in by_participant.items()
        ]
        return sorted(lines, key=lambda line: (line[5] or inf, not line[1], line[0]))

    def _get_discipline_line(self, figures):
        answers, asked, complete, days = (
            figures.get(method, {}) for method in DISCIPLINE
        )
        due, hits = answers.get("denominator"), answers.get("numerator")
        return (
            due,
            hits,
            due - hits if due else None,
            answers.get("value"),
            answers.get("place") or None,
            asked.get("denominator"),
            asked.get("value"),
            complete.get("denominator"),
            complete.get("value"),
            days.get("value"),
            days.get("percentile_90"),
        )
