import logging
import random
import time
import traceback
from datetime import timedelta

from psycopg2 import OperationalError
from psycopg2.errors import SerializationFailure

from odoo import api, models
from odoo.exceptions import LockError
from odoo.fields import Domain
from odoo.tools import SQL

from ..exchange.errors import Postponed

_logger = logging.getLogger(__name__)

LIFETIME_PARAMETER = "social_interagency.message_lifetime_hours"
DEFAULT_LIFETIME = 72
WAIT_PARAMETER = "social_interagency.message_first_wait_seconds"
DEFAULT_WAIT = 30
LONGEST_WAIT = 3600
# How long a job stays after the last message, and how often it looks meanwhile.
LINGER = 1.0  # seconds
LOOKS = 5
WOKEN = "social.interagency.message"
PAUSES = (0.05, 0.2, 0.8)  # seconds
JITTER = (0.5, 1.5)
CRONS = {
    "out": "social_interagency.ir_cron_send_messages",
    "in": "social_interagency.ir_cron_execute_messages",
}


class SocialInteragencyMessageQueue(models.Model):
    """How the jobs take messages out of the queue, in any number of processes."""

    _inherit = "social.interagency.message"

    def _trigger(self, direction):
        """Wake the job for these messages, once in a transaction.

        To wake a job costs a connection to the database, so one that has others at
        work is not woken: it lingers after the last one. If it ends all the same at
        this very moment, it comes back by itself within a minute.
        """
        woken = self.env.cr.cache.setdefault(WOKEN, {})
        if woken.get(direction) == self.env.cr.now():
            return
        woken[direction] = self.env.cr.now()
        others = self._get_due_domain(direction) & Domain("id", "not in", self.ids)
        if not self.sudo().search_count(others, limit=1):
            self.env.ref(CRONS[direction]).sudo()._trigger()

    @api.model
    def _get_due_domain(self, direction):
        domain = (
            Domain("state", "=", "queued")
            & Domain("direction", "=", direction)
            & Domain("next_try_at", "<=", self._now())
        )
        if direction == "out":
            domain &= Domain("endpoint_id", "!=", False)
        return domain

    @api.model
    def _get_expiry(self):
        get_param = self.env["ir.config_parameter"].sudo().get_param
        hours = int(get_param(LIFETIME_PARAMETER, DEFAULT_LIFETIME))
        return self._now() + timedelta(hours=hours)

    @api.model
    def _work_off(self, direction, size, work):
        """Do the work of due messages, each batch in a transaction of its own.

        :param size: how many messages a batch holds at most
        :param work: function that takes a batch; its messages are locked
        """
        while messages := self._await(direction, size):
            work(messages)
            if not self.env["ir.cron"]._commit_progress(len(messages), remaining=1):
                return
        self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _await(self, direction, size):
        """Return due messages, or those that come within a moment, or none."""
        for _look in range(LOOKS):
            if messages := self._claim(direction, size):
                return messages
            self.env["ir.cron"]._commit_progress()
            time.sleep(LINGER / LOOKS)
        return self._claim(direction, size)

    def _do_patiently(self, work):
        """Do the work; when a rival holds what it needs, try again in a moment."""
        messages = self
        for pause in PAUSES:
            try:
                return work(messages)
            except (OperationalError, LockError):
                self.env.cr.rollback()
                time.sleep(pause)
                messages = messages._claim_again()
        return messages._postpone(Postponed("busy"))

    def _claim_again(self):
        """Lock the messages anew, without those that another process has done."""
        self.invalidate_recordset()
        locked = self.sudo().try_lock_for_update().sudo(self.env.su)
        return locked.filtered(lambda message: message.state == "queued")

    @api.model
    def _claim(self, direction, size):
        """Return due messages under a lock; those that others have locked are skipped.

        A message waits for earlier ones about the same request; one that was tried in
        vain lets fresh ones go first.
        """
        try:
            sql = self._get_claim_sql(direction, size)
            self.env.cr.execute(sql, log_exceptions=False)
        except SerializationFailure:
            # Another process has done this message between two breaths of ours.
            self.env.cr.rollback()
            return self._claim(direction, size)
        return self.browse(message_id for (message_id,) in self.env.cr.fetchall())

    @api.model
    def _get_claim_sql(self, direction, size):
        return SQL(
            """
            SELECT message.id FROM social_interagency_message message
            WHERE message.state = 'queued' AND message.direction = %(direction)s
              AND message.next_try_at <= %(now)s
              AND (message.direction = 'in' OR message.endpoint_id IS NOT NULL
                   OR message.expires_at <= %(now)s)
              AND NOT EXISTS (
                SELECT FROM social_interagency_message earlier
                WHERE earlier.request_id = message.request_id
                  AND earlier.participant_id = message.participant_id
                  AND earlier.direction = message.direction
                  AND earlier.state = 'queued' AND earlier.id < message.id)
            ORDER BY message.try_count, message.next_try_at, message.id
            LIMIT %(size)s FOR UPDATE OF message SKIP LOCKED
            """,
            direction=direction,
            size=size,
            now=self._now(),
        )

    def _postpone(self, error):
        """Wait longer after each failure, and let the service's other messages wait."""
        for message in self:
            wait = max(error.after, message._get_wait())
            moment = self._now() + timedelta(seconds=round(wait))
            if message.expires_at:
                moment = min(moment, message.expires_at)
            message._unlocked().write(
                {
                    "try_count": message.try_count + 1,
                    "next_try_at": moment,
                    "failure": error.code,
                    "failure_detail": error.detail,
                }
            )
            if error.is_silence:
                message._delay_siblings(moment)

    def _get_wait(self):
        """Return seconds that double with each try, with jitter against a rush."""
        get_param = self.env["ir.config_parameter"].sudo().get_param
        first = int(get_param(WAIT_PARAMETER, DEFAULT_WAIT))
        wait = min(first * 2 ** min(self.try_count, 16), LONGEST_WAIT)
        return wait * random.uniform(*JITTER)  # noqa: S311

    def _delay_siblings(self, moment):
        """Spare a service that is down: one message tries it, the others wait."""
        if self.direction == "in":
            return
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                """
                UPDATE social_interagency_message SET next_try_at = %(moment)s
                WHERE id IN (
                    SELECT id FROM social_interagency_message
                    WHERE endpoint_id = %(endpoint)s AND direction = 'out'
                      AND state = 'queued' AND next_try_at < %(moment)s
                    FOR UPDATE SKIP LOCKED)
                RETURNING id
                """,
                endpoint=self.endpoint_id.id or 0,
                moment=moment,
            )
        )
        self.invalidate_model(["next_try_at"])

    def _log_fault(self, error):
        """Log a fault of the program without its message: it may quote a paper."""
        _logger.error(
            "Messages %s: %s\n%s",
            ", ".join(self.mapped("message_uuid")),
            type(error).__name__,
            "".join(traceback.format_tb(error.__traceback__)),
        )
