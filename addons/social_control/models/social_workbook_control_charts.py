from odoo import models
from odoo.addons.social_interagency.tools.workbook import Column

CHARTED = 40
MET, MISSED, TARGET, GRID = "#2E7D32", "#C62828", "#1F2A33", "#D9D9D9"
LOOK = {"num_font": {"size": 9}, "major_gridlines": {"visible": False}}
SCALE = {
    "num_font": {"size": 9},
    "num_format": "0",
    "min": 0,
    "major_gridlines": {"visible": True, "line": {"color": GRID}},
}
PERCENT = {**SCALE, "max": 100}
# The criteria of order 889н and what follows from them: more lines cannot be read.
TREND = {"sent_on_time", "answered_on_time", "answer_complete"}
TREND |= {"measures_on_time", "orders_on_time"}
WIDTH, HEIGHT = 900, 420  # pixels: two charts and their table fill a page of A4


class SocialWorkbookControlCharts(models.Model):
    """Native charts of the workbooks of control, each from cells of the same file."""

    _inherit = "social.workbook"

    def _fill(self, book, on_page):
        written = super()._fill(book, on_page)
        if add_charts := getattr(self, f"_add_charts_{self.kind}", None):
            add_charts(book)
        return written

    def _add_charts_control_indicators(self, book):
        """Chart the shares against their targets, then the trend of closed periods."""
        shares = [
            row
            for row in self._get_control_rows()
            if row["part_kind"] == "total" and row["kind"] == "share"
        ]
        columns = [
            Column(self.env._("Code"), width=8),
            Column(self.env._("Share, %"), width=80),
            Column(self.env._("Figure"), "number", 14),
            Column(self.env._("Target"), "number", 14),
        ]
        sheet = self._add_chart_sheet(book, columns)
        sheet.write([self._get_share_line(row) for row in shares])
        self._insert_shares(book, sheet, len(shares))
        trend = self._get_trend_table()
        labels = {f"{row['code']}, %" for row in shares if row["method"] in TREND}
        places = [
            place
            for place, column in enumerate(trend.columns)
            if column.label in labels
        ]
        if places:
            self._insert_trend(book, sheet, trend, places, len(shares) + 24)

    def _add_chart_sheet(self, book, columns):
        sheet = book.add_sheet(self.env._("Charts"), columns)
        sheet.worksheet.set_portrait()
        return sheet

    def _get_share_line(self, row):
        target = row["target"] if row["has_target"] else None
        return (row["code"], row["name"], row["value"], target)

    def _insert_shares(self, book, sheet, count):
        """Chart the shares by their codes: the names stand above the chart."""
        name = sheet.worksheet.get_name()
        chart = book.workbook.add_chart({"type": "column"})
        line = book.workbook.add_chart({"type": "line"})
        figures, targets = (
            {
                "name": [name, 0, column],
                "categories": [name, 1, 0, max(count, 1), 0],
                "values": [name, 1, column, max(count, 1), column],
            }
            for column in (2, 3)
        )
        chart.add_series({**figures, "fill": {"color": MET}})
        line.add_series(
            {**targets, "line": {"none": True}, "marker": self._get_marker()}
        )
        chart.combine(line)
        chart.set_x_axis(LOOK)
        chart.set_y_axis(PERCENT)
        title = self.env._("Shares against their targets, %")
        self._place(sheet, chart, title, count + 2)

    def _get_marker(self):
        return {"type": "long_dash", "size": 12, "fill": {"color": TARGET}}

    def _insert_trend(self, book, sheet, trend, places, row):
        chart = book.workbook.add_chart({"type": "line"})
        for column in places:
            chart.add_series(
                {
                    "name": [trend.name, 0, column],
                    "categories": [trend.name, 1, 0, trend.count, 0],
                    "values": [trend.name, 1, column, trend.count, column],
                    "marker": {"type": "automatic"},
                }
            )
        chart.show_blanks_as("gap")
        chart.set_x_axis(LOOK)
        chart.set_y_axis(PERCENT)
        self._place(sheet, chart, self.env._("Trend by closed periods, %"), row)

    def _add_charts_control_discipline(self, book):
        """Chart the answers of each participant: on time, and late or without one."""
        due = [line for line in self._get_discipline_lines() if line[1]]
        count = min(len(due), CHARTED)
        if not count:
            return
        name = self._get_title()
        chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
        for column, color in ((2, MET), (3, MISSED)):
            chart.add_series(
                {
                    "name": [name, 0, column],
                    "categories": [name, 1, 0, count, 0],
                    "values": [name, 1, column, count, column],
                    "fill": {"color": color},
                    "gap": 60,
                }
            )
        chart.set_y_axis({**LOOK, "reverse": True, "interval_unit": 1})
        chart.set_x_axis({**SCALE, "label_position": "high"})
        columns = [Column(self.env._("Answers of the participants"), width=120)]
        sheet = self._add_chart_sheet(book, columns)
        title = self.env._("Answers on time and late")
        self._place(sheet, chart, title, 2, max(HEIGHT, 160 + 27 * count))

    def _place(self, sheet, chart, title, row, height=HEIGHT):
        chart.set_title({"name": title, "name_font": {"size": 13}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": WIDTH, "height": height})
        sheet.worksheet.insert_chart(row, 0, chart)
