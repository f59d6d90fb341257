from psycopg2 import Error

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .figure_common import FigureCommon


@tagged("post_install", "-at_install")
class TestPeriod(FigureCommon, HttpCase):
    """An open period lives, a closed one is evidence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_table()

    def _close(self):
        self.period.action_close()
        self.env.flush_all()
        return self.period.value_ids.filtered(
            lambda value: value.code == "K2" and value.part_kind == "total"
        )

    def test_an_open_period_follows_its_records(self):
        self._assert_share(self._get_figure("K2"), 3, 6)
        self.to_provider[3]._unlocked().write(
            {"state": "answered", "closed_at": "2026-02-16 08:00:00"}
        )
        self._assert_share(self._get_figure("K2"), 4, 6)

    def test_what_happens_after_the_closing_does_not_touch_the_figures(self):
        value = self._close()
        self._assert_share(value, 3, 6)
        self.to_provider[3]._unlocked().write(
            {"state": "cancelled", "closed_at": "2026-03-11 07:00:00"}
        )
        indicator = self.env.ref("social_control.indicator_answered_on_time")
        former = value.name, value.target
        indicator.write({"name": "Another", "target": 100})
        self.env.flush_all()
        self.env.invalidate_all()
        self._assert_share(value, 3, 6)
        self.assertEqual((value.name, value.target), former)
        self._assert_share(self._get_figure("K2"), 3, 6)
        self.assertTrue(self.period.is_intact)

    def test_the_closing_is_journaled_with_the_digest(self):
        self._close()
        entry = self.period.sudo().journal_ids.filtered(
            lambda one: one.event == "closed"
        )
        self.assertEqual(entry.payload["digest"], self.period.digest)
        self.assertEqual(entry.payload["figures"], len(self.period.value_ids))
        self.assertEqual(len(self.period.digest), 64)
        self.assertEqual(self.period.regulation_id, self.regulation)
        self.assertIn(
            self.period, self.period.journal_ids.with_user(self.control_head).period_id
        )

    def test_a_period_is_closed_once(self):
        self._close()
        with self.assertRaises(UserError):
            self.period.action_close()
        self.assertFalse(self.period.can_close)

    def test_a_running_period_is_not_closed(self):
        march = self._create_period(number=3)
        self.assertFalse(march.can_close)
        with self.assertRaisesRegex(UserError, "not over"):
            march.action_close()
        self.assertFalse(march.value_ids)

    def test_only_the_head_of_the_controlling_body_closes(self):
        with self.assertRaisesRegex(UserError, "role"):
            self.period.with_user(self.inspector).action_close()
        with self.assertRaises(AccessError):
            self.period.with_user(self.foreign_head).action_close()
        own = self._create_period(self.foreign_head, participant_id=self.fund.id)
        with self.assertRaisesRegex(UserError, self.ministry.name):
            own.action_close()
        self.assertFalse(own.value_ids | self.period.value_ids)

    def test_nobody_writes_a_figure(self):
        value = self._close()
        for figure in (value, value.with_user(self.control_head), value.sudo()):
            with self.assertRaises(AccessError):
                figure.write({"value": 100})
            with self.assertRaises(AccessError):
                figure.unlink()
            with self.assertRaises(AccessError):
                figure.create({"period_id": self.period.id, "code": "K2"})
        with self.assertRaises(AccessError):
            self.period.sudo()._unlocked().write(
                {"value_ids": [Command.update(value.id, {"value": 100})]}
            )

    def test_the_database_refuses_to_change_a_figure(self):
        value = self._close()
        for statement in (
            "UPDATE social_control_indicator_value SET value = 100 WHERE id = %s",
            "DELETE FROM social_control_indicator_value WHERE id = %s",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(Error),
                self.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [value.id])

    def test_figures_are_not_written_over_rpc(self):
        value = self._close()
        self.control_head.password = "control-head-2026"
        self.authenticate(self.control_head.login, self.control_head.password)
        for model, record in (
            ("social.control.indicator.value", value),
            ("social.control.period", self.period),
        ):
            for vals in ({"value": 100}, {"state": "draft"}, {"digest": "0"}):
                names = vals.keys() & record._fields.keys()
                if names:
                    with (
                        self.subTest(model=model, vals=vals),
                        self.assertRaises(JsonRpcException),
                    ):
                        self._call(model, "write", [record.ids, vals])
        with self.assertRaises(JsonRpcException):
            self._call(
                "social.control.indicator.value", "_append", [self.period.id, []]
            )
        self._assert_share(value, 3, 6)

    def _call(self, model, method, args):
        with mute_logger("odoo.http"):
            return self.make_jsonrpc_request(
                "/web/dataset/call_kw",
                {"model": model, "method": method, "args": args, "kwargs": {}},
            )

    def test_a_figure_added_past_the_program_is_seen(self):
        self._close()
        self.assertTrue(self.period.is_intact)
        self.env.cr.execute(
            "INSERT INTO social_control_indicator_value (period_id, sequence, "
            "indicator_id, method, code, name, kind, formula, empty_meaning, "
            "part_kind, denominator, numerator, status, period_kind, date_from) "
            "SELECT period_id, 9999, indicator_id, method, code, name, kind, formula, "
            "empty_meaning, part_kind, 1, 1, status, period_kind, date_from "
            "FROM social_control_indicator_value WHERE period_id = %s LIMIT 1",
            [self.period.id],
        )
        self.period.invalidate_recordset()
        self.assertFalse(self.period.is_intact)

    def test_the_content_of_a_closed_period_stays(self):
        self._close()
        for values in (
            {"year": 2025},
            {"kind": "year"},
            {"state": "draft"},
            {"digest": "0"},
        ):
            with self.assertRaises(UserError):
                self.period.sudo().write(values)

    def test_a_year_has_so_many_periods_of_a_kind(self):
        for kind, number in (("month", 13), ("quarter", 5), ("year", 2), ("month", 0)):
            with self.assertRaises(ValidationError):
                self._create_period(kind=kind, number=number)

    def test_the_days_follow_from_the_kind(self):
        rows = (
            ("month", 2, "2025-02-01", "2025-02-28"),
            ("quarter", 4, "2025-10-01", "2025-12-31"),
            ("year", 1, "2025-01-01", "2025-12-31"),
        )
        for kind, number, first, last in rows:
            period = self._create_period(kind=kind, year=2025, number=number)
            days = str(period.date_from), str(period.date_to)
            self.assertEqual(days, (first, last))

    def test_a_new_period_is_the_last_quarter_that_is_over(self):
        period = (
            self.env["social.control.period"]
            .with_user(self.control_head)
            .create({"participant_id": self.ministry.id})
        )
        self.assertEqual(period.display_name, "Quarter 4 of 2025")

    def test_the_trend_takes_the_totals_of_closed_periods(self):
        self._close()
        values = self.env["social.control.indicator.value"].with_user(self.inspector)
        [group] = values._read_group(
            [("code", "=", "K2"), ("part_kind", "=", "total")],
            ["date_from:month"],
            ["value:avg"],
        )
        self.assertEqual(group[1], 50)

    def test_the_order_of_a_workbook_knows_the_period(self):
        action = self.period.action_order_workbook()
        order = (
            self.env[action["res_model"]]
            .with_user(self.inspector)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(order.kind, "control_indicators")
        self.assertEqual(str(order.period_to), "2026-02-28")
        self.assertFalse(order.participant_id)
