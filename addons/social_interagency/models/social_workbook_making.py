import base64
from contextlib import contextmanager
from datetime import UTC
from io import BytesIO

from psycopg2 import Error

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime
from odoo.tools.misc import babel_locale_parse

from ..tools.workbook import Book
from ..tools.zones import name_zone

ACTIVITY = "social_interagency.mail_activity_type_workbook"
PAGE = 5_000
MAX_ATTEMPTS = 3


class SocialWorkbookMaking(models.Model):
    """How the file of a workbook is read, written and handed over."""

    _inherit = "social.workbook"

    def _do_make(self):
        """Write the file at once; nothing is kept when it fails."""
        self._transition("making", attempt_count=1)
        self._keep_file(*self._write_file())

    def _write_file(self, on_page=None):
        """Return the file and the number of its rows.

        :param on_page: is told how many rows are written, and of how many
        """
        file = BytesIO()
        with Book(
            file,
            self._get_zone(),
            facts_name=self.env._("About the file"),
            footer=self.env._("Page &P of &N"),
        ) as book:
            written = self._fill(book, on_page)
            book.describe(self._get_facts(written))
        return file.getbuffer(), written

    def _fill(self, book, on_page):
        """Write the sheets and return the number of rows; a kind may add charts."""
        tables, written = self._get_tables(), 0
        total = sum(table.count for table in tables)
        for table in tables:
            sheet = book.add_sheet(table.name, table.columns)
            for rows in table.pages:
                sheet.write(rows)
                written += len(rows)
                if on_page:
                    on_page(written, total)
        return written

    def _get_facts(self, row_count):
        """Return what the file says of itself: pairs of a name and a text."""
        _ = self.env._
        return [
            (_("Content"), self._get_title()),
            (_("Period"), self._get_period_text()),
            (_("Participant"), self._get_participant_text()),
            (_("Regulation in force"), self._get_regulation_text()),
            (_("Citizens' names"), _("yes") if self.has_names else _("no")),
            (_("Rows"), str(row_count)),
            (_("Made by"), self.user_id.name),
            (_("Made At"), format_datetime(self.env, self._now())),
            (_("Time zone of dates"), self._get_zone_text()),
        ]

    def _get_zone_text(self):
        moment = self._now().replace(tzinfo=UTC)
        return name_zone(self._get_zone(), moment, babel_locale_parse(self.env.lang))

    def _get_participant_text(self):
        if self.participant_id:
            return self.participant_id.display_name
        return self.env._("all whose papers the author of the file sees")

    def _get_regulation_text(self):
        regulations = self.env["social.interagency.regulation"]
        today = fields.Date.context_today(self)
        found = regulations._get_in_force_id("art28", today, ("in_force",))
        return regulations.browse(found).display_name if found else self.env._("none")

    def _keep_file(self, content, row_count):
        """Store the file unindexed: its texts are not for the search in files."""
        self.with_context(social_unindexed=True)._transition(
            "ready",
            event="exported",
            payload=self._prepare_payload(row_count),
            file=base64.b64encode(content),
            made_at=self._now(),
            progress=100,
            row_count=row_count,
        )

    def _prepare_payload(self, row_count):
        payload = {
            "workbook": self.kind,
            "since": self.period_from.isoformat(),
            "until": self.period_to.isoformat(),
            "rows": row_count,
            "names": self.has_names,
        }
        if self.participant_id:
            payload["participant_id"] = self.participant_id.id
        return payload

    def _read_pages(self, records, domain, get_columns):
        """Yield pages of rows, of what the user of ``records`` may see.

        The rows come from the database in the order of their ids; no record is made.

        :param get_columns: returns the SQL of the columns for a query
        """
        last_id = 0
        while True:
            query = records._search(
                domain & Domain("id", ">", last_id), order="id", limit=PAGE
            )
            columns = get_columns(query)
            key = records._field_to_sql(query.table, "id", query)
            # A page is read faster than PostgreSQL compiles its many expressions.
            self.env.cr.execute(SQL("SET LOCAL jit = off"))
            rows = self.env.execute_query(query.select(key, *columns))
            if not rows:
                return
            last_id = rows[-1][0]
            yield [row[1:] for row in rows]

    def _get_path_sql(self, records, query, path):
        """Return the SQL of a field at the end of a path of many2one fields."""
        alias = query.table
        *links, name = path.split(".")
        for link in links:
            records, alias = records._fields[link].join(records, alias, query)
        return records._field_to_sql(alias, name, query)

    def _get_label_sql(self, sql, records, name):
        """Return the SQL of what the screen calls a code of a selection."""
        labels = records._fields[name]._description_selection(self.env)
        cases = [SQL("WHEN %s THEN %s", code, label) for code, label in labels]
        return SQL("CASE %s %s END", sql, SQL(" ").join(cases))

    @api.model
    def _cron_make(self):
        """Make what waits; what a killed run has left is begun anew."""
        waiting = self.search(
            [("state", "in", ["queued", "making"])], order="attempt_count, id"
        )
        remaining = len(waiting)
        for workbook in waiting:
            with workbook._turn() as is_own:
                if is_own and workbook.try_lock_for_update():
                    workbook._make_in_job()
            remaining -= 1
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    @contextmanager
    def _turn(self):
        """Tell whether this process makes the workbook, through all its commits."""
        place = SQL("hashtext(%s), %s", self._name, self.id)
        [[is_own]] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_lock(%s)", place)
        )
        try:
            yield is_own
        except Error:
            # A transaction that has failed would not give the lock back.
            self.env.cr.rollback()
            raise
        finally:
            if is_own:
                self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s)", place))

    def _make_in_job(self):
        """Make the workbook as its owner; a failure becomes one sentence for him."""
        own = self._as_owner()
        own_sudo = own.sudo()
        try:
            own_sudo._check_attempts()
            own_sudo._transition(
                "making", progress=0, attempt_count=own_sudo.attempt_count + 1
            )
            self.env["ir.cron"]._commit_progress()
            own_sudo._keep_file(*own._write_file(own_sudo._report_progress))
            summary = own.env._("The workbook is ready: download it")
        except UserError as error:
            own_sudo._fail(error)
            summary = own.env._("The workbook was not made: see why")
        own_sudo.activity_schedule(ACTIVITY, summary=summary, user_id=own.env.uid)

    def _check_attempts(self):
        """Give up a workbook that stops the job again and again."""
        if self.attempt_count >= MAX_ATTEMPTS:
            raise UserError(
                self.env._(
                    "The making was interrupted %(count)s times. Choose a shorter "
                    "period or ask the administrator to read the log of the server.",
                    count=self.attempt_count,
                )
            )

    def _report_progress(self, written, total):
        self._unlocked().write({"progress": min(99, written * 100 // max(total, 1))})
        self.env["ir.cron"]._commit_progress()

    def _fail(self, error):
        reason = str(error)
        if isinstance(error, AccessError):
            reason = self.env._(
                "You have no right to read what the workbook holds. "
                "Ask the administrator for the role and try again."
            )
        self._transition("failed", failure=reason)
