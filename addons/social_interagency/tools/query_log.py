"""What the server's log says of a failed query: the cause without the values.

Odoo logs the whole query and PostgreSQL adds the row that it refused; in the tables
of these addons both may name a citizen.
"""

import logging

import psycopg2

_WITHHELD = "a query on the tables of interagency interaction, its values withheld"


class WithoutValues(logging.Filter):
    def filter(self, record):
        if isinstance(record.args, tuple) and len(record.args) == 2:
            query, error = record.args
            if isinstance(error, psycopg2.Error) and "social_" in str(query):
                cause = (error.diag.message_primary or "").splitlines()[:1]
                record.args = (_WITHHELD, "".join(cause))
        return True


logging.getLogger("odoo.sql_db").addFilter(WithoutValues())
