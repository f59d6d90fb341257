import doctest

from psycopg2.errors import CheckViolation

from odoo.addons.social_control.tools import indicators
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .figure_common import PROVIDER_ROWS, FigureCommon


@tagged("post_install", "-at_install")
class TestIndicators(FigureCommon):
    """The figures of requests against a table that is counted by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_table()

    def test_the_examples_of_the_tools_hold(self):
        self.assertFalse(doctest.testmod(indicators).failed)

    def test_a_request_sent_after_its_term_is_not_on_time(self):
        self._assert_share(self._get_figure("K1"), 6, 7)
        provider = self._get_figure("K1", "participant", self.ministry.id)
        self._assert_share(provider, 6, 7)

    def test_a_request_without_a_term_of_preparation_is_not_judged(self):
        self.to_fund[0]._unlocked().write({"prepare_deadline": False})
        self._assert_share(self._get_figure("K1"), 5, 6)

    def test_overdue_without_an_answer_counts_as_late(self):
        self._assert_share(self._get_figure("K2"), 3, 6)
        of_provider = self._get_figure("K2", "participant", self.provider.id)
        self._assert_share(of_provider, 2, 4)

    def test_a_cancelled_request_owes_no_answer(self):
        self.to_provider[3]._unlocked().write(
            {"state": "cancelled", "closed_at": "2026-02-20 09:00:00"}
        )
        self._assert_share(self._get_figure("K2"), 3, 5)

    def test_what_is_due_later_is_not_counted_yet(self):
        self.to_provider[3]._unlocked().write({"deadline": "2026-03-20 09:00:00"})
        march = self._create_period(number=3)
        self._assert_share(self._get_figure("K2", period=march), 1, 1)

    def test_figures_are_divided_by_channel_and_document_type(self):
        by_post = self._get_figure("K2", "channel", "post")
        self._assert_share(by_post, 1, 2)
        self.assertEqual(by_post.part, "Post")
        surveys = self._get_figure("K2", "document_type", self.survey.id)
        self._assert_share(surveys, 2, 4)

    def test_the_days_are_those_of_the_production_calendar(self):
        figure = self._get_figure("K4")
        days = sorted(
            self.provider.calendar_id._count_working_days(
                request.sent_at, request.closed_at, self.provider.tz
            )
            for request in self.to_provider + self.to_fund
            if request.closed_at
        )
        self.assertEqual(days, [1, 1, 2, 5, 6, 7])
        self.assertEqual(figure.denominator, 6)
        self.assertEqual(figure.value, 3.5)
        self.assertEqual(figure.percentile_90, 7)
        self.assertAlmostEqual(figure.average, 22 / 6, 2)
        self.assertEqual(
            sorted(self._search_records(figure, "records").mapped("work_days")), days
        )

    def test_a_year_that_is_not_loaded_is_named(self):
        self.to_provider[0]._unlocked().write({"sent_at": "1999-02-02 09:00:00"})
        with self.assertRaisesRegex(UserError, "1999"):
            self._get_figures()
        self.assertFalse(self.env["social.control.figure"].search([]))

    def test_only_judged_answers_tell_of_completeness(self):
        answers = self.env["social.interagency.answer"].search([], order="id")[-6:]
        answers[0]._unlocked().write({"is_complete": False})
        answers[1]._unlocked().write({"is_complete": False, "is_judged": False})
        self._assert_share(self._get_figure("K3"), 4, 5)

    def test_refusals_are_counted_by_reason_among_all_answers(self):
        unclear = self.env.ref("social_interagency.refusal_reason_unclear")
        unclear.is_request_defect = True
        later = self.env.ref("social_interagency.refusal_reason_later")
        answers = self.env["social.interagency.answer"].search([], order="id")[-6:]
        answers[:2]._unlocked().write({"outcome": "refused", "reason_id": unclear.id})
        answers[2]._unlocked().write({"outcome": "refused", "reason_id": later.id})
        self._assert_share(self._get_figure("K5"), 3, 6)
        self.assertEqual(self._get_figure("K5.1").value, 3)
        by_reason = self._get_figure("K5.1", "reason", unclear.id)
        self.assertEqual((by_reason.value, by_reason.denominator), (2, 6))
        self.assertEqual(by_reason.part, unclear.name)
        self._assert_share(self._get_figure("K1.1"), 4, 6)

    def test_a_request_asked_once_more_within_the_days_is_repeated(self):
        first = self.to_provider[0]
        again = {"citizen_id": first.citizen_id.id}
        twin = self._create_row(PROVIDER_ROWS[3], **again)
        self._create_row(PROVIDER_ROWS[3], self.places, **again)
        figure = self._get_figure("K5.2")
        self._assert_share(figure, 1, 9)
        self.assertEqual(self._search_records(figure, "hits").name, twin.name)
        self.env["ir.config_parameter"].set_param("social_control.repeat_days", "3")
        self._assert_share(self._get_figure("K5.2"), 0, 9)

    def test_paper_is_not_electronic(self):
        self._assert_share(self._get_figure("K6"), 4, 7)

    def test_the_words_and_the_target_make_the_verdict(self):
        indicator = self.env.ref("social_control.indicator_answered_on_time")
        for target, threshold, status in (
            (50, 40, "met"),
            (60, 50, "warning"),
            (90, 60, "missed"),
        ):
            indicator.write({"target": target, "threshold": threshold})
            self.assertEqual(self._get_figure("K2").status, status)
        indicator.has_target = False
        self.assertEqual(self._get_figure("K2").status, "none")

    def test_the_threshold_lies_on_the_worse_side(self):
        indicator = self.env.ref("social_control.indicator_answered_on_time")
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            indicator.write({"target": 50, "threshold": 60})
            self.env.flush_all()

    def test_participants_with_few_cases_have_no_place(self):
        places = {
            figure.participant_id: figure.place
            for figure in self._get_figure("K2", "participant")
        }
        self.assertEqual(places, {self.provider: 1, self.fund: 1})
        self.env.ref("social_control.indicator_answered_on_time").min_case_count = 3
        places = self._get_figure("K2", "participant").mapped("place")
        self.assertEqual(places, [1, 0])

    def test_a_figure_of_one_record_is_that_record(self):
        march = self._create_period(number=3)
        self._assert_share(self._get_figure("K2", period=march), 1, 1)
        [record] = self._search_records(self._get_figure("K2", period=march), "records")
        self.assertEqual(record.name, self.to_fund[2].name)
        self.assertEqual(record.participant_id, self.fund)

    def test_every_figure_is_its_records(self):
        for figure in self._get_figures():
            with self.subTest(figure=figure.display_name):
                hits = self._search_records(figure, "hits")
                everything = self._search_records(figure, "records")
                self.assertEqual(len(everything), figure.denominator)
                if figure.kind != "days":
                    misses = self._search_records(figure, "misses")
                    self.assertEqual(len(hits), figure.numerator)
                    if figure.part_kind != "reason":
                        self.assertEqual(hits | misses, everything)

    def test_days_of_the_period_are_those_of_the_body(self):
        self.to_provider[0]._unlocked().write({"sent_at": "2026-01-31 21:30:00"})
        self.to_provider[1]._unlocked().write({"sent_at": "2026-01-31 20:30:00"})
        self._assert_share(self._get_figure("K6"), 3, 6)

    def test_an_empty_period_has_no_data_and_not_zero(self):
        empty = self._create_period(year=2025, number=5)
        figures = self._get_figures(period=empty)
        self.assertEqual(set(figures.mapped("part_kind")), {"total"})
        self.assertEqual(set(figures.mapped("value_text")), {"no data"})
        self.assertEqual(set(figures.mapped("status")), {"none"})
        self.assertFalse(any(figures.mapped("has_data")))
        self.assertTrue(all(figures.mapped("empty_meaning")))
        self.env.cr.execute(
            "SELECT count(value) FROM social_control_figure WHERE id IN %s",
            [tuple(figures.ids)],
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))


@tagged("post_install", "-at_install")
class TestIndicatorRights(FigureCommon):
    """Who counts what, and what he sees behind it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_table()

    def test_the_controlling_body_counts_all_and_reads_no_request(self):
        figures = self._get_figures(user=self.inspector)
        self.assertIn("K2", figures.mapped("code"))
        self.assertFalse(
            self.env["social.interagency.request"]
            .with_user(self.inspector)
            .has_access("read")
        )
        record = self._search_records(
            figures.filtered(lambda one: one.code == "K2")[0], "records"
        )[0]
        self.assertIn(
            record.name, [request.name for request in self.to_provider + self.to_fund]
        )
        with self.assertRaisesRegex(UserError, "number and terms"):
            record.action_open()

    def test_another_body_counts_what_it_may_read(self):
        period = self._create_period(self.foreign_head, participant_id=self.fund.id)
        figures = self._get_figures(period, self.foreign_head)
        self.assertEqual(set(figures.mapped("code")), {"C1", "C2"})
        self.assertFalse(any(figures.mapped("has_data")))
        self.assertFalse(
            self.env["social.control.record"].with_user(self.foreign_head).search([])
        )

    def test_another_body_with_clerks_counts_its_own_requests(self):
        self.foreign_head.group_ids |= self.env.ref("social_interagency.group_clerk")
        period = self._create_period(self.foreign_head, participant_id=self.fund.id)
        figures = self._get_figures(period, self.foreign_head).filtered(
            lambda figure: figure.code == "K2"
        )
        self.assertEqual(figures.participant_id, self.fund)
        self._assert_share(figures[0], 1, 2)

    def test_an_auditor_counts_and_opens_everything(self):
        figures = self._get_figures(user=self.auditor)
        self.assertEqual(figures[0].with_user(self.auditor).denominator, 7)
        record = self._search_records(figures[0], "records")[0]
        self.assertEqual(
            record.action_open()["res_model"], "social.interagency.request"
        )

    def test_figures_that_another_user_counted_stay_his(self):
        figure = self._get_figures(user=self.control_head)[0]
        with self.assertRaises(AccessError):
            figure.with_user(self.foreign_head).action_view_records()
            figure.with_user(self.foreign_head).read(["value"])
        records = self.env["social.control.record"].with_user(self.foreign_head)
        with self.assertRaises(AccessError):
            records.search_count(
                [("figure_ref", "=", f"{figure._name},{figure.id},all")]
            )

    def test_a_forged_reference_opens_nothing(self):
        records = self.env["social.control.record"].with_user(self.inspector)
        for reference in ("res.users,1,all", "social.control.figure,x,all", "nothing"):
            self.assertFalse(records.search_count([("figure_ref", "=", reference)]))

    def test_a_clerk_sees_no_figures(self):
        with self.assertRaises(AccessError):
            self._get_figures(user=self.clerk)
