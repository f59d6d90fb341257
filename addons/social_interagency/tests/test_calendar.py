from datetime import date, datetime

from psycopg2 import IntegrityError

from odoo.addons.base.models.ir_cron import IrCron
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..tools.terms import Term
from .common import InteragencyCommon


@tagged("post_install", "-at_install")
class TestCalendar(InteragencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Calendar = cls.env["social.interagency.calendar"]
        cls.Day = cls.env["social.interagency.calendar.day"]
        cls.federal = cls.env.ref("social_interagency.calendar_federal")
        cls.region = cls.Calendar.create(
            {"name": "Region", "region": "Region", "parent_id": cls.federal.id}
        )

    def add_day(self, calendar, day, kind="off", **values):
        return self.Day.create(
            {
                "calendar_id": calendar.id,
                "date": day,
                "kind": kind,
                "name": "Own day",
                **values,
            }
        )

    def count_triggers(self):
        cron = self.env.ref("social_interagency.ir_cron_recount_deadlines")
        return self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])

    def is_working(self, calendar, day):
        return calendar._get_work_calendar().is_working(date.fromisoformat(day))

    def test_federal_calendar_is_loaded_at_installation(self):
        counts = {
            year.year: year.working_day_count
            for year in self.federal.year_ids
            if year.year < 2028
        }
        self.assertEqual(counts, {2024: 248, 2025: 247, 2026: 247, 2027: 247})
        acts = {year.year: year.act for year in self.federal.year_ids}
        self.assertIn("№ 1466", acts[2026])
        self.assertFalse(self.is_working(self.federal, "2025-12-31"))
        self.assertTrue(self.is_working(self.federal, "2025-11-01"))

    def test_loading_a_year_twice_changes_nothing(self):
        self.federal._load_year(2028)
        before = self.federal.day_ids.read()
        self.federal.day_ids.filtered(lambda day: day.date.year == 2028)[0].name = "Own"
        self.federal._load_year(2028)
        after = self.federal.day_ids.read()
        self.assertEqual(len(before), len(after))
        self.assertIn("Own", [day["name"] for day in after])

    def test_loading_keeps_days_entered_before(self):
        own = self.add_day(self.federal, "2029-01-02", name="Entered by hand")
        self.federal._load_year(2029)
        self.assertEqual(own.name, "Entered by hand")
        self.assertTrue(self.is_working(self.federal, "2029-02-01"))

    def test_operator_loads_a_year_by_the_form(self):
        form = Form(
            self.env["social.interagency.calendar.load"].with_user(self.operator)
        )
        form.year = 2030
        self.assertTrue(form.is_preliminary)
        form.save().action_load()
        self.assertIn(2030, self.federal.year_ids.mapped("year"))

    def test_region_takes_its_years_from_above(self):
        with self.assertRaisesRegex(UserError, "2031"):
            self.region._load_year(2031)
        self.assertFalse(self.is_working(self.region, "2026-03-09"))

    def test_clerk_does_not_change_a_calendar(self):
        with self.assertRaises(AccessError):
            self.Day.with_user(self.clerk).create(
                {"calendar_id": self.federal.id, "date": "2026-03-20", "name": "Own"}
            )

    def test_term_into_a_year_not_loaded_is_refused_by_its_name(self):
        with self.assertRaisesRegex(UserError, "2032"):
            self.region._add_working_days(datetime(2032, 1, 12), 5, "Europe/Moscow")
        with self.assertRaisesRegex(UserError, "2032"):
            self.federal._count_working_days(
                datetime(2032, 1, 12), datetime(2032, 1, 20), "Europe/Moscow"
            )

    def test_regional_day_counts_for_the_region_alone(self):
        self.add_day(self.region, "2026-03-20")
        self.assertFalse(self.is_working(self.region, "2026-03-20"))
        self.assertTrue(self.is_working(self.federal, "2026-03-20"))
        start = datetime(2026, 3, 13, 9)
        tz = "Europe/Moscow"
        self.assertEqual(
            self.region._add_working_days(start, 5, tz),
            datetime(2026, 3, 23, 20, 59, 59),
        )
        self.assertEqual(
            self.federal._add_working_days(start, 5, tz),
            datetime(2026, 3, 20, 20, 59, 59),
        )
        self.assertEqual(
            self.region._count_working_days(start, datetime(2026, 3, 23, 20), tz), 5
        )

    def test_holiday_on_a_weekend_moves_only_where_the_region_says_so(self):
        self.add_day(self.region, "2026-10-11", name="Republic Day")
        self.assertTrue(self.is_working(self.region, "2026-10-12"))
        self.region.holiday_moving = "next_working_day"
        self.assertFalse(self.is_working(self.region, "2026-10-12"))
        listed = self.region._get_work_calendar().get_listed(date(2026, 10, 12))
        self.assertIn("Republic Day", listed.name)

    def test_holiday_moves_over_the_end_of_the_year(self):
        self.region.holiday_moving = "next_working_day"
        # 26 December 2026 is a Saturday; the days up to the new year are taken too.
        self.add_day(self.region, "2026-12-26")
        for day in ("2026-12-28", "2026-12-29", "2026-12-30"):
            self.add_day(self.region, day)
        self.assertFalse(self.is_working(self.region, "2027-01-11"))

    def test_marked_days_alone_move(self):
        self.region.holiday_moving = "next_working_day"
        self.add_day(self.region, "2026-10-11", is_movable=False)
        self.assertTrue(self.is_working(self.region, "2026-10-12"))

    def test_working_weekend_of_a_region_counts(self):
        self.add_day(self.region, "2026-03-14", kind="working")
        self.assertTrue(self.is_working(self.region, "2026-03-14"))

    def test_deleted_and_changed_days_are_seen_at_once(self):
        day = self.add_day(self.region, "2026-03-20")
        self.assertFalse(self.is_working(self.region, "2026-03-20"))
        day.date = "2026-03-19"
        self.assertTrue(self.is_working(self.region, "2026-03-20"))
        day.unlink()
        self.assertTrue(self.is_working(self.region, "2026-03-19"))

    @mute_logger("odoo.sql_db")
    def test_one_line_per_date(self):
        self.add_day(self.region, "2026-03-20")
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.add_day(self.region, "2026-03-20")

    def test_calendar_does_not_add_to_itself(self):
        with self.assertRaises(UserError):
            self.federal.parent_id = self.region

    def test_change_has_open_terms_of_all_layers_recounted(self):
        self.assertFalse(self.federal.recount_since)
        before = self.count_triggers()
        self.add_day(self.federal, "2026-03-25")
        self.add_day(self.federal, "2026-03-20")
        self.assertGreater(self.count_triggers(), before)
        for calendar in self.federal | self.region:
            self.assertEqual(calendar.recount_since, date(2026, 3, 20))

    def test_loading_a_new_year_recounts_nothing(self):
        before = self.count_triggers()
        self.federal._load_year(2028)
        self.assertEqual(self.count_triggers(), before)
        self.assertFalse(self.federal.recount_since)

    def test_job_recounts_each_changed_calendar_once(self):
        self.add_day(self.region, "2026-03-20")
        recounted = []
        request = self.env.registry["social.interagency.request"]
        self.patch(
            request,
            "_recount_deadlines",
            lambda _self, calendars: recounted.extend(calendars.ids) or True,
        )
        self.patch(IrCron, "_commit_progress", lambda *args, **kwargs: 60)
        self.Calendar._cron_recount_deadlines()
        self.Calendar._cron_recount_deadlines()
        self.assertEqual(recounted, [self.region.id])
        self.assertFalse(self.region.recount_since)

    def test_a_job_that_stops_keeps_the_mark_for_the_next_run(self):
        self.add_day(self.region, "2026-03-20")
        request = self.env.registry["social.interagency.request"]
        self.patch(request, "_recount_deadlines", lambda _self, calendars: False)
        self.Calendar._cron_recount_deadlines()
        self.assertTrue(self.region.recount_since)

    def test_changes_are_journaled(self):
        self.add_day(self.region, "2026-03-20")
        entry = self.env["social.interagency.journal"].search(
            [("calendar_id", "=", self.region.id)]
        )
        self.assertRecordValues(
            entry,
            [{"event": "calendar_changed", "payload": {"dates": ["2026-03-20"]}}],
        )

    def test_due_moment_is_local_to_the_body(self):
        due = self.federal._get_due(
            Term(1, "working_days"), datetime(2026, 3, 12, 13), "Asia/Kamchatka"
        )
        self.assertEqual(
            due.moment.replace(tzinfo=None), datetime(2026, 3, 16, 11, 59, 59)
        )

    def test_counting_reads_the_database_once(self):
        term = Term(5, "working_days")
        self.region._get_due(term, datetime(2026, 3, 13), "Europe/Moscow")
        with self.assertQueryCount(0):
            self.region._get_due(term, datetime(2026, 3, 13), "Europe/Moscow")
