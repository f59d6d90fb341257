from odoo.tools import SQL

LEFTOVERS = (
    "DROP TABLE IF EXISTS social_journal_queue",
    "DROP FUNCTION IF EXISTS social_journal_enqueue() CASCADE",
    "DROP FUNCTION IF EXISTS social_journal_refuse() CASCADE",
)
FOREIGN_KEYS = """
SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass
"""


def uninstall_hook(env):
    """Let go the records that entries refer to and what stands beside the tables."""
    for model in env.values():
        if getattr(model, "_is_evidence", False) and model._auto:
            _drop_foreign_keys(env, model._table)
    for statement in LEFTOVERS:
        env.cr.execute(SQL(statement))


def _drop_foreign_keys(env, table):
    for (name,) in env.execute_query(SQL(FOREIGN_KEYS, table)):
        env.cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT %s",
                SQL.identifier(table),
                SQL.identifier(name),
            )
        )
