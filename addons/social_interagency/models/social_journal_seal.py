from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import journal_digest

BLOCK_LIMIT = 10_000


class SocialJournalSeal(models.Model):
    """Blocks of sealed entries over all journals, chained by their digests."""

    _name = "social.journal.seal"
    _description = "Seal of the Journals"
    _inherit = ["social.journal.frozen.mixin"]
    _order = "number desc"
    _rec_name = "number"

    number = fields.Integer(required=True, readonly=True, aggregator=False)
    sealed_at = fields.Datetime(required=True, readonly=True)
    entry_count = fields.Integer(string="Entries", required=True, readonly=True)
    journals = fields.Json(string="Ranges", required=True, readonly=True)
    marks = fields.Json(required=True, readonly=True)
    digest = fields.Char(string="SHA-256", size=64, required=True, readonly=True)
    previous_digest = fields.Char(size=64, required=True, readonly=True)
    digest_version = fields.Integer(required=True, readonly=True)
    range_text = fields.Char(string="Sealed entries", compute="_compute_range_text")

    _number_unique = models.UniqueIndex("(number)")
    _previous_unique = models.UniqueIndex("(previous_digest)")

    @api.depends("number")
    def _compute_display_name(self):
        for seal in self:
            seal.display_name = self.env._("Seal No. %s", seal.number)

    @api.depends("journals")
    def _compute_range_text(self):
        for seal in self:
            seal.range_text = "; ".join(
                f"{self._get_journal_name(journal)}: "
                f"{self._format_ranges(part['ranges'])}"
                for journal, part in (seal.journals or {}).items()
            )

    @api.model
    def _get_journal_name(self, table):
        """Return how people call the journal of a table."""
        names = (name for name, model in self.pool.items() if model._table == table)
        return self.env["ir.model"]._get(next(names, None)).name or table

    @api.model
    def _format_ranges(self, ranges):
        return ", ".join(
            str(first) if first == last else f"{first}–{last}" for first, last in ranges
        )

    @api.model
    def _get_newest(self):
        """Return the newest seal, an empty record before the first one."""
        return self.search([], limit=1)

    @api.model
    def _seal(self, limit=BLOCK_LIMIT):
        """Seal entries that wait into one block; return it, or nothing to do.

        The rows leave the queue in the transaction that adds the block: of two
        processes at work at once one gets through, and each entry is sealed once.
        """
        if not self._is_first_to_seal():
            return self.browse()
        waiting = self._take_waiting(limit)
        if not waiting:
            return self.browse()
        digests = {
            journal: self._get_digests(journal, ids) for journal, ids in waiting.items()
        }
        return self._add_block(digests)

    @api.model
    def _is_first_to_seal(self):
        lock = SQL("SELECT pg_try_advisory_xact_lock(hashtext('social_journal_seal'))")
        return self.env.execute_query(lock)[0][0]

    @api.model
    def _take_waiting(self, limit):
        """Take rows off the queue and return ``{table: ids}``, both ascending."""
        rows = self.env.execute_query(
            SQL(
                "DELETE FROM social_journal_queue WHERE (journal, entry_id) IN ("
                "SELECT journal, entry_id FROM social_journal_queue "
                "ORDER BY journal, entry_id LIMIT %s) RETURNING journal, entry_id",
                limit,
            )
        )
        waiting = {}
        for journal, entry_id in sorted(rows):
            waiting.setdefault(journal, []).append(entry_id)
        return waiting

    @api.model
    def _get_digests(self, journal, ids):
        """Return ``{id: digest}`` of entries in the order of their ids."""
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, digest FROM %s WHERE id = ANY(%s) ORDER BY id",
                    SQL.identifier(journal),
                    ids,
                )
            )
        )

    @api.model
    def _add_block(self, digests):
        journals = {
            journal: {
                "ranges": journal_digest.compress(part),
                "count": len(part),
                "digest": journal_digest.journal_digest(part.values()),
            }
            for journal, part in digests.items()
        }
        marks = {
            journal: journal_digest.get_marks(part.values())
            for journal, part in digests.items()
        }
        return self._insert_block(journals, marks)

    @api.model
    def _insert_block(self, journals, marks):
        newest, sealed_at = self._get_newest(), fields.Datetime.now()
        number = newest.number + 1
        previous = newest.digest or journal_digest.NO_DIGEST
        count = sum(part["count"] for part in journals.values())
        moment = journal_digest.format_moment(sealed_at)
        digest = journal_digest.block_digest(number, previous, moment, count, journals)
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO %s (number, sealed_at, entry_count, journals, marks, "
                "previous_digest, digest, digest_version) "
                "VALUES (%s, %s, %s, %s::jsonb, %s::jsonb, %s, %s, %s) RETURNING id",
                SQL.identifier(self._table),
                number,
                sealed_at,
                count,
                journal_digest.canonical(journals),
                journal_digest.canonical(marks),
                previous,
                digest,
                journal_digest.VERSION,
            )
        )
        return self.browse(rows[0])

    @api.model
    def _count_waiting(self):
        return self.env.execute_query(SQL("SELECT count(*) FROM social_journal_queue"))[
            0
        ][0]

    @api.model
    def _cron_seal(self):
        """Seal all that waits, one block per transaction."""
        while seal := self._seal():
            left = self.env["ir.cron"]._commit_progress(
                seal.entry_count, remaining=self._count_waiting()
            )
            if not left:
                break
