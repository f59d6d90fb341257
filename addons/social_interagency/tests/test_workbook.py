import base64
from datetime import datetime
from io import BytesIO
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.addons.base.tests.test_ir_cron import CronMixinCase
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged, users

from ..tools.workbook import Book
from .common import NOW, InteragencyCommon

FORMULA = '=HYPERLINK("http://example.org","0001")'
YEAR = {"period_from": "2026-01-01", "period_to": "2026-12-31"}


class WorkbookCommon(InteragencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls._create_sent_request()
        cls.other_clerk = cls._create_user(
            "other_clerk", "social_interagency.group_clerk"
        )
        cls.fund.user_ids = [Command.link(cls.other_clerk.id)]
        for user in (cls.clerk, cls.head, cls.auditor, cls.other_clerk):
            user.lang = "en_US"

    def _order(self, user=None, **values):
        """Return the workbook that the user has ordered by the form."""
        order = self.env["social.workbook.order"].with_user(user or self.clerk)
        action = order.create({**YEAR, **values}).action_make()
        workbook = self.env["social.workbook"].browse(action["res_id"])
        return workbook.with_user(user or self.clerk)

    def _open(self, workbook):
        content = workbook.with_context(bin_size=False).file
        return load_workbook(BytesIO(base64.b64decode(content)))

    def _get_rows(self, workbook):
        """Return the rows of the register as dicts by heading."""
        header, *rows = self._open(workbook).active.iter_rows(values_only=True)
        return [dict(zip(header, row, strict=True)) for row in rows]

    def _order_large(self, **values):
        """Return a workbook that waits for the job, whatever its size."""
        self.env["ir.config_parameter"].set_param(
            "social_interagency.workbook_large_rows", "0"
        )
        return self._order(**values)

    def _run_job(self):
        cron = self.env.ref("social_interagency.ir_cron_make_workbooks")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestWorkbook(WorkbookCommon):
    @users("social_clerk")
    def test_a_small_workbook_is_ready_at_once(self):
        workbook = self._order()
        self.assertRecordValues(
            workbook,
            [
                {
                    "state": "ready",
                    "row_count": 1,
                    "progress": 100,
                    "user_id": self.clerk.id,
                    "participant_id": self.ministry.id,
                    "made_at": datetime.fromisoformat(NOW),
                }
            ],
        )
        self.assertEqual(
            workbook.file_name, "Register of requests 01.01.2026 – 31.12.2026.xlsx"
        )
        self.assertIn("file", workbook.action_download()["url"])

    def test_the_register_tells_the_whole_way_of_a_request(self):
        self.request.with_user(self.portal_user).action_receive(incoming_number=FORMULA)
        with freeze_time("2026-03-20 07:00:00"):
            self._answer(self.request)
            [row] = self._get_rows(self._order())
        self.assertEqual(
            row,
            {
                "Number": self.request.name,
                "Sent At": datetime(2026, 3, 11, 10),
                "Sender": "Министерство",
                "Addressee": "Центр",
                "Social service": "Test service",
                "Documents and information": "Type T-SURVEY",
                "Application": None,
                "Citizen's card": self.citizen.number,
                "Executor": "Officer clerk",
                "Channel": "Portal",
                "Regulation, version": "1-ПП, version 1",
                "Send by": datetime(2026, 3, 13, 23, 59, 59),
                "Received At": datetime(2026, 3, 11, 10),
                "Addressee's number": FORMULA,
                "Deadline": datetime(2026, 3, 18, 23, 59, 59),
                "Answered": datetime(2026, 3, 20, 10),
                "Outcome": "Everything provided",
                "Deadline State": "Done late",
                "Days over the term": 2,
                "State": "Answered",
            },
        )

    def test_the_term_in_the_register_is_the_term_on_the_screen(self):
        labels = dict(
            self.request._fields["deadline_state"]._description_selection(self.env)
        )
        for moment in ("2026-03-12", "2026-03-18", "2026-03-30"):
            with freeze_time(f"{moment} 07:00:00"):
                self.request.invalidate_recordset()
                [row] = self._get_rows(self._order())
                self.assertEqual(
                    row["Deadline State"], labels[self.request.deadline_state]
                )

    def test_the_file_says_what_it_is(self):
        workbook = self._order()
        facts = dict(self._open(workbook)["About the file"].values)
        self.assertEqual(facts["Period"], "01.01.2026 – 31.12.2026")
        self.assertEqual(facts["Participant"], "Министерство")
        self.assertIn("1-ПП", facts["Regulation in force"])
        self.assertEqual(facts["Made by"], "Officer clerk")
        self.assertEqual(facts["Rows"], "1")
        self.assertIn("10:00", facts["Made At"])
        self.assertEqual(facts["Time zone of dates"], "Moscow (UTC+3)")

    def test_only_requests_sent_within_the_days_of_the_period_are_listed(self):
        self._create_request()
        for first, last, count in (
            ("2026-03-11", "2026-03-11", 1),
            ("2026-03-12", "2026-12-31", 0),
            ("2026-01-01", "2026-03-10", 0),
        ):
            workbook = self._order(period_from=first, period_to=last)
            self.assertEqual(workbook.row_count, count)

    def test_the_days_of_the_period_are_those_of_the_user(self):
        with freeze_time("2026-03-31 21:30:00"):
            late = self._create_sent_request()
        workbook = self._order(period_from="2026-04-01", period_to="2026-04-01")
        [row] = self._get_rows(workbook)
        self.assertEqual(row["Number"], late.name)

    def test_a_workbook_of_several_pages_holds_every_row_once(self):
        requests = (
            self.request + self._create_sent_request() + (self._create_sent_request())
        )
        with patch(
            "odoo.addons.social_interagency.models.social_workbook_making.PAGE", 2
        ):
            rows = self._get_rows(self._order())
        self.assertEqual([row["Number"] for row in rows], requests.mapped("name"))

    def test_an_empty_register_is_made_too(self):
        workbook = self._order(period_from="2025-01-01", period_to="2025-12-31")
        self.assertEqual(workbook.state, "ready")
        self.assertEqual(self._get_rows(workbook), [])

    def test_the_register_speaks_the_language_of_its_owner(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.clerk.lang = "ru_RU"
        [row] = self._get_rows(self._order())
        states = dict(
            self.request.with_context(lang="ru_RU")
            ._fields["state"]
            ._description_selection(self.env(context={"lang": "ru_RU"}))
        )
        self.assertIn(states["sent"], row.values())

    def test_a_period_that_ends_before_it_begins_is_refused(self):
        with self.assertRaisesRegex(UserError, "ends before"):
            self._order(period_from="2026-02-01", period_to="2026-01-01")


@tagged("post_install", "-at_install")
class TestWorkbookRights(WorkbookCommon, HttpCase):
    def test_a_clerk_finds_no_foreign_request_in_the_file(self):
        workbook = self._order(user=self.other_clerk, participant_id=False)
        self.assertEqual(self._get_rows(workbook), [])
        self.assertEqual(
            self._get_rows(self._order(self.auditor))[0]["Number"], self.request.name
        )

    def test_names_are_left_out_unless_asked_for(self):
        [row] = self._get_rows(self._order())
        self.assertNotIn("Citizen", row)
        [row] = self._get_rows(self._order(has_names=True))
        self.assertEqual(row["Citizen"], self.citizen.name)

    def test_a_name_stands_only_where_the_card_may_be_read(self):
        self.provider.user_ids = [Command.link(self.other_clerk.id)]
        workbook = self._order(
            user=self.other_clerk, participant_id=False, has_names=True
        )
        [row] = self._get_rows(workbook)
        self.assertEqual(row["Citizen's card"], self.citizen.number)
        self.assertIsNone(row["Citizen"])

    def test_nobody_but_the_owner_reads_a_workbook(self):
        workbook = self._order()
        for user in (self.head, self.auditor, self.other_clerk):
            foreign = workbook.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                foreign.action_download()
            self.assertFalse(self.env["social.workbook"].with_user(user).search([]))

    def test_only_the_owner_downloads_the_file(self):
        workbook = self._order()
        url = workbook.action_download()["url"]
        file = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", workbook._name), ("res_field", "=", "file")])
        )
        for user, status in ((self.clerk, 200), (self.head, 404), (self.auditor, 404)):
            user.password = f"{user.login}-2026"
            self.authenticate(user.login, user.password)
            with self.subTest(user=user.login):
                self.assertEqual(self.url_open(url).status_code, status)
                by_id = self.url_open(f"/web/content/{file.id}").status_code
                self.assertEqual(by_id, status)

    def test_a_workbook_is_neither_forged_nor_changed(self):
        workbook = self._order()
        vals = {"kind": "requests", **YEAR, "user_id": self.head.id}
        for maker in (workbook, workbook.with_user(self.auditor), workbook.sudo()):
            with self.assertRaises(UserError):
                maker.create(vals)
        for name, value in (("state", "queued"), ("user_id", self.head.id)):
            for writer in (workbook, workbook.sudo()):
                with self.assertRaises(UserError):
                    writer.write({name: value})

    def test_a_made_workbook_is_not_made_again_nor_by_another(self):
        workbook = self._order()
        with self.assertRaisesRegex(UserError, "is made"):
            workbook.action_make()
        with self.assertRaisesRegex(UserError, "owner only"):
            workbook.with_user(self.head).sudo().action_make()

    def test_the_texts_of_the_file_are_not_indexed(self):
        workbook = self._order(has_names=True)
        file = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", workbook._name), ("res_id", "=", workbook.id)])
        )
        self.assertFalse(file.index_content)

    def test_each_file_is_journaled_with_who_what_and_how_much(self):
        workbook = self._order(has_names=True)
        entry = self.env["social.interagency.journal"].search(
            [("workbook_id", "=", workbook.id)]
        )
        self.assertRecordValues(
            entry, [{"event": "exported", "user_id": self.clerk.id}]
        )
        self.assertEqual(
            entry.payload,
            {
                "workbook": "requests",
                "since": "2026-01-01",
                "until": "2026-12-31",
                "rows": 1,
                "names": True,
                "participant_id": self.ministry.id,
            },
        )
        self.assertIn("Register of requests", entry.payload_text)


