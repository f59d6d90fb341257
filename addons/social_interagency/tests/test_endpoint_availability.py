from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ..models.social_interagency_endpoint_day import KEPT_PARAMETER
from .endpoint_common import BAD, GOOD, EndpointCommon

DAY = date(2026, 3, 11)


@tagged("post_install", "-at_install")
class TestEndpointAvailability(EndpointCommon):
    """The owner sits in Moscow: its day of 11 March ends at 21:00 UTC."""

    def _read(self, moment, *names, day=DAY):
        """Return the figures of the day as the report has them at the moment."""
        with freeze_time(moment):
            self.env.invalidate_all()
            rows = self.env["social.interagency.endpoint.availability"].search_read(
                [("endpoint_id", "=", self.endpoint.id), ("date", "=", day)],
                list(names),
            )
        return [tuple(row[name] for name in names) for row in rows]

    def _read_hours(self, moment, **options):
        [row] = self._read(
            moment,
            "up_hours",
            "down_hours",
            "maintenance_hours",
            "unmeasured_hours",
            **options,
        )
        return tuple(round(hours, 4) for hours in row)

    def _measure(self):
        """Two hours up, half an hour down, half an hour of silence, then up."""
        for minutes in range(0, 120, 5):
            self._check(f"{7 + minutes // 60:02}:{minutes % 60:02}", GOOD)
        for minutes in range(0, 30, 5):
            self._check(f"09:{minutes:02}", BAD)
        self._check("09:30", GOOD)

    def test_time_is_divided_into_four(self):
        self._measure()
        self.assertEqual(self._read_hours("2026-03-11 10:00:00"), (2.25, 0.5, 0, 0.25))

    def test_the_share_counts_only_what_was_measured(self):
        self._measure()
        [(percent, checks, failures)] = self._read(
            "2026-03-11 10:00:00", "percent", "check_count", "failure_count"
        )
        self.assertAlmostEqual(percent, 100 * 2.25 / 2.75, 3)
        self.assertEqual((checks, failures), (31, 6))

    def test_maintenance_is_no_part_of_the_share(self):
        self._plan("08:30", "09:15")
        self._measure()
        self.assertEqual(
            self._read_hours("2026-03-11 10:00:00"), (1.75, 0.25, 0.75, 0.25)
        )

    def test_without_a_check_there_is_no_figure(self):
        model = self.env["social.interagency.endpoint.availability"]
        with freeze_time("2026-03-11 10:00:00"):
            groups = model._read_group(
                [("endpoint_id", "=", self.endpoint.id)],
                ["date:month"],
                ["percent:avg", "unmeasured_hours:sum"],
            )
        self.assertIs(groups[0][1], False)
        self.assertAlmostEqual(groups[0][2], 3)

    def test_a_month_weighs_its_days_by_the_time_measured(self):
        for day, up_seconds, down_seconds in ((1, 3600, 0), (2, 0, 10800)):
            self.env["social.interagency.endpoint.day"]._unlocked().create(
                {
                    "endpoint_id": self.endpoint.id,
                    "date": date(2026, 2, day),
                    "up_seconds": up_seconds,
                    "down_seconds": down_seconds,
                }
            )
        groups = self.env["social.interagency.endpoint.availability"]._read_group(
            [("endpoint_id", "=", self.endpoint.id), ("date", "<", "2026-03-01")],
            ["date:month"],
            ["percent:avg"],
        )
        self.assertAlmostEqual(groups[0][1], 25)

    def test_a_day_that_is_over_is_divided_at_the_owners_midnight(self):
        self._check("20:58", GOOD)
        moment = "2026-03-12 06:00:00"
        self.assertEqual(self._read_hours(moment)[0], round(2 / 60, 4))
        next_day = self._read_hours(moment, day=DAY + timedelta(days=1))
        self.assertEqual(next_day[0], round(13 / 60, 4))
        self.assertEqual(sum(next_day), 9)

    def test_rolling_up_changes_no_figure_and_is_done_once(self):
        self._plan("08:30", "09:15")
        self._measure()
        moment = "2026-03-13 06:00:00"
        before = self._read_hours(moment)
        days = self.env["social.interagency.endpoint.day"]
        mine = [("endpoint_id", "=", self.endpoint.id)]
        with freeze_time(moment):
            days._roll_up()
            self.assertEqual(days.search_count(mine), 2)
            days._roll_up()
            self.assertEqual(days.search_count(mine), 2)
        self.assertEqual(self._read_hours(moment), before)
        self.assertEqual(
            len(self._read(moment, "date", day=DAY + timedelta(days=2))), 1
        )

    def test_old_checks_go_and_their_figures_stay(self):
        self._measure()
        self.env["ir.config_parameter"].set_param(KEPT_PARAMETER, 10)
        before = self._read_hours("2026-03-30 06:00:00")
        for moment, is_kept in (
            ("2026-03-20 06:00:00", True),
            ("2026-03-30 06:00:00", False),
        ):
            with freeze_time(moment):
                self.env["social.interagency.endpoint.day"]._gc_checks()
            checks = self.env["social.interagency.endpoint.check"].search_count(
                [("endpoint_id", "=", self.endpoint.id)]
            )
            self.assertEqual(bool(checks), is_kept)
        self.assertEqual(self._read_hours("2026-03-30 06:00:00"), before)

    def test_a_day_below_the_required_figure_is_found(self):
        self._measure()
        self.endpoint.write(
            {"availability_target": 99.5, "availability_basis": "Clause 5.4"}
        )
        self.assertEqual(
            self._read("2026-03-11 10:00:00", "is_below", "target"), [(True, 99.5)]
        )

    def test_a_figure_leads_to_its_checks(self):
        self._measure()
        self._check("21:01", GOOD)
        with freeze_time("2026-03-11 22:00:00"):
            row = self.env["social.interagency.endpoint.availability"].search(
                [("endpoint_id", "=", self.endpoint.id), ("date", "=", DAY)]
            )
            action = row.action_view_checks()
        checks = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(len(checks), row.check_count)

    def test_the_printed_statement_tells_figures_and_outages(self):
        self._measure()
        report = self.env["ir.actions.report"].with_user(self.operator)
        with freeze_time("2026-03-11 10:00:00"):
            self.env.invalidate_all()
            content, _kind = report._render_qweb_html(
                "social_interagency.report_endpoint", self.endpoint.ids
            )
        paper = content.decode()
        self.assertRegex(paper, r"81[.,]818")
        self.assertIn("No answer within the time-out", paper)
