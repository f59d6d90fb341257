from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import journal_digest

_QUEUE_TABLE = """
CREATE TABLE IF NOT EXISTS social_journal_queue (
    journal text NOT NULL,
    entry_id bigint NOT NULL,
    PRIMARY KEY (journal, entry_id)
)
"""
_QUEUE_FUNCTION = """
CREATE OR REPLACE FUNCTION social_journal_enqueue() RETURNS trigger AS $$
BEGIN
    INSERT INTO social_journal_queue (journal, entry_id)
    SELECT TG_TABLE_NAME, id FROM added;
    RETURN NULL;
END
$$ LANGUAGE plpgsql
"""


class SocialJournalEntryMixin(models.AbstractModel):
    """Entries of a journal: who did what to which document, and when.

    A concrete journal adds one ``Many2one`` with ``ondelete="restrict"`` and
    ``index="btree_not_null"`` for each kind of document; exactly one of them is set.
    A trigger queues each added entry for the next block of ``social.journal.seal``,
    so that an entry which is committed late is sealed late and never missed.
    """

    _name = "social.journal.entry.mixin"
    _description = "Journal Entry"
    _inherit = ["social.journal.frozen.mixin"]
    _order = "id desc"
    _rec_name = "event"

    event = fields.Selection(selection=[("created", "Created")], readonly=True)
    at = fields.Datetime(string="Moment", required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Actor",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    payload = fields.Json(required=True, readonly=True)
    digest = fields.Char(string="SHA-256", size=64, required=True, readonly=True)
    digest_version = fields.Integer(required=True, readonly=True)
    document_ref = fields.Reference(
        selection="_selection_document_ref",
        string="Open document",
        compute="_compute_document",
        compute_sudo=True,
    )
    document_name = fields.Char(
        string="Document", compute="_compute_document", compute_sudo=True
    )

    _event_set = models.Constraint(
        "CHECK (event IS NOT NULL)", "A journal entry names its event."
    )
    _at_idx = models.Index("(at)")

    def init(self):
        super().init()
        if self._auto and not self._abstract:
            self.env.cr.execute(SQL(_QUEUE_TABLE))
            self.env.cr.execute(SQL(_QUEUE_FUNCTION))
            self._set_queue_trigger()
            self._set_document_check()

    def _set_queue_trigger(self):
        table = SQL.identifier(self._table)
        self.env.cr.execute(
            SQL("DROP TRIGGER IF EXISTS social_journal_enqueue ON %s", table)
        )
        self.env.cr.execute(
            SQL(
                "CREATE TRIGGER social_journal_enqueue AFTER INSERT ON %s "
                "REFERENCING NEW TABLE AS added FOR EACH STATEMENT "
                "EXECUTE FUNCTION social_journal_enqueue()",
                table,
            )
        )

    def _set_document_check(self):
        """Make the database ask for exactly one document, whatever fields there are.

        Entries whose document went with an uninstalled addon stay as they are.
        """
        table = SQL.identifier(self._table)
        name = SQL.identifier(f"{self._table}_one_document")
        columns = SQL(", ").join(map(SQL.identifier, self._get_document_fields()))
        self.env.cr.execute(
            SQL("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s", table, name)
        )
        self.env.cr.execute(
            SQL(
                "ALTER TABLE %s ADD CONSTRAINT %s CHECK (num_nonnulls(%s) = 1) "
                "NOT VALID",
                table,
                name,
                columns,
            )
        )

    @api.model
    def _get_document_fields(self):
        """Return the names of the fields that link an entry to its document."""
        return sorted(
            name
            for name, field in self._fields.items()
            if field.type == "many2one" and field.store and name != "user_id"
        )

    @api.model
    def _selection_document_ref(self):
        names = {
            self._fields[name].comodel_name for name in self._get_document_fields()
        }
        labels = self.env["ir.model"]._get_paper_labels()
        return [(name, label) for name, label in labels if name in names]

    @api.depends_context("lang")
    def _compute_document(self):
        names = self._get_document_fields()
        for entry in self:
            name = next((name for name in names if entry[name]), None)
            document = name and entry[name]
            entry.document_ref = document
            entry.document_name = document and (
                f"{entry._fields[name]._description_string(self.env)} "
                f"{entry._get_document_label(document)}"
            )

    def _get_document_label(self, document):
        """Return what names a document to everyone who reads the journal."""
        return document.display_name

    @api.model
    def _append(self, event, document_field, payloads):
        """Add one entry per document in one statement, whatever the user may do.

        :param event: key of the selection ``event``
        :param document_field: name of the field that links the documents
        :param payloads: ``{document id: dict of identifiers and codes}``
        """
        if event not in dict(self._fields["event"]._description_selection(self.env)):
            raise ValueError(f"{self._name} has no event {event}")
        at = self.env["social.lock.mixin"]._now()
        user_id, table = self.env.uid, self._table
        digests = [
            journal_digest.digest_text(
                journal_digest.entry_text(
                    table, event, at, user_id, {document_field: document_id}, payload
                )
            )
            for document_id, payload in payloads.items()
        ]
        texts = [journal_digest.canonical(payload) for payload in payloads.values()]
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO %s (event, at, user_id, digest_version, %s, payload, "
                "digest) SELECT %s, %s, %s, %s, document, details::jsonb, digest "
                "FROM unnest(%s::int[], %s::text[], %s::text[]) "
                "AS entry (document, details, digest) RETURNING id",
                SQL.identifier(table),
                SQL.identifier(document_field),
                event,
                at,
                user_id,
                journal_digest.VERSION,
                list(payloads),
                texts,
                digests,
            )
        )
        return self.browse(entry_id for (entry_id,) in rows)
