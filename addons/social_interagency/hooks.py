from odoo.tools import SQL

LEFTOVERS = (
    "DROP TABLE IF EXISTS social_journal_queue",
    "DROP FUNCTION IF EXISTS social_journal_enqueue() CASCADE",
    "DROP FUNCTION IF EXISTS social_journal_refuse() CASCADE",
)


def uninstall_hook(env):
    """Remove what the journals have in the database beside their tables."""
    for statement in LEFTOVERS:
        env.cr.execute(SQL(statement))
