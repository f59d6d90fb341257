from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models import social_interagency_file_check as checks
from .common import InteragencyCommon


@tagged("post_install", "-at_install")
class TestFileCheck(InteragencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Check = cls.env["social.interagency.file.check"]
        cls.Check._get_running()._finish()
        cls.env.cr.execute("UPDATE ir_attachment SET sha256 = NULL")
        cls.answer = cls._answer(cls._create_sent_request())
        cls.files = cls._add_files(cls.answer, 3)

    @classmethod
    def _add_files(cls, paper, count):
        return cls.env["ir.attachment"].create(
            [
                {
                    "name": f"{number}.pdf",
                    "raw": f"{paper} {number}".encode(),
                    "res_model": paper._name,
                    "res_id": paper.id,
                }
                for number in range(count)
            ]
        )

    def _spoil(self, file, content=None):
        """Lose or alter the file behind the back of Odoo."""
        path = Path(file._full_path(file.store_fname))
        before = path.read_bytes()
        self.addCleanup(path.write_bytes, before)
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        self.env.invalidate_all()

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref(checks.JOB).method_direct_trigger()
        return self.Check.search([], limit=1)

    def test_whole_files_are_counted_and_nothing_is_found(self):
        self.assertRecordValues(
            self._run(),
            [
                {
                    "file_count": 3,
                    "finding_count": 0,
                    "is_complete": True,
                    "user_id": False,
                }
            ],
        )

    def test_a_lost_and_an_altered_file_are_named_with_their_paper(self):
        self._spoil(self.files[0])
        self._spoil(self.files[2], b"another answer")
        check = self._run()
        self.assertRecordValues(
            check.finding_ids.sorted("file_number"),
            [
                {
                    "fault": fault,
                    "file_number": file.id,
                    "sha256": file.sha256,
                    "res_model": self.answer._name,
                    "res_id": self.answer.id,
                }
                for file, fault in (
                    (self.files[0], "lost"),
                    (self.files[2], "altered"),
                )
            ],
        )
        for finding in check.finding_ids:
            self.assertIn(self.answer.request_id.name, finding.paper_name)

    def test_many_findings_are_named_in_as_few_readings_as_one(self):
        for _number in range(5):
            answer = self._answer(self._create_sent_request())
            self._spoil(self._add_files(answer, 1))
        findings = self._run().finding_ids
        counts = []
        for some in (findings[:1], findings):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            findings.browse(some.ids).mapped("paper_name")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(findings), 5)
        self.assertLessEqual(counts[1], counts[0])

    def test_a_paper_is_named_without_its_citizen(self):
        consent = self.env["social.interagency.consent"].create(
            {
                "citizen_id": self.citizen.id,
                "number": "С-77",
                "signed_date": "2026-03-01",
                "purpose": "Test",
            }
        )
        for file in self._add_files(consent, 1) | self._add_files(self.citizen, 1):
            self._spoil(file)
        names = self._run().finding_ids.mapped("paper_name")
        self.assertEqual(len(names), 2)
        self.assertIn("С-77", " ".join(names))
        self.assertNotIn(self.citizen.last_name, " ".join(names))

    def test_one_file_at_a_time_is_held_in_memory(self):
        files = self.env["ir.attachment"].sudo()._get_sealed_after(0, 3)
        read = type(files)._file_read
        with patch.object(type(files), "_file_read", autospec=True) as reading:
            reading.side_effect = read
            for number, file in enumerate(files, 1):
                self.assertFalse(file._get_fault())
                self.assertEqual(reading.call_count, number)

    def test_auditors_and_administrators_are_told_once(self):
        for file in self.files:
            self._spoil(file)
        with patch.object(checks, "BATCH", 1):
            check = self._run()
        told = [activity.user_id for activity in check.activity_ids]
        self.assertEqual(told.count(self.auditor), 1)
        self.assertEqual(told.count(self.administrator), 1)
        self.assertNotIn(self.clerk, told)
        own = check.activity_ids.filtered(lambda one: one.user_id == self.auditor)
        own.with_user(self.auditor).action_done()
        self.assertNotIn(self.auditor, check.activity_ids.user_id)

    def test_a_slice_ends_and_the_next_one_goes_on_where_it_stood(self):
        self._spoil(self.files[2])
        with patch.object(checks, "BATCH", 1), patch.object(checks, "SLICE", 2):
            check = self._run()
            self.assertRecordValues(
                check,
                [
                    {
                        "position": self.files[1].id,
                        "file_count": 2,
                        "finished_at": False,
                        "finding_count": 0,
                    }
                ],
            )
            self.assertEqual(self._run(), check)
        self.assertEqual(check.finding_ids.file_number, self.files[2].id)
        self.assertTrue(check.is_complete)

    def test_the_job_rests_for_a_day_after_a_whole_check(self):
        check = self._run()
        self.assertEqual(self._run(), check)
        tomorrow = fields.Datetime.now() + timedelta(days=1, minutes=1)
        with freeze_time(tomorrow):
            self.assertNotEqual(self._run(), check)

    def test_a_check_asked_for_takes_all_files_at_once(self):
        with patch.object(checks, "BATCH", 1), patch.object(checks, "SLICE", 1):
            begun = self._run()
            self.Check.with_user(self.auditor).action_check_now()
            check = self._run()
        self.assertRecordValues(
            begun | check,
            [
                {"file_count": 1, "is_complete": False, "user_id": False},
                {
                    "file_count": 3,
                    "is_complete": True,
                    "user_id": self.auditor.id,
                },
            ],
        )
        self.assertTrue(begun.finished_at)

    def test_only_auditor_and_administrator_begin_a_check(self):
        self.Check.with_user(self.administrator).action_check_now()
        for user in (self.clerk, self.head, self.operator, self.portal_user):
            with self.assertRaises(AccessError):
                self.Check.with_user(user).action_check_now()

    def test_what_was_found_is_evidence(self):
        self._spoil(self.files[0])
        check = self._run()
        for record in (check, check.finding_ids):
            with self.assertRaises(UserError):
                record.sudo().unlink()
            with self.assertRaises(UserError):
                record.sudo().copy()
        with self.assertRaises(UserError):
            check.finding_ids.sudo().fault = "altered"
        with self.assertRaises(UserError):
            check.sudo().file_count = 0

    def test_the_paper_of_a_finding_is_opened_by_who_may_read_it(self):
        self._spoil(self.files[0])
        finding = self._run().finding_ids
        action = finding.with_user(self.auditor).action_open()
        self.assertEqual(action["res_id"], self.answer.id)
        with self.assertRaises(AccessError):
            finding.with_user(self.administrator).action_open()

    def test_a_file_that_is_back_is_found_no_more(self):
        file = self.files[0]
        content = file.raw
        self._spoil(file)
        self.assertEqual(self._run().finding_count, 1)
        Path(file._full_path(file.store_fname)).write_bytes(content)
        self.Check.with_user(self.administrator).action_check_now()
        self.assertEqual(self._run().finding_count, 0)
