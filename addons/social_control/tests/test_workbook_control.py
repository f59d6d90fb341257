import base64
from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import tagged

from .figure_common import FigureCommon

PERIOD = {"period_from": "2026-02-01", "period_to": "2026-02-28"}


@tagged("post_install", "-at_install")
class TestWorkbookControl(FigureCommon):
    """The workbooks of control opened by another program."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_table()
        (cls.control_head | cls.inspector | cls.foreign_head).lang = "en_US"

    def _order(self, kind, user=None, **values):
        orders = self.env["social.workbook.order"].with_user(user or self.control_head)
        action = orders.create({"kind": kind, **PERIOD, **values}).action_make()
        book = orders.env["social.workbook"].browse(action["res_id"])
        content = base64.b64decode(book.with_context(bin_size=False).file)
        return load_workbook(BytesIO(content))

    def _read(self, sheet):
        header, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(header, row, strict=True)) for row in rows]

    def _get_facts(self, book):
        return dict(book.worksheets[0].iter_rows(values_only=True))

    def test_indicators_stand_with_formula_cases_and_target(self):
        book = self._order("control_indicators")
        rows = {row["Code"]: row for row in self._read(book["Indicators"])}
        self.assertEqual(len(rows), 16)
        figure = rows["K2"]
        self.assertEqual((figure["Of them counted"], figure["Cases"]), (3, 6))
        self.assertEqual((figure["Figure"], figure["Target"]), (50, 95))
        self.assertEqual(figure["Verdict"], "Beyond the threshold")
        self.assertEqual(rows["K4"]["90 % within, working days"], 7)
        self.assertIsNone(rows["C1"]["Figure"])
        self.assertEqual(rows["C1"]["Verdict"], "no data")
        self.assertTrue(rows["C1"]["Note"])

    def test_a_sheet_holds_the_records_behind_each_figure(self):
        book = self._order("control_indicators")
        rows = self._read(book["K2 records"])
        self.assertEqual(len(rows), 6)
        counted = [row["Number"] for row in rows if row["Counted"] == "yes"]
        expected = [*self.to_provider[:2], self.to_fund[0]]
        self.assertEqual(sorted(counted), sorted(one.name for one in expected))
        self.assertNotIn("C1 records", book.sheetnames)

    def test_the_file_says_whose_figures_of_when_they_are(self):
        facts = self._get_facts(self._order("control_indicators"))
        self.assertEqual(facts["Figures"], "counted when the file was made")
        self.assertEqual(facts["Period"], "01.02.2026 – 28.02.2026")
        self.assertEqual(facts["Participant"], "all participants")
        self.assertIn("1-ПП", facts["Regulation in force"])
        self.assertEqual(facts["Made by"], self.control_head.name)

    def test_a_closed_period_gives_its_snapshot(self):
        self.period.action_close()
        self.to_provider[3]._unlocked().write({"state": "cancelled"})
        book = self._order("control_indicators")
        rows = {row["Code"]: row for row in self._read(book["Indicators"])}
        self.assertEqual(rows["K2"]["Cases"], 6)
        self.assertIsNone(rows["C1"]["Figure"])
        self.assertIn(self.period.digest, self._get_facts(book)["Figures"])
        [trend] = self._read(book["Trend"])
        self.assertEqual(trend["K2, %"], 50)
        self.assertIsNone(trend["C1, %"])

    def test_the_charts_are_native(self):
        self.assertEqual(len(self._order("control_indicators")["Charts"]._charts), 1)
        self.assertEqual(len(self._order("control_discipline")["Charts"]._charts), 1)
        self.period.action_close()
        self.assertEqual(len(self._order("control_indicators")["Charts"]._charts), 2)

    def test_the_discipline_of_each_participant_is_a_row(self):
        book = self._order("control_discipline")
        rows = {row["Participant"]: row for row in self._read(book.worksheets[1])}
        provider = rows[self.provider.name]
        self.assertEqual(provider["Answers whose term has come"], 4)
        self.assertEqual(provider["Late or without an answer"], 2)
        self.assertEqual(provider["Answered on time, %"], 50)
        self.assertEqual(provider["Place by answers on time"], 1)
        self.assertEqual(provider["Answer, median, working days"], 5)
        ministry = rows[self.ministry.name]
        self.assertEqual(
            (ministry["Requests sent"], ministry["Answers whose term has come"]),
            (7, None),
        )

    def test_one_participant_has_its_own_file(self):
        book = self._order("control_indicators", participant_id=self.fund.id)
        self.assertEqual(len(self._read(book["K2 records"])), 2)
        own = {row["Of whom or what"] for row in self._read(book["By participants"])}
        self.assertEqual(own, {self.fund.name})

    def test_the_plan_of_events_is_listed_by_days(self):
        plan = self._create_approved_plan()
        [row] = self._read(
            self._order("control_plan", period_to="2026-12-31").worksheets[1]
        )
        self.assertEqual(row["Plan of control"], plan.name)
        self.assertEqual(row["Excluded"], "no")
        self.assertEqual(f"{row['Planned']:%d.%m.%Y}", "16.03.2026")
        self.assertFalse(self._read(self._order("control_plan").worksheets[1]))

    def test_the_annex_of_an_act_holds_its_answers(self):
        inspection = self._create_signed()
        rows = self._read(
            self._order("control_acts", period_to="2026-12-31").worksheets[1]
        )
        self.assertEqual(len(rows), len(inspection.line_ids))
        self.assertEqual(rows[0]["Answer"], "Violation")
        self.assertEqual(rows[0]["What was found"], "Found at 1")

    def test_violations_and_prescriptions_have_a_sheet_each(self):
        order = self._create_issued()
        book = self._order("control_findings", period_to="2026-12-31")
        findings = self._read(book["Violations"])
        self.assertEqual(len(findings), 2)
        items = self._read(book["Prescriptions"])
        self.assertEqual({row["Prescription"] for row in items}, {order.name})
        self.assertEqual(items[0]["Inspected organisation"], self.provider.name)

    def test_a_formula_that_somebody_typed_stays_text(self):
        self.provider.name = "=1+1"
        self._create_finding(description="=HYPERLINK(1)", found_date="2026-02-03")
        book = self._order("control_findings")
        cells = [
            cell
            for row in book["Violations"].iter_rows()
            for cell in row
            if str(cell.value).startswith("=")
        ]
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertEqual(len(cells), 2)
        discipline = self._order("control_discipline").worksheets[1]
        types = [cell.data_type for cell in discipline["A"] if cell.value == "=1+1"]
        self.assertEqual(types, ["s"])

    def test_an_inspector_is_offered_the_workbooks_of_control(self):
        books = self.env["social.workbook"].with_user(self.inspector)
        offered = [kind for kind, _label in books._get_offered_kinds()]
        self.assertEqual(
            set(offered),
            {"control_discipline", "control_indicators", "control_plan"}
            | {"control_acts", "control_findings"},
        )
        order = self.env["social.workbook.order"].with_user(self.inspector).create({})
        self.assertIn(order.kind, offered)

    def test_another_body_gets_its_own_papers(self):
        self._create_approved_plan()
        book = self._order("control_plan", self.foreign_head, period_to="2026-12-31")
        self.assertFalse(self._read(book.worksheets[1]))
