"""What a database consists of, as lines that two databases are compared by."""

import re

_COLUMNS = """
SELECT format(
    'column %s.%s %s%s %s', table_name, column_name, udt_name,
    '(' || character_maximum_length || ')',
    CASE is_nullable WHEN 'NO' THEN 'NOT NULL' END
)
FROM information_schema.columns WHERE table_schema = 'public'
"""
_CONSTRAINTS = """
SELECT format(
    'constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid)
)
FROM pg_constraint WHERE conrelid != 0 AND connamespace = 'public'::regnamespace
"""
_INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
_TRIGGERS = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
# What people add to, and what Odoo leaves behind of itself, is of no account.
_RECORDS = """
SELECT format('record %s.%s of %s', module, name, model) FROM ir_model_data
WHERE module LIKE 'social\\_%' AND model IN (
    'ir.actions.act_window', 'ir.actions.client', 'ir.actions.report',
    'ir.actions.server', 'ir.cron', 'ir.model', 'ir.model.access',
    'ir.model.fields', 'ir.rule', 'ir.ui.menu',
    'ir.ui.view', 'mail.activity.type', 'res.groups'
)
"""
_RIGHTS = """
SELECT format(
    'rights %s.%s %s %s', data.module, data.name, record.domain_force,
    ARRAY[perm_read, perm_write, perm_create, perm_unlink]
)
FROM ir_model_data data JOIN (
    SELECT 'ir.rule' AS model, id, domain_force,
           perm_read, perm_write, perm_create, perm_unlink FROM ir_rule
    UNION ALL
    SELECT 'ir.model.access', id, NULL,
           perm_read, perm_write, perm_create, perm_unlink FROM ir_model_access
) record ON record.model = data.model AND record.id = data.res_id
WHERE module LIKE 'social\\_%'
"""
# A condition that went through a dump has its casts in other places.
_CASTS = re.compile(r"::character varying|::text|\[\]|[()]")


def describe(cursor):
    """Return the set of lines."""
    lines = set()
    for query in (_COLUMNS, _CONSTRAINTS, _INDEXES, _TRIGGERS, _RECORDS, _RIGHTS):
        cursor.execute(query)
        lines |= {_CASTS.sub("", line) for (line,) in cursor.fetchall()}
    return lines
