import errno
import os
import time
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.ir_attachment import UNFINISHED, UNFINISHED_SECONDS
from .common import InteragencyCommon

FULL = OSError(errno.ENOSPC, "No space left on device")


@tagged("post_install", "-at_install")
class TestAttachment(InteragencyCommon):
    def _upload(self, model, user=None):
        """Return a file as the form of a record that is not saved uploads it."""
        files = self.env["ir.attachment"].with_user(user or self.clerk)
        values = {"name": "scan.pdf", "raw": b"scan", "res_model": model, "res_id": 0}
        return files.create(values)

    def _create_document(self, files, user=None):
        documents = self.env["social.interagency.document"]
        return documents.with_user(user or self.clerk).create(
            {
                "document_type_id": self.survey.id,
                "citizen_id": self.citizen.id,
                "attachment_ids": [Command.set(files.ids)],
            }
        )

    def _assert_file_of(self, file, record):
        self.assertRecordValues(
            file, [{"res_model": record._name, "res_id": record.id}]
        )
        self.assertEqual(len(file.sha256), 64)

    def test_a_scan_of_a_paper_answer_becomes_its_file(self):
        request = self._create_sent_request(channel="paper_hand")
        request.action_receive()
        form = self.env["social.interagency.request.answering"].with_user(self.clerk)
        scan = self._upload(form._name)
        form.create(
            {
                "request_id": request.id,
                "outcome": "full",
                "attachment_ids": [Command.set(scan.ids)],
            }
        ).action_confirm()
        self.assertEqual(request.answer_ids.attachment_ids, scan)
        self._assert_file_of(scan, request.answer_ids)
        with self.assertRaises(UserError):
            scan.sudo().unlink()

    def test_a_scan_of_a_new_paper_on_file_becomes_its_file(self):
        scan = self._upload("social.interagency.document")
        self._assert_file_of(scan, self._create_document(scan))

    def test_a_scan_of_a_new_consent_becomes_its_file(self):
        scan = self._upload("social.interagency.consent")
        consent = (
            self.env["social.interagency.consent"]
            .with_user(self.clerk)
            .create(
                {
                    "citizen_id": self.citizen.id,
                    "number": "1",
                    "signed_date": "2026-03-01",
                    "purpose": "Test",
                    "attachment_ids": [Command.set(scan.ids)],
                }
            )
        )
        self._assert_file_of(scan, consent)

    def test_a_file_of_another_record_is_never_taken_over(self):
        foreign = self.env["ir.attachment"].create(
            {
                "name": "contract.pdf",
                "raw": b"x",
                "res_model": "res.partner",
                "res_id": self.fund.partner_id.id,
            }
        )
        others = self._upload("social.interagency.document", user=self.head)
        for file in (foreign, others):
            with self.assertRaises(UserError):
                self._create_document(file)
        self.assertEqual(foreign.res_model, "res.partner")

    def test_sudo_takes_over_no_file_either(self):
        others = self._upload("social.interagency.document", user=self.head)
        documents = self.env["social.interagency.document"].with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "belongs to another document"):
            documents.sudo().create(
                {
                    "document_type_id": self.survey.id,
                    "citizen_id": self.citizen.id,
                    "attachment_ids": [Command.set(others.ids)],
                }
            )

    def test_a_full_disk_leaves_nothing_under_the_name_of_the_file(self):
        files = self.env["ir.attachment"]
        values = {"name": "scan.pdf", "raw": b"a scan that the disk does not take"}
        digest = files._compute_checksum(values["raw"])
        for deed in ("write_bytes", "replace"):
            with (
                patch.object(Path, deed, side_effect=FULL),
                self.assertRaisesRegex(UserError, "disk of the server"),
            ):
                files.create(values)
        self.assertFalse(Path(files._full_path(f"{digest[:2]}/{digest}")).exists())
        self.assertFalse(list(Path(files._full_path(UNFINISHED)).glob("*")))
        self.assertEqual(files.create(values).raw, values["raw"])

    def test_what_a_killed_process_left_is_swept_after_a_day(self):
        files = self.env["ir.attachment"]
        folder = Path(files._full_path(UNFINISHED))
        folder.mkdir(exist_ok=True)
        old, fresh = folder / "old", folder / "fresh"
        for path in (old, fresh):
            path.touch()
            self.addCleanup(path.unlink, missing_ok=True)
        long_ago = time.time() - UNFINISHED_SECONDS - 60
        os.utime(old, (long_ago, long_ago))
        files._gc_unfinished()
        self.assertFalse(old.exists())
        self.assertTrue(fresh.exists())
