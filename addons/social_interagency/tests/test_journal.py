from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError
from psycopg2.errors import RaiseException

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..tools import journal_digest
from .common import InteragencyCommon

MOMENT = "2026-03-13 10:00:00"


@tagged("post_install", "-at_install")
class TestJournal(InteragencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Journal = cls.env["social.interagency.journal"]
        cls.calendars = cls.env["social.interagency.calendar"].create(
            [{"name": "First"}, {"name": "Second"}, {"name": "Third"}]
        )

    def entries(self, documents=None):
        documents = documents or self.calendars
        return self.Journal.search([("calendar_id", "in", documents.ids)], order="id")

    def write_entry(self, documents=None, **kwargs):
        documents = documents or self.calendars[0]
        documents._journal("changed", **kwargs)
        return self.entries(documents)[-1]

    @freeze_time(MOMENT)
    def test_entry_says_who_did_what_to_which_document_and_when(self):
        calendars = self.calendars.with_user(self.operator)
        calendars._journal("changed", {"fields": ["name"], "count": 2, "done": True})
        self.assertRecordValues(
            self.entries(),
            [
                {
                    "event": "changed",
                    "at": datetime(2026, 3, 13, 10),
                    "user_id": self.operator.id,
                    "calendar_id": calendar.id,
                    "document_ref": calendar,
                    "payload": {"fields": ["name"], "count": 2, "done": True},
                    "digest_version": 1,
                }
                for calendar in self.calendars
            ],
        )

    def test_sudo_does_not_hide_the_actor(self):
        self.calendars[0].with_user(self.operator).sudo()._journal("changed")
        self.assertEqual(self.entries().user_id, self.operator)

    def test_each_record_may_have_its_own_payload(self):
        first, _second, third = self.calendars.ids
        self.calendars._journal("changed", {first: {"n": 1}, third: {"n": 3}})
        self.assertEqual(self.entries().mapped("payload"), [{"n": 1}, {}, {"n": 3}])

    def test_entries_of_many_records_take_one_statement(self):
        with self.assertQueryCount(1):
            self.calendars._journal("changed", {"n": 1})

    def test_empty_recordset_writes_nothing(self):
        before = self.Journal.search_count([])
        self.env["social.interagency.calendar"]._journal("changed")
        self.assertEqual(self.Journal.search_count([]), before)

    def test_unknown_event_is_a_mistake_of_the_program(self):
        with self.assertRaises(ValueError):
            self.calendars._journal("no_such_event")

    def test_payload_takes_plain_values_only(self):
        for value in (1.5, datetime(2026, 3, 13), self.calendars):
            with self.assertRaises(TypeError):
                self.calendars._journal("changed", {"value": value})

    @freeze_time(MOMENT)
    def test_digest_follows_the_published_rule(self):
        calendar = self.calendars[0].with_user(self.operator)
        entry = self.write_entry(calendar, payload={"имя": [1, None], "b": False})
        text = (
            '[1, "social_interagency_journal", "changed", "2026-03-13 10:00:00", '
            f'{self.operator.id}, {{"calendar_id": {calendar.id}}}, '
            '{"b": false, "имя": [1, null]}]'
        )
        self.assertEqual(entry.digest, journal_digest.digest_text(text))

    def test_postgresql_prints_a_payload_as_the_rule_does(self):
        payload = {
            "bb": "“x”\t\\\x7f\u2028",
            "a": {"яя": 1, "zzz": [True, -2]},
            "b": {},
        }
        text = journal_digest.canonical(payload)
        query = SQL("SELECT %s::jsonb::text", text)
        self.assertEqual(self.env.execute_query(query), [(text,)])

    def test_administrator_learns_no_name_of_a_citizen(self):
        self.citizen._journal("changed")
        domain = [("citizen_id", "=", self.citizen.id), ("event", "=", "changed")]
        entry = self.Journal.search(domain).with_user(self.administrator)
        name = self.citizen.display_name
        shown = entry.web_read(
            {
                "document_name": {},
                "document_ref": {"fields": {"display_name": {}}},
                "payload_text": {},
            }
        )
        self.assertNotIn(name, str(shown))
        with self.assertRaises(AccessError):
            entry.read(["citizen_id"])
        with self.assertRaises(AccessError):
            entry.search([], order="citizen_id")
        with self.assertRaises(AccessError):
            entry.formatted_read_group([], ["citizen_id"], ["__count"])

    def test_details_read_without_technical_names(self):
        payload = {"fields": ["name", "parent_id"], "is_complete": True, "year": 2026}
        text = self.write_entry(payload=payload).payload_text
        self.assertIn("Changed: Name, Adds to", text)
        self.assertIn("Answer is complete: yes", text)
        self.assertIn("Year: 2026", text)

    def test_details_name_the_people_and_papers_that_they_mean(self):
        payload = {
            "heads": [self.operator.id, self.auditor.id],
            "outcome": "full",
            "from": 2**31 - 1,
        }
        text = self.write_entry(payload=payload).payload_text
        self.assertIn(f"Heads: {self.operator.name}, {self.auditor.name}", text)
        self.assertIn("Outcome: Everything provided", text)
        self.assertIn(f"From participant: {2**31 - 1}", text)

    def test_a_cause_of_a_failure_is_told_in_words(self):
        for code in ("not_executed", "unreachable"):
            text = self.write_entry(payload={"why": code}).payload_text
            self.assertNotIn(code, text)
            self.assertRegex(text, r"^Cause: [A-Z].+\.$")

    def test_moments_of_details_are_told_in_the_time_of_the_reader(self):
        payload = {"since": "2026-11-30 19:00:00", "until": "2026-12-01"}
        self.env["res.lang"]._activate_lang("ru_RU")
        reader = {"lang": "ru_RU", "tz": "Asia/Novosibirsk"}
        entry = self.write_entry(payload=payload).with_context(**reader)
        self.assertEqual(
            entry.payload_text, "С даты: 01.12.2026, 02:00; По: 01.12.2026"
        )

    def test_the_names_in_details_are_read_at_once(self):
        users = self.operator | self.auditor | self.administrator
        entries = self.Journal.union(
            *(self.write_entry(payload={"heads": user.ids}) for user in users)
        )
        self.env.invalidate_all()
        with self.assertQueryCount(4):  # entries, their users, the users' names
            self.assertEqual(len(set(entries.mapped("payload_text"))), len(users))

    def test_nobody_creates_an_entry(self):
        values = {"event": "changed", "calendar_id": self.calendars[0].id}
        for journal in self.journals_of_everybody():
            with self.assertRaises(AccessError):
                journal.create(values)
            with self.assertRaises(AccessError):
                journal.create([])

    def test_nobody_changes_an_entry(self):
        entry = self.write_entry()
        for journal in self.journals_of_everybody():
            with self.assertRaises(AccessError):
                journal.browse(entry.id).write({"event": "sent"})
            with self.assertRaises(AccessError):
                journal.browse(entry.id).event = "sent"

    def test_nobody_deletes_an_entry(self):
        entry = self.write_entry()
        for journal in self.journals_of_everybody():
            with self.assertRaises(AccessError):
                journal.browse(entry.id).unlink()

    def test_nobody_copies_an_entry(self):
        with self.assertRaises(AccessError):
            self.write_entry().sudo().copy()

    def journals_of_everybody(self):
        users = self.clerk | self.head | self.operator | self.auditor
        yield self.Journal
        yield self.Journal.sudo()
        for user in users | self.administrator | self.portal_user | self.env.user:
            yield self.Journal.with_user(user)
            yield self.Journal.with_user(user).sudo()

    def test_remote_calls_forge_nothing(self):
        values = {"event": "changed", "calendar_id": self.calendars[0].id}
        journal = self.Journal.with_user(self.administrator)
        calls = [
            ("create", [[values]]),
            ("_append", ["changed", "calendar_id", {}]),
            ("write", [[self.write_entry().id], {"event": "sent"}]),
            ("unlink", [[self.write_entry().id]]),
            ("web_save", [[], values, {}]),
        ]
        for method, arguments in calls:
            with self.assertRaises(AccessError, msg=method):
                call_kw(journal, method, arguments, {})

    def test_import_forges_nothing(self):
        before = self.Journal.search_count([])
        result = self.Journal.load(["event"], [["Changed"]])
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])
        self.assertEqual(self.Journal.search_count([]), before)

    def test_commands_of_a_document_forge_nothing(self):
        entry = self.write_entry()
        field = self.Journal._fields["calendar_id"]
        inverse = self.env["social.interagency.calendar"]._fields["year_ids"]
        with (
            patch.object(inverse, "comodel_name", self.Journal._name),
            patch.object(inverse, "inverse_name", field.name),
            self.assertRaises(AccessError),
        ):
            self.calendars[0].sudo().write({"year_ids": [Command.delete(entry.id)]})

    @mute_logger("odoo.sql_db")
    def test_postgresql_refuses_to_alter_entries(self):
        entry = self.write_entry()
        table = SQL.identifier(self.Journal._table)
        statements = [
            SQL("UPDATE %s SET event = 'sent' WHERE id = %s", table, entry.id),
            SQL("DELETE FROM %s WHERE id = %s", table, entry.id),
            SQL("TRUNCATE %s", table),
        ]
        for statement in statements:
            with self.assertRaises(RaiseException), self.env.cr.savepoint():
                self.env.cr.execute(statement)
        self.assertEqual(entry.exists().event, "changed")

    @mute_logger("odoo.sql_db")
    def test_entry_has_exactly_one_document(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                SQL(
                    "INSERT INTO %s (event, at, user_id, payload, digest, "
                    "digest_version) VALUES ('sent', now(), 1, '{}', 'x', 1)",
                    SQL.identifier(self.Journal._table),
                )
            )

    @mute_logger("odoo.sql_db")
    def test_document_with_entries_is_not_deleted(self):
        self.write_entry()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.calendars[0].unlink()

    def test_auditor_and_administrator_read_and_others_do_not(self):
        self.write_entry()
        for user in (self.auditor, self.administrator):
            journal = self.Journal.with_user(user)
            self.assertTrue(journal.search([], limit=1).payload_text is not None)
        for user in (self.operator, self.portal_user):
            with self.assertRaises(AccessError):
                self.Journal.with_user(user).search([])

    def test_uninstalled_events_leave_entries_as_they_are(self):
        entry = self.write_entry()
        self.env["ir.model.fields.selection"].search(
            [
                ("field_id.model", "=", self.Journal._name),
                ("field_id.name", "=", "event"),
                ("value", "=", "changed"),
            ]
        )._process_ondelete()
        self.assertEqual(entry.exists().event, "changed")
