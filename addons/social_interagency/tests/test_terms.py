import doctest
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from odoo.tests import BaseCase, tagged

from ..tools import journal_digest, production_calendar, terms, zones
from ..tools.terms import Day, Term, WorkCalendar

MOSCOW = ZoneInfo("Europe/Moscow")
KAMCHATKA = ZoneInfo("Asia/Kamchatka")
YEARS = (2024, 2025, 2026)

# The checked examples: event, 2, 5 and 10 working days, 10 calendar days.
EXAMPLES = [
    ("2025-12-26", "2025-12-30", "2026-01-14", "2026-01-21", "2026-01-12"),
    ("2025-12-30", "2026-01-13", "2026-01-16", "2026-01-23", "2026-01-12"),
    ("2025-12-31", "2026-01-13", "2026-01-16", "2026-01-23", "2026-01-12"),
    ("2026-04-30", "2026-05-05", "2026-05-08", "2026-05-18", "2026-05-12"),
    ("2026-05-05", "2026-05-07", "2026-05-13", "2026-05-20", "2026-05-15"),
]
TERMS = [
    Term(2, "working_days"),
    Term(5, "working_days"),
    Term(10, "working_days"),
    Term(10, "calendar_days"),
]


@tagged("at_install")
class TestTerms(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tables = {year: production_calendar.federal_days(year) for year in YEARS}
        cls.tables = tables
        cls.federal = WorkCalendar(tables.get)

    def count(self, term, event_at, work_calendar=None, tz=MOSCOW):
        if isinstance(event_at, str):
            event_at = datetime.fromisoformat(event_at).replace(tzinfo=tz)
        return terms.count(term, event_at, work_calendar or self.federal, tz)

    def last_day(self, *args, **kwargs):
        due = self.count(*args, **kwargs)
        return due.moment.astimezone(kwargs.get("tz", MOSCOW)).date().isoformat()

    def layer(self, own_days, movable=(), years=YEARS):
        given = production_calendar.move_holidays(self.federal, own_days, movable)
        return WorkCalendar(
            lambda year: year in years and {**self.tables[year], **given, **own_days}
        )

    def test_checked_examples_of_the_law(self):
        for event, *expected in EXAMPLES:
            days = [self.last_day(term, f"{event}T11:00") for term in TERMS]
            self.assertEqual(days, expected, event)

    def test_control_sums_of_working_days(self):
        count = self.federal.count_working_days
        self.assertEqual(count(date(2026, 1, 1), date(2026, 1, 31)), 15)
        self.assertEqual(count(date(2026, 5, 1), date(2026, 5, 31)), 19)

    def test_years_have_as_many_working_days_as_the_government_says(self):
        counts = [
            self.federal.count_working_days(date(year, 1, 1), date(year, 12, 31))
            for year in YEARS
        ]
        self.assertEqual(counts, [248, 247, 247])

    def test_shortened_days_follow_the_labour_code(self):
        expected = {
            2024: ["02-22", "03-07", "05-08", "06-11", "11-02"],
            2025: ["03-07", "04-30", "06-11", "11-01"],
            2026: ["04-30", "05-08", "06-11", "11-03"],
        }
        for year, days in expected.items():
            found = [
                f"{day:%m-%d}"
                for day, entry in self.tables[year].items()
                if entry.kind == "shortened"
            ]
            self.assertEqual(found, days)

    def test_due_moment_is_the_last_second_of_the_last_day(self):
        due = self.count(Term(5, "working_days"), "2026-03-13T13:00")
        self.assertEqual(due.moment, datetime(2026, 3, 20, 20, 59, 59, tzinfo=UTC))

    def test_working_saturday_counts(self):
        self.assertEqual(
            self.last_day(Term(5, "working_days"), "2025-10-30T10:00"), "2025-11-07"
        )
        due = self.count(Term(2, "working_days"), "2025-10-30T10:00")
        self.assertEqual(due.steps[-1].date, date(2025, 11, 1))
        self.assertEqual(due.steps[-1].reason, "working_weekend")
        self.assertEqual(due.steps[-1].number, 2)

    def test_moved_day_off_on_31_december_is_skipped(self):
        due = self.count(Term(2, "working_days"), "2025-12-29T10:00")
        reasons = {step.date: step.reason for step in due.steps}
        self.assertEqual(reasons[date(2025, 12, 31)], "off")
        self.assertEqual(due.steps[-1].date, date(2026, 1, 12))

    def test_explanation_names_every_day_and_holiday(self):
        due = self.count(Term(2, "working_days"), "2026-06-11T10:00")
        self.assertEqual(
            [(step.date.day, step.reason, step.number) for step in due.steps],
            [
                (11, "event", None),
                (12, "off", None),
                (13, "weekend", None),
                (14, "weekend", None),
                (15, "working", 1),
                (16, "working", 2),
            ],
        )
        self.assertEqual(due.steps[1].name, "День России")
        self.assertTrue(due.steps[1].act)
        self.assertEqual(due.steps[1].as_json()["weekday"], 4)

    def test_start_day_is_counted_when_the_rule_includes_it(self):
        term = Term(1, "working_days", include_start_day=True)
        self.assertEqual(self.last_day(term, "2026-03-13T17:00"), "2026-03-13")
        self.assertEqual(self.last_day(term, "2026-03-14T17:00"), "2026-03-16")
        month = Term(1, "months", include_start_day=True)
        self.assertEqual(self.last_day(month, "2026-03-17T10:00"), "2026-04-16")

    def test_end_on_a_day_off_moves_only_for_calendar_days_and_months(self):
        moved = self.count(Term(8, "calendar_days"), "2025-12-26T10:00")
        self.assertEqual(
            [(step.date.day, step.reason, step.number) for step in moved.steps[-10:]],
            [
                (3, "calendar", 8),
                *((day, "off", None) for day in range(4, 10)),
                (10, "weekend", None),
                (11, "weekend", None),
                (12, "moved", None),
            ],
        )
        kept = Term(8, "calendar_days", move_off_day=False)
        self.assertEqual(self.last_day(kept, "2025-12-26T10:00"), "2026-01-03")

    def test_months_end_on_the_same_date(self):
        term = Term(1, "months")
        self.assertEqual(self.last_day(term, "2026-03-16T10:00"), "2026-04-16")
        self.assertEqual(
            self.last_day(Term(3, "months"), "2025-11-13T10:00"), "2026-02-13"
        )

    def test_month_of_the_31st_ends_on_the_last_date_and_moves(self):
        term = Term(1, "months")
        self.assertEqual(self.last_day(term, "2025-10-31T10:00"), "2025-12-01")
        self.assertEqual(self.last_day(term, "2026-08-31T10:00"), "2026-09-30")
        # 28 February 2026 is a Saturday.
        self.assertEqual(self.last_day(term, "2026-01-31T10:00"), "2026-03-02")

    def test_leap_day(self):
        self.assertEqual(
            self.last_day(Term(1, "months"), "2024-01-31T10:00"), "2024-02-29"
        )
        self.assertEqual(
            self.last_day(Term(1, "calendar_days"), "2024-02-28T10:00"), "2024-02-29"
        )
        self.assertEqual(
            self.last_day(Term(2, "working_days"), "2024-02-28T10:00"), "2024-03-01"
        )

    def test_hours_run_on_through_holidays(self):
        due = self.count(Term(48, "hours"), "2025-12-30T16:00")
        self.assertEqual(
            due.moment.astimezone(MOSCOW).isoformat()[:16], "2026-01-01T16:00"
        )
        self.assertEqual([step.number for step in due.steps], [8, 32, 48])

    def test_hours_of_working_days_alone(self):
        term = Term(48, "hours", hours_run_on=False)
        due = self.count(term, "2025-12-30T16:00")
        # 8 hours of 30.12, then 12.01 and 16 hours of 13.01.
        self.assertEqual(
            due.moment.astimezone(MOSCOW).isoformat()[:16], "2026-01-13T16:00"
        )
        self.assertEqual(due.steps[1].reason, "off")
        from_weekend = self.count(term, "2026-03-14T12:00")
        self.assertEqual(
            from_weekend.moment.astimezone(MOSCOW).isoformat()[:19],
            "2026-03-17T23:59:59",
        )

    def test_regional_holiday_is_a_day_off_of_that_region_alone(self):
        tatarstan = self.layer({date(2026, 3, 20): Day("off", "Ураза-байрам")})
        term = Term(5, "working_days")
        self.assertEqual(
            self.last_day(term, "2026-03-13T10:00", work_calendar=tatarstan),
            "2026-03-23",
        )
        self.assertEqual(self.last_day(term, "2026-03-13T10:00"), "2026-03-20")

    def test_regions_move_their_holidays_by_their_own_rule(self):
        tatarstan = {date(2026, 8, 30): Day("off", "День Республики Татарстан")}
        bashkortostan = {date(2026, 10, 11): Day("off", "День Республики")}
        kept, moved = self.layer(tatarstan), self.layer(bashkortostan, bashkortostan)
        self.assertTrue(kept.is_working(date(2026, 8, 31)))
        self.assertFalse(moved.is_working(date(2026, 10, 12)))
        self.assertIn("11.10.2026", moved.get_listed(date(2026, 10, 12)).name)

    def test_regional_holiday_on_a_federal_one_gives_nothing(self):
        own = {date(2026, 3, 8): Day("off", "Own")}
        given = production_calendar.move_holidays(self.federal, own, own)
        self.assertFalse(given)

    def test_day_is_that_of_the_answering_body(self):
        event = datetime(2026, 3, 12, 21, 30, tzinfo=UTC)
        term = Term(1, "working_days")
        self.assertEqual(
            self.count(term, event, tz=MOSCOW).moment,
            datetime(2026, 3, 16, 20, 59, 59, tzinfo=UTC),
        )
        self.assertEqual(
            self.count(term, event, tz=KAMCHATKA).moment,
            datetime(2026, 3, 16, 11, 59, 59, tzinfo=UTC),
        )
        evening = datetime(2026, 3, 12, 13, 0, tzinfo=UTC)
        self.assertEqual(self.last_day(term, evening), "2026-03-13")
        self.assertEqual(self.last_day(term, evening, tz=KAMCHATKA), "2026-03-16")

    def test_hours_run_on_over_a_change_of_the_clock(self):
        berlin = ZoneInfo("Europe/Berlin")
        due = self.count(Term(24, "hours"), "2026-03-28T12:00", tz=berlin)
        self.assertEqual(due.moment, datetime(2026, 3, 29, 11, 0, tzinfo=UTC))

    def test_year_that_is_not_loaded_is_named(self):
        for term in (*TERMS, Term(48, "hours"), Term(1, "months")):
            with self.assertRaises(terms.YearNotLoaded) as refusal:
                self.count(term, "2026-12-30T16:00")
            self.assertEqual(refusal.exception.year, 2027)

    def test_wrong_terms_are_refused(self):
        with self.assertRaises(ValueError):
            Term(0, "working_days")
        with self.assertRaises(ValueError):
            Term(1, "weeks")
        with self.assertRaises(ValueError):
            terms.count(TERMS[0], datetime(2026, 3, 2), self.federal, MOSCOW)

    def test_examples_in_the_sources_hold(self):
        for module in (terms, production_calendar, journal_digest, zones):
            self.assertFalse(doctest.testmod(module).failed, module.__name__)
