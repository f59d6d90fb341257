from odoo.addons.social_support.tests.case_common import CaseCommon
from odoo.tests import tagged

from .figure_common import FigureCommon

MARCH = {"number": 3}


@tagged("post_install", "-at_install")
class TestControlIndicators(FigureCommon):
    """The figures of prescriptions and violations."""

    def _create_due(self, **values):
        order = self._create_issued()
        order._unlocked().write({"deadline": "2026-02-20 20:59:59", **values})
        return order

    def test_a_prescription_is_on_time_when_met_in_its_first_term(self):
        done = {"state": "met", "closed_at": "2026-02-20 10:00:00"}
        self._create_due(**done)
        self._create_due(**done, round=2)
        self._create_due(**{**done, "closed_at": "2026-02-21 10:00:00"})
        self._create_due()
        self._create_due(state="cancelled", closed_at="2026-02-10 10:00:00")
        self._assert_share(self._get_figure("C1"), 1, 4)
        self._assert_share(
            self._get_figure("C1", "participant", self.provider.id), 1, 4
        )

    def test_the_same_norm_broken_within_a_year_is_a_repeat(self):
        dates = ("2024-12-01", "2025-03-10", "2026-02-03", "2026-02-17")
        findings = [self._create_finding(found_date=day) for day in dates]
        findings.append(
            self._create_finding(norm="442-ФЗ, art. 9", found_date=dates[3])
        )
        self._create_finding(found_date=dates[3])  # nobody has confirmed it
        for finding in findings:
            finding._unlocked().write({"state": "confirmed"})
        self._assert_share(self._get_figure("C2"), 2, 3)
        self.assertEqual(
            [finding.is_repeated for finding in findings],
            [False, True, True, True, False],
        )

    def test_every_figure_of_control_is_its_records(self):
        self._create_due()
        self._create_finding(found_date="2026-02-03")._unlocked().write(
            {"state": "confirmed"}
        )
        figures = self._get_figures().filtered(
            lambda figure: figure.code in ("C1", "C2")
        )
        self.assertEqual(figures.mapped("denominator"), [1, 1, 1, 1])
        for figure in figures:
            self.assertEqual(len(self._search_records(figure, "records")), 1)
            self.assertEqual(len(self._search_records(figure, "misses")), 1)


@tagged("post_install", "-at_install")
class TestSupportIndicators(CaseCommon, FigureCommon):
    """The figures of social support, by the papers of one family."""

    def test_measures_are_done_and_done_on_time(self):
        case = self._create_active_case(lines=4)
        case.plan_id.action_assign()
        rows = [
            ("done", "2026-02-10 09:00:00"),
            ("done", "2026-02-12 09:00:00"),
            ("not_done", "2026-02-10 09:00:00"),
            ("accepted", False),
        ]
        for assignment, (state, closed_at) in zip(
            case.assignment_ids, rows, strict=True
        ):
            assignment._unlocked().write(
                {
                    "state": state,
                    "closed_at": closed_at,
                    "deadline": "2026-02-11 20:59:59",
                }
            )
        self._assert_share(self._get_figure("S1"), 2, 4)
        self._assert_share(self._get_figure("S2"), 1, 4)
        self._assert_share(
            self._get_figure("S1", "participant", self.provider.id), 2, 4
        )

    def test_cases_closed_with_an_improvement_are_counted(self):
        for outcome in ("improved", "stable", "worse", "improved"):
            citizen = self._create_citizen(snils=False)
            case = self._create_case(
                citizen_id=citizen.id,
                consent_id=self._create_consent(citizen_id=citizen.id).id,
            )
            case._unlocked().write(
                {"state": "closed", "closed_date": "2026-02-28", "outcome": outcome}
            )
        self._assert_share(self._get_figure("S3"), 2, 4)

    def test_the_way_from_the_signal_takes_working_days(self):
        signal = self._create_signal(received_at="2026-02-27 09:00:00")
        case = self._create_active_case()
        case._unlocked().write({"signal_id": signal.id})
        march = self._create_period(**MARCH)
        to_act = self._get_figure("S4", period=march)
        self.assertEqual((to_act.value, to_act.denominator), (7, 1))
        self.assertEqual(to_act.value_text.replace(",", "."), "7.0 working days")
        to_plan = self._get_figure("S4.1", period=march)
        self.assertEqual((to_plan.value, to_plan.denominator), (7, 1))
        for figure in (to_act, to_plan):
            [record] = self._search_records(figure, "records")
            self.assertEqual(record.name, case.name)
            self.assertEqual(record.work_days, 7)

    def test_papers_of_families_are_named_by_numbers_only(self):
        case = self._create_active_case()
        record = (
            self.env["social.control.record"]
            .with_user(self.inspector)
            .search([("name", "=", case.name)], limit=1)
        )
        self.assertTrue(record)
        self.assertNotIn(self.citizen.last_name, str(record.read()))