@tagged("post_install", "-at_install")
class TestWorkbookJob(WorkbookCommon, CronMixinCase):
    def _get_activities(self, workbook):
        return workbook.sudo().activity_ids

    def test_a_large_workbook_waits_for_the_job_which_is_called_at_once(self):
        with self.capture_triggers(
            "social_interagency.ir_cron_make_workbooks"
        ) as triggers:
            workbook = self._order_large()
        self.assertEqual(workbook.state, "queued")
        self.assertEqual(len(triggers.records), 1)

    def test_the_job_makes_the_file_as_its_owner_and_tells_him(self):
        workbook = self._order_large(has_names=True)
        self._run_job()
        self.assertEqual(workbook.state, "ready")
        [row] = self._get_rows(workbook)
        self.assertEqual(row["Citizen"], self.citizen.name)
        self.assertEqual(self._get_activities(workbook).user_id, self.clerk)
        entry = self.env["social.interagency.journal"].search(
            [("workbook_id", "=", workbook.id)]
        )
        self.assertEqual(entry.user_id, self.clerk)

    def test_the_job_gives_the_owner_no_foreign_request(self):
        workbook = self._order_large(user=self.other_clerk, participant_id=False)
        self._run_job()
        self.assertRecordValues(workbook, [{"state": "ready", "row_count": 0}])

    def test_a_download_takes_the_reminder_away(self):
        workbook = self._order_large()
        self._run_job()
        workbook.action_download()
        self.assertFalse(self._get_activities(workbook))

    def test_a_second_run_makes_nothing_again(self):
        workbook = self._order_large()
        self._run_job()
        made_at = workbook.made_at
        with freeze_time("2026-03-12 07:00:00"):
            self._run_job()
        self.assertEqual(workbook.made_at, made_at)
        self.assertEqual(len(self._get_activities(workbook)), 1)

    def test_progress_is_shown_while_the_file_is_made(self):
        self._create_sent_request()
        workbook, seen = self._order_large(), []
        workbooks = self.registry["social.workbook"]
        report = workbooks._report_progress

        def look(self, written, total):
            report(self, written, total)
            seen.append((self.state, self.progress))

        with (
            patch.object(workbooks, "_report_progress", look),
            patch(
                "odoo.addons.social_interagency.models.social_workbook_making.PAGE", 1
            ),
        ):
            self._run_job()
        self.assertEqual(seen, [("making", 50), ("making", 99)])
        self.assertEqual(workbook.progress, 100)

    def test_what_a_killed_run_has_left_is_begun_anew(self):
        workbook = self._order_large()
        workbook._transition("making", attempt_count=1, progress=40)
        self._run_job()
        self.assertRecordValues(workbook, [{"state": "ready", "row_count": 1}])

    def test_a_workbook_that_stops_the_job_each_time_is_given_up(self):
        workbook = self._order_large()
        workbook._transition("making", attempt_count=3)
        self._run_job()
        self.assertEqual(workbook.state, "failed")
        self.assertIn("interrupted 3 times", workbook.failure)

    def test_a_failed_workbook_says_why_and_may_be_tried_again(self):
        workbook = self._order_large()
        with patch.object(Book, "describe", side_effect=UserError("No paper left.")):
            self._run_job()
        self.assertRecordValues(
            workbook, [{"state": "failed", "failure": "No paper left.", "file": False}]
        )
        self.assertEqual(self._get_activities(workbook).user_id, self.clerk)
        workbook.action_make()
        self.assertEqual(workbook.state, "queued")
        self._run_job()
        self.assertRecordValues(workbook, [{"state": "ready", "failure": False}])

    def test_an_owner_who_has_lost_his_role_gets_no_file(self):
        workbook = self._order_large()
        self.clerk.group_ids = self.env.ref("base.group_user")
        self._run_job()
        self.assertEqual(workbook.sudo().state, "failed")
        self.assertIn("no right to read", workbook.sudo().failure)
        self.assertFalse(workbook.sudo().file)

    def test_old_files_are_removed_and_the_record_stays(self):
        workbook = self._order()
        for day, state in (("2026-04-09", "ready"), ("2026-04-11", "expired")):
            with freeze_time(f"{day} 07:00:00"):
                self.env["social.workbook"]._gc_files()
            self.assertEqual(workbook.state, state)
        self.assertFalse(workbook.file)
        with self.assertRaisesRegex(UserError, "there is no file"):
            workbook.action_download()
