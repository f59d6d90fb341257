from odoo import models
from odoo.addons.social_interagency.tools.workbook import Column

CHARTED = 40
MET, MISSED, TARGET = "#2E7D32", "#C62828", "#5B6770"


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
        sheet = book.add_sheet(
            self.env._("Charts"),
            [
                Column(self.env._("Share, %"), width=44),
                Column(self.env._("Figure"), "number", 12),
                Column(self.env._("Target"), "number", 12),
            ],
        )
        sheet.write([self._get_share_line(row) for row in shares])
        self._insert_shares(book, sheet, len(shares))
        trend = self._get_trend_table()
        if trend.count and len(trend.columns) > 1:
            self._insert_trend(book, sheet, trend)

    def _get_share_line(self, row):
        target = row["target"] if row["has_target"] else None
        return (f"{row['code']} {row['name']}", row["value"], target)

    def _insert_shares(self, book, sheet, count):
        name = sheet.worksheet.get_name()
        chart = book.workbook.add_chart({"type": "column"})
        line = book.workbook.add_chart({"type": "line"})
        figures, targets = (
            {
                "name": [name, 0, column],
                "categories": [name, 1, 0, max(count, 1), 0],
                "values": [name, 1, column, max(count, 1), column],
            }
            for column in (1, 2)
        )
        chart.add_series({**figures, "fill": {"color": MET}})
        line.add_series(
            {**targets, "line": {"none": True}, "marker": self._get_marker()}
        )
        chart.combine(line)
        title = self.env._("Shares against their targets, %")
        self._place(sheet, chart, title, "E2", 640)

    def _get_marker(self):
        return {"type": "long_dash", "size": 12, "fill": {"color": TARGET}}

    def _insert_trend(self, book, sheet, trend):
        chart = book.workbook.add_chart({"type": "line"})
        for column in range(1, len(trend.columns)):
            chart.add_series(
                {
                    "name": [trend.name, 0, column],
                    "categories": [trend.name, 1, 0, trend.count, 0],
                    "values": [trend.name, 1, column, trend.count, column],
                    "marker": {"type": "automatic"},
                }
            )
        chart.show_blanks_as("gap")
        self._place(sheet, chart, self.env._("Trend by closed periods, %"), "E32", 640)

    def _add_charts_control_discipline(self, book):
        """Chart the answers of each participant: on time, and late or without one."""
        count = min(len(self._get_discipline_lines()), CHARTED)
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
                }
            )
        chart.set_y_axis({"reverse": True})
        columns = [Column(self.env._("Answers of the participants"), width=60)]
        sheet = book.add_sheet(self.env._("Charts"), columns)
        title = self.env._("Answers on time and late")
        self._place(sheet, chart, title, "A3", 200 + 24 * count)

    def _place(self, sheet, chart, title, cell, height):
        chart.set_title({"name": title})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 960, "height": max(height, 320)})
        sheet.worksheet.insert_chart(cell, chart)
