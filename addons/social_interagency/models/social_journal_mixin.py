from odoo import models


class SocialJournalMixin(models.AbstractModel):
    """Documents whose history is kept as evidence in a journal."""

    _name = "social.journal.mixin"
    _description = "Document with a Journal"
    _inherit = ["social.required.mixin"]

    _journal_model = "social.interagency.journal"
    _journal_field = None

    def _journal(self, event, payload=None):
        """Append one entry per record, all of them in one statement.

        A payload holds identifiers and codes only, never the name of a citizen.

        :param event: key of the journal's selection ``event``
        :param payload: a dict for all records, or a dict per record by its id
        """
        if not self:
            return
        payload = payload or {}
        is_by_record = all(isinstance(key, int) for key in payload)
        self.env[self._journal_model]._append(
            event,
            self._journal_field,
            {
                record_id: payload.get(record_id, {}) if is_by_record else payload
                for record_id in self.ids
            },
        )
        self._invalidate_journal()

    def _invalidate_journal(self):
        """Let lists of entries on the documents show the new ones."""
        link = self.env[self._journal_model]._fields[self._journal_field]
        names = [
            field.name
            for field in self.pool.field_inverses[link]
            if field.model_name == self._name
        ]
        self.invalidate_recordset(names, flush=False)
