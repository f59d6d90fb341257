from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

_REFUSE_FUNCTION = """
CREATE OR REPLACE FUNCTION social_journal_refuse() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'Table %% is evidence and accepts no %%.', TG_TABLE_NAME, TG_OP;
END
$$ LANGUAGE plpgsql
"""


class SocialJournalFrozenMixin(models.AbstractModel):
    """Rows that are added by this addon alone and never change or disappear.

    The ORM refuses everybody, ``sudo`` included; triggers refuse plain SQL.
    """

    _name = "social.journal.frozen.mixin"
    _description = "Evidence"
    _log_access = False
    _allow_sudo_commands = False

    _is_evidence = True

    def init(self):
        super().init()
        if self._auto and not self._abstract:
            self.env.cr.execute(SQL(_REFUSE_FUNCTION))
            self._set_trigger("social_journal_refuse_row", "UPDATE OR DELETE", "ROW")
            self._set_trigger("social_journal_refuse_all", "TRUNCATE", "STATEMENT")

    def _set_trigger(self, name, event, level):
        trigger, table = SQL.identifier(name), SQL.identifier(self._table)
        self.env.cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", trigger, table))
        self.env.cr.execute(
            SQL(
                "CREATE TRIGGER %s BEFORE %s ON %s FOR EACH %s "
                "EXECUTE FUNCTION social_journal_refuse()",
                trigger,
                SQL(event),
                table,
                SQL(level),
            )
        )
        self.env.cr.execute(
            SQL("ALTER TABLE %s ENABLE ALWAYS TRIGGER %s", table, trigger)
        )

    @api.private
    @api.model_create_multi
    def create(self, vals_list):
        raise self._get_refusal()

    def write(self, vals):
        raise self._get_refusal()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        raise self._get_refusal()

    @api.model
    def _get_refusal(self):
        return AccessError(
            self.env._(
                "“%(name)s” is evidence: the program adds to it, and nobody changes or "
                "deletes it. Put a correction into the document it is about.",
                name=self.env["ir.model"]._get(self._name).name,
            )
        )
