"""Where a verification reads from: a database or an exported file. No Odoo.

An export is a file of JSON lines: what it is, the blocks, the entries that wait to be
sealed, then the entries journal by journal in the order of their ids.
"""

import json
import re

CHUNK = 20_000
NAME = re.compile(r"[a-z_][a-z0-9_]*")
TRIGGER = "social_journal_enqueue"

TABLES = """
SELECT DISTINCT relname::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE tgname = %s AND pg_table_is_visible(pg_class.oid) ORDER BY 1
"""
SEALED_TABLES = """
SELECT DISTINCT jsonb_object_keys(journals) AS relname FROM social_journal_seal
"""
IS_TABLE = "SELECT to_regclass(%s) IS NOT NULL"
COLUMNS = r"""
SELECT attname::text FROM pg_attribute
WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped
AND attname LIKE '%%\_id' AND attname != 'user_id' ORDER BY 1
"""
SEALS = """
SELECT number, digest_version, previous_digest, digest,
    sealed_at::text, entry_count, journals::text
FROM social_journal_seal WHERE number > %s ORDER BY number LIMIT %s
"""
SEAL_FIELDS = (
    "number",
    "digest_version",
    "previous_digest",
    "digest",
    "sealed_at",
    "entry_count",
    "journals",
)
MARKS = "SELECT marks->>%s FROM social_journal_seal WHERE number = %s"
WAITING = "SELECT entry_id FROM social_journal_queue WHERE journal = %s ORDER BY 1"
DIGESTS = "SELECT id, digest FROM {table} WHERE id BETWEEN %s AND %s ORDER BY id"
ENTRIES = """
SELECT id, digest, concat('[', digest_version, ', "{table}", ', to_json(event), ', "',
    at, '", ', user_id, ', {{', {document}, '}}, ', payload, ']')
FROM {table} WHERE id > %s ORDER BY id LIMIT %s
"""


class DatabaseSource:
    """The journals of a database.

    :param execute: callable that runs a query with parameters and returns its rows,
        on a connection that prints dates by ISO, as psycopg2 asks for
    :param defer: callable that starts a query and returns a callable for its rows, to
        read ahead; without it each query runs when its rows are needed
    """

    def __init__(self, execute, defer=None):
        self._execute = execute
        self._defer = defer or (lambda *query: lambda: execute(*query))

    def seals(self):
        """Yield the blocks in the order of their numbers."""
        number = 0
        while rows := self._execute(SEALS, (number, CHUNK)):
            for row in rows:
                seal = dict(zip(SEAL_FIELDS, row, strict=True))
                yield {**seal, "journals": json.loads(seal["journals"])}
            number = rows[-1][0]

    def tables(self):
        """Return the journals' tables, those that lost their trigger included."""
        rows = self._execute(TABLES, (TRIGGER,)) + self._execute(SEALED_TABLES, ())
        names = {name for (name,) in rows if NAME.fullmatch(name)}
        return [name for name in names if self._execute(IS_TABLE, (name,))[0][0]]

    def waiting(self, table):
        """Return the ids of entries that no block has sealed yet."""
        return [entry_id for (entry_id,) in self._execute(WAITING, (table,))]

    def entries(self, table):
        """Yield ``(id, digest, text)`` of a journal in the order of ids."""
        query = ENTRIES.format(table=table, document=self._get_document(table))
        rows = self._execute(query, (0, CHUNK))
        while rows:
            get_next_rows = self._defer(query, (rows[-1][0], CHUNK))
            yield from rows
            rows = get_next_rows()

    def _get_document(self, table):
        """Return SQL of the one document column that is set, as JSON."""
        columns = [name for (name,) in self._execute(COLUMNS, (table,))]
        return ", ".join(
            f"""'"{name}": ' || {name}""" for name in columns if NAME.fullmatch(name)
        )

    def marks(self, block, table):
        """Return what a block keeps of its entries of a journal."""
        return self._execute(MARKS, (table, block))[0][0] or ""

    def digests(self, table, spans):
        """Yield ``(id, digest)`` of the entries that the spans cover."""
        query = DIGESTS.format(table=table)
        for span in sorted(spans):
            yield from self._execute(query, (span.first, span.last))


def export(source, rule):
    """Yield the lines of an export of a source."""
    fields = {"entry_fields": rule.ENTRY_FIELDS, "block_fields": rule.BLOCK_FIELDS}
    tables = sorted(source.tables())
    yield _line(kind="export", version=rule.VERSION, tables=tables, **fields)
    for seal in source.seals():
        marks = {
            table: source.marks(seal["number"], table) for table in seal["journals"]
        }
        yield _line(kind="seal", marks=marks, **seal)
    for table in tables:
        yield _line(kind="waiting", journal=table, ids=source.waiting(table))
    for table in tables:
        for entry_id, digest, text in source.entries(table):
            entry = json.loads(text)
            yield _line(
                kind="entry", journal=table, id=entry_id, digest=digest, entry=entry
            )


def _line(**values):
    return json.dumps(values, ensure_ascii=False) + "\n"


class FileSource:
    """The journals of an export.

    :param path: ``pathlib.Path`` of the file
    """

    def __init__(self, path, rule):
        self._path = path
        self._rule = rule

    def _lines(self, kind, **values):
        with self._path.open(encoding="utf-8") as lines:
            for line in map(json.loads, lines):
                if line["kind"] == kind and values.items() <= line.items():
                    yield line

    def _first(self, kind, **values):
        for line in self._lines(kind, **values):
            return line
        raise ValueError(f"the export has no line of the kind {kind}")

    def seals(self):
        """Yield the blocks in the order of the file."""
        return self._lines("seal")

    def tables(self):
        """Return the journals' tables."""
        return self._first("export")["tables"]

    def waiting(self, table):
        """Return the ids of entries that no block has sealed yet."""
        return self._first("waiting", journal=table)["ids"]

    def entries(self, table):
        """Yield ``(id, digest, text)`` of a journal in the order of the file."""
        for line in self._lines("entry", journal=table):
            yield line["id"], line["digest"], self._rule.canonical(line["entry"])

    def marks(self, block, table):
        """Return what a block keeps of its entries of a journal."""
        return self._first("seal", number=block)["marks"].get(table, "")

    def digests(self, table, spans):
        """Yield ``(id, digest)`` of the entries that the spans cover."""
        for line in self._lines("entry", journal=table):
            if any(span.first <= line["id"] <= span.last for span in spans):
                yield line["id"], line["digest"]
