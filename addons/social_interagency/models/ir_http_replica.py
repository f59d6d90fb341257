import copy
import re

from odoo import models, tools
from odoo.http import request

# Where the database stood when this browser last wrote: «16/B374D848».
POSITION_COOKIE = "social_position"
POSITION_SECONDS = 600
_POSITION = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
# A style sheet or a script is made by its first call, which reads it back at once.
_MADE_ON_DEMAND = "/web/assets/"


class IrHttpReplica(models.AbstractModel):
    """Who has written reads what he wrote, though a replica answers him."""

    _inherit = "ir.http"

    @classmethod
    def _match(cls, path_info):
        """Let nobody miss what he wrote himself: a replica may be behind.

        Reading goes to the replica unless it has not come yet to where this browser
        wrote last; then this one call is served by the primary.
        """
        rule, arguments = super()._match(path_info)
        is_made = path_info.startswith(_MADE_ON_DEMAND)
        if rule.endpoint.routing["readonly"] and (
            is_made or not cls._is_replica_current()
        ):
            rule = cls._on_primary(rule)
        return rule, arguments

    @classmethod
    def _post_dispatch(cls, response):
        super()._post_dispatch(response)
        cursor = request.env.cr
        if tools.config["db_replica_host"] and not cursor.readonly:
            cursor.precommit.add(lambda: cls._stamp_if_written(cursor, response))

    @classmethod
    def _is_replica_current(cls):
        position, cursor = request.cookies.get(POSITION_COOKIE, ""), request.env.cr
        if not cursor.readonly or not _POSITION.fullmatch(position):
            return True
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
        is_current = cursor.fetchone()[0] is not False
        # What is read next is read as of now, not as of before the comparison.
        cursor.rollback()
        return is_current

    @classmethod
    def _on_primary(cls, rule):
        """Return the rule of a reading as one that needs the primary."""
        rule = copy.copy(rule)
        rule.endpoint = copy.copy(rule.endpoint)
        rule.endpoint.routing = {**rule.endpoint.routing, "readonly": False}
        return rule

    @classmethod
    def _stamp_if_written(cls, cursor, response):
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.postcommit.add(lambda: cls._stamp(cursor, response))

    @classmethod
    def _stamp(cls, cursor, response):
        """Hand the browser the position of the database after its own writing."""
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        response.set_cookie(
            POSITION_COOKIE,
            cursor.fetchone()[0],
            max_age=POSITION_SECONDS,
            httponly=True,
            samesite="Lax",
        )
