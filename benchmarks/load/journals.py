"""Entries of the journals for copied papers, with digests by the published rule."""

import io
import json

from odoo.addons.social_interagency.tools import journal_digest

from benchmarks.load.tables import JOURNALS, PAYLOAD_LINKS, TABLES

_DOCUMENTS = """
SELECT attname, confrelid::regclass::text
  FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
 WHERE contype = 'f' AND conrelid = %s::regclass AND attname != 'user_id'
"""
_ENTRIES = """
SELECT p.rank, p.is_open, e.event, e.at, e.user_id, e.payload
  FROM {journal} e JOIN load.pattern p ON p.table_name = %s AND p.id = e.{column}
 ORDER BY e.id
"""
_TABLES = {table.name: table for table in TABLES}


def copy_journals(cursor, numbering, copies):
    """Write the entries of the copied papers.

    :param numbering: ``Numbering`` of the step
    :param copies: numbers of its copies
    """
    cursor.execute(
        "SELECT k, moved, is_current, place FROM load.copy "
        "WHERE k = ANY(%s) ORDER BY k",
        [copies],
    )
    rows = cursor.fetchall()
    ranks = _read_ranks(cursor)
    for journal in JOURNALS:
        for column, table in _read_documents(cursor, journal):
            entries = _read_entries(cursor, journal, column, table)
            writer = _Writer(journal, column, _TABLES[table], numbering, ranks)
            writer.copy_to(cursor, entries, rows)


def _read_documents(cursor, journal):
    cursor.execute(_DOCUMENTS, [journal])
    return [(column, name) for column, name in cursor.fetchall() if name in _TABLES]


def _read_entries(cursor, journal, column, table):
    cursor.execute(_ENTRIES.format(journal=journal, column=column), [table])
    return cursor.fetchall()


def _read_ranks(cursor):
    cursor.execute("SELECT table_name, id, rank FROM load.pattern")
    return {(table, number): rank for table, number, rank in cursor.fetchall()}


class _Writer:
    """Entries of one journal about documents of one table."""

    def __init__(self, journal, column, table, numbering, ranks):
        self.journal, self.column, self.table = journal, column, table
        self.numbering, self.ranks = numbering, ranks

    def copy_to(self, cursor, entries, rows):
        lines = io.StringIO()
        for k, moved, is_current, place in rows:
            if place < self.table.share:
                for rank, is_open, *entry in entries:
                    if is_current or not is_open:
                        lines.write(self._write(k, moved, rank, *entry))
        lines.seek(0)
        cursor.copy_expert(
            f"COPY {self.journal} ({self.column}, event, at, user_id, payload, digest, "
            "digest_version) FROM STDIN",
            lines,
        )

    def _write(self, k, moved, rank, event, at, user_id, payload):
        document = self.numbering.get(self.table.name, rank, k)
        if self.table.is_dated:
            at += moved
        payload = self._renumber(payload, k)
        digest = journal_digest.digest_text(
            journal_digest.entry_text(
                self.journal, event, at, user_id, {self.column: document}, payload
            )
        )
        details = json.dumps(payload, ensure_ascii=False).replace("\\", "\\\\")
        return (
            f"{document}\t{event}\t{at:%Y-%m-%d %H:%M:%S}\t{user_id}\t{details}\t"
            f"{digest}\t{journal_digest.VERSION}\n"
        )

    def _renumber(self, payload, k):
        """Let the details name the copies of the papers that they name."""
        named = payload.keys() & PAYLOAD_LINKS.keys()
        if not named:
            return payload
        return payload | {
            key: self.numbering.get(table, self.ranks[table, payload[key]], k)
            for key in named
            if (table := PAYLOAD_LINKS[key], payload[key]) in self.ranks
        }
