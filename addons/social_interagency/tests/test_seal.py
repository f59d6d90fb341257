import tempfile
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import SQL

from ..tools import journal_digest, journal_source
from ..tools.journal_verify import Verification
from .common import InteragencyCommon

TABLE = "social_interagency_journal"


@tagged("post_install", "-at_install")
class TestSeal(InteragencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Journal = cls.env["social.interagency.journal"]
        cls.Seal = cls.env["social.journal.seal"]
        cls.calendar = cls.env["social.interagency.calendar"].create({"name": "First"})
        cls.seal_all()

    @classmethod
    def seal_all(cls):
        while cls.Seal._seal():
            pass
        return cls.Seal._get_newest()

    def add_entries(self, count=1):
        for number in range(count):
            self.calendar._journal("changed", {"n": number})
        domain = [("calendar_id", "=", self.calendar.id)]
        return self.Journal.search(domain, order="id")[-count:]

    def force(self, statement, *values):
        """Run SQL as somebody who has switched the triggers off."""
        for table in map(SQL.identifier, (TABLE, "social_journal_seal")):
            self.env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", table))
        self.env.cr.execute(SQL(statement, *values))
        self.env.invalidate_all()

    def verify(self, known_seal=None):
        self.verification = Verification(
            self.Seal._get_source(), journal_digest, known_seal
        )
        return [
            (finding.kind, finding.entry_id, finding.block)
            for finding in self.verification.run()
        ]

    def test_block_holds_new_entries_and_continues_the_chain(self):
        before = self.Seal._get_newest()
        entries = self.add_entries(3)
        seal = self.Seal._seal()
        self.assertRecordValues(
            seal,
            [
                {
                    "number": before.number + 1,
                    "entry_count": 3,
                    "previous_digest": before.digest,
                }
            ],
        )
        self.assertEqual(
            seal.journals[TABLE],
            {
                "ranges": [[entries[0].id, entries[-1].id]],
                "count": 3,
                "digest": journal_digest.journal_digest(entries.mapped("digest")),
            },
        )

    def test_sealing_twice_seals_nothing_twice(self):
        self.add_entries()
        self.assertTrue(self.Seal._seal())
        self.assertFalse(self.Seal._seal())

    def test_sealing_changes_no_entry(self):
        entry = self.add_entries()
        before = entry.read()
        self.Seal._seal()
        entry.invalidate_recordset()
        self.assertEqual(entry.read(), before)

    def test_limit_makes_several_blocks(self):
        self.add_entries(5)
        sizes = [self.Seal._seal(limit=2).entry_count for _block in range(3)]
        self.assertEqual(sizes, [2, 2, 1])
        self.assertFalse(self.verify())

    def test_late_entry_lands_in_the_next_block(self):
        late, early = self.add_entries(2)
        row = self.force_out_of_queue(late)
        first = self.Seal._seal()
        self.assertEqual(first.journals[TABLE]["ranges"], [[early.id, early.id]])
        self.env.cr.execute(SQL("INSERT INTO social_journal_queue VALUES %s", row))
        second = self.Seal._seal()
        self.assertEqual(second.journals[TABLE]["ranges"], [[late.id, late.id]])
        self.assertFalse(self.verify())

    def force_out_of_queue(self, entry):
        """Take an entry away as if its transaction were not committed yet."""
        return self.env.execute_query(
            SQL(
                "DELETE FROM social_journal_queue WHERE entry_id = %s AND journal = %s "
                "RETURNING journal, entry_id",
                entry.id,
                TABLE,
            )
        )[0]

    def test_untouched_journal_verifies(self):
        self.add_entries(3)
        self.Seal._seal()
        self.add_entries(2)
        self.assertFalse(self.verify())
        self.assertEqual(self.verification.waiting_count, 2)
        self.assertEqual(self.verification.entry_count, self.Journal.search_count([]))
        self.assertEqual(self.verification.block_count, self.Seal.search_count([]))

    def test_altered_entry_is_named(self):
        entries = self.add_entries(3)
        seal = self.Seal._seal()
        columns = {
            "payload": '{"n": 7}',
            "event": "sent",
            "user_id": self.auditor.id,
            "at": "2020-01-01 00:00:00.5",
            "digest": "0" * 64,
            "digest_version": 2,
        }
        for column, value in columns.items():
            with self.subTest(column), self.env.cr.savepoint() as savepoint:
                self.force(
                    "UPDATE social_interagency_journal SET %s = %s WHERE id = %s",
                    SQL.identifier(column),
                    value,
                    entries[1].id,
                )
                found = self.verify()
                savepoint.rollback()
            self.assertEqual(found, [("entry_altered", entries[1].id, seal.number)])

    def test_entry_moved_to_another_document_is_named(self):
        entries = self.add_entries(2)
        seal = self.Seal._seal()
        self.force(
            "UPDATE social_interagency_journal SET calendar_id = NULL, "
            "participant_id = %s WHERE id = %s",
            self.fund.id,
            entries[0].id,
        )
        self.assertEqual(self.verify(), [("entry_altered", entries[0].id, seal.number)])

    def test_entry_replaced_with_a_fitting_digest_is_named(self):
        entries = self.add_entries(4)
        seal = self.Seal._seal()
        entry = entries[2]
        payload = {"n": 100}
        digest = journal_digest.digest_text(
            journal_digest.entry_text(
                TABLE,
                entry.event,
                entry.at,
                entry.user_id.id,
                {"calendar_id": self.calendar.id},
                payload,
            )
        )
        self.force(
            "UPDATE social_interagency_journal SET payload = %s::jsonb, digest = %s "
            "WHERE id = %s",
            journal_digest.canonical(payload),
            digest,
            entry.id,
        )
        self.assertEqual(self.verify(), [("entry_replaced", entry.id, seal.number)])

    def test_missing_entry_is_named(self):
        entries = self.add_entries(3)
        seal = self.Seal._seal()
        self.force(
            "DELETE FROM social_interagency_journal WHERE id = %s", entries[1].id
        )
        self.assertEqual(self.verify(), [("entry_missing", entries[1].id, seal.number)])

    def test_missing_entry_that_waits_for_a_seal_is_named(self):
        entries = self.add_entries(2)
        self.force(
            "DELETE FROM social_interagency_journal WHERE id = %s", entries[1].id
        )
        self.assertEqual(self.verify(), [("entry_missing", entries[1].id, 0)])

    def test_entry_added_past_the_trigger_is_named(self):
        entry = self.add_entries()
        self.force(
            "INSERT INTO social_interagency_journal (event, at, user_id, calendar_id, "
            "payload, digest, digest_version) SELECT event, at, user_id, calendar_id, "
            "payload, digest, digest_version FROM social_interagency_journal "
            "WHERE id = %s",
            entry.id,
        )
        added = self.Journal.search([], limit=1)
        self.assertEqual(self.verify(), [("entry_added", added.id, 0)])

    def test_altered_seal_is_named(self):
        self.add_entries(2)
        seal = self.Seal._seal()
        self.force(
            "UPDATE social_journal_seal SET sealed_at = '2020-01-01' WHERE id = %s",
            seal.id,
        )
        self.assertEqual(self.verify(), [("block_altered", 0, seal.number)])

    def test_missing_seal_is_named(self):
        self.add_entries()
        seal = self.Seal._seal()
        number = seal.number
        self.add_entries()
        self.Seal._seal()
        self.force("DELETE FROM social_journal_seal WHERE id = %s", seal.id)
        self.assertEqual(self.verify()[0], ("block_missing", 0, number))

    def test_cut_tail_shows_against_a_handed_out_seal(self):
        self.add_entries()
        seal = self.Seal._seal()
        known_seal = journal_digest.parse_seal(seal._get_text())
        self.assertFalse(self.verify(known_seal))
        self.force(
            "DELETE FROM social_interagency_journal WHERE calendar_id = %s",
            self.calendar.id,
        )
        self.force("DELETE FROM social_journal_seal WHERE id = %s", seal.id)
        self.assertEqual(self.verify(), [])
        self.assertEqual(self.verify(known_seal), [("tail_cut", 0, known_seal[0])])

    def test_rewritten_chain_shows_against_a_handed_out_seal(self):
        self.add_entries()
        seal = self.Seal._seal()
        known_seal = (seal.number, "0" * 64)
        self.assertEqual(self.verify(known_seal), [("seal_rewritten", 0, seal.number)])

    def test_export_verifies_like_the_database(self):
        entries = self.add_entries(3)
        seal = self.Seal._seal()
        self.add_entries(2)
        self.assertFalse(self.verify_export())
        self.force(
            "DELETE FROM social_interagency_journal WHERE id = %s", entries[0].id
        )
        self.assertEqual(
            self.verify_export(), [("entry_missing", entries[0].id, seal.number)]
        )

    def verify_export(self):
        lines = journal_source.export(self.Seal._get_source(), journal_digest)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "journals.jsonl")
            path.write_text("".join(lines), "utf-8")
            source = journal_source.FileSource(path, journal_digest)
            return [
                (finding.kind, finding.entry_id, finding.block)
                for finding in Verification(source, journal_digest).run()
            ]

    def test_auditor_verifies_exports_and_downloads(self):
        self.add_entries()
        seal = self.Seal._seal()
        seals = self.Seal.with_user(self.auditor)
        result = call_kw(seals, "action_verify", [[seal.id]], {})
        self.assertEqual(result["params"]["type"], "success")
        export = call_kw(seals, "action_export", [[]], {})
        self.assertIn("/web/content/", export["url"])
        self.assertIn("/web/content/", seals.browse(seal.id).action_download()["url"])
        attachment = seal._get_file().with_user(self.auditor)
        self.assertIn(seal.digest, attachment.raw.decode())

    def test_verify_names_what_was_found(self):
        entry = self.add_entries()
        self.Seal._seal()
        self.force("DELETE FROM social_interagency_journal WHERE id = %s", entry.id)
        result = self.Seal.with_user(self.auditor).action_verify()
        self.assertEqual(result["params"]["type"], "danger")
        self.assertIn(str(entry.id), result["params"]["message"])

    def test_others_do_not_verify(self):
        for user in (self.clerk, self.operator, self.portal_user):
            for method in ("action_verify", "action_export"):
                with self.assertRaises(AccessError):
                    getattr(self.Seal.with_user(user), method)()

    def test_nobody_alters_a_seal(self):
        self.add_entries()
        seal = self.Seal._seal()
        for user in (self.env.user, self.auditor, self.administrator):
            seal_sudo = seal.with_user(user).sudo()
            with self.assertRaises(AccessError):
                seal_sudo.write({"digest": "0" * 64})
            with self.assertRaises(AccessError):
                seal_sudo.unlink()
            with self.assertRaises(AccessError):
                seal_sudo.create({"number": 7})

    def test_newest_seal_is_handed_out_once(self):
        self.auditor.email = "auditor@example.com"
        self.add_entries()
        with tempfile.TemporaryDirectory() as folder:
            self.env["ir.config_parameter"].set_param(
                "social_interagency.seal_folder", folder
            )
            with self.enter_registry_test_mode():
                cron = self.env.ref("social_interagency.ir_cron_hand_out_seal")
                cron.method_direct_trigger()
                cron.method_direct_trigger()
            seal = self.Seal._get_newest()
            texts = [path.read_text("utf-8") for path in Path(folder).iterdir()]
        self.assertEqual(texts, [seal._get_text()])
        mails = self.env["mail.mail"].search(
            [("email_to", "ilike", self.auditor.email)]
        )
        self.assertEqual(len(mails), 1)
        seal = seal.with_context(lang=self.auditor.lang)
        self.assertEqual(mails.attachment_ids.raw.decode(), seal._get_text())
