import logging
import random
import time
import traceback
from datetime import timedelta

from psycopg2 import OperationalError
from psycopg2.errors import SerializationFailure

from odoo import api, models
from odoo.exceptions import LockError
from odoo.tools import SQL

from ..exchange.channels import CHANNELS
from ..exchange.errors import Postponed, Refused
from ..exchange.parcel import Parcel, Receipt
from ..tools.selections import PAPER_CHANNELS

_logger = logging.getLogger(__name__)

LIFETIME_PARAMETER = "social_interagency.message_lifetime_hours"
DEFAULT_LIFETIME = 72
WAIT_PARAMETER = "social_interagency.message_first_wait_seconds"
DEFAULT_WAIT = 30
LONGEST_WAIT = 3600
PAUSES = (0.05, 0.2, 0.8)  # seconds
JITTER = (0.5, 1.5)
CRONS = {
    "out": "social_interagency.ir_cron_send_messages",
    "in": "social_interagency.ir_cron_execute_messages",
}
FETCH_CRON = "social_interagency.ir_cron_fetch_messages"
UNDELIVERED_ACTIVITY = "social_interagency.mail_activity_type_undelivered"


class SocialInteragencyMessageSending(models.Model):
    """How messages leave: at least once, one at a time, by any number of processes."""

    _inherit = "social.interagency.message"

    @api.model
    def _trigger(self, direction):
        """Let the job look at the queue soon."""
        self.env.ref(CRONS[direction]).sudo()._trigger()

    @api.model
    def _get_expiry(self):
        get_param = self.env["ir.config_parameter"].sudo().get_param
        hours = int(get_param(LIFETIME_PARAMETER, DEFAULT_LIFETIME))
        return self._now() + timedelta(hours=hours)

    @api.model
    def _cron_send(self):
        """Send what is due."""
        carriers = {}
        self._work_off("out", lambda message: message._send(carriers))

    @api.model
    def _work_off(self, direction, work):
        """Do the work of each due message in a transaction of its own."""
        while message := self._claim(direction):
            message._do_patiently(work)
            if not self.env["ir.cron"]._commit_progress(1, remaining=1):
                return
        self.env["ir.cron"]._commit_progress(remaining=0)

    def _do_patiently(self, work):
        """Do the work; when a rival holds what it needs, try again in a moment."""
        for pause in PAUSES:
            try:
                return work(self)
            except (OperationalError, LockError):
                self.env.cr.rollback()
                time.sleep(pause)
                if not self._is_still_due():
                    return None
        return self._postpone(Postponed("busy"))

    def _is_still_due(self):
        """Lock the message anew; another process may have done it meanwhile."""
        self.invalidate_recordset()
        return bool(self.sudo().try_lock_for_update()) and self.state == "queued"

    @api.model
    def _claim(self, direction):
        """Return one due message under a lock, or none; others' locks are skipped.

        A message waits for earlier ones about the same request.
        """
        try:
            rows = self.env.execute_query(self._get_claim_sql(direction))
        except SerializationFailure:
            # Another process has done this message between two breaths of ours.
            self.env.cr.rollback()
            return self._claim(direction)
        return self.browse(message_id for (message_id,) in rows)

    @api.model
    def _get_claim_sql(self, direction):
        return SQL(
            """
            SELECT message.id FROM social_interagency_message message
            WHERE message.state = 'queued' AND message.direction = %(direction)s
              AND message.next_try_at <= %(now)s
              AND (message.direction = 'in' OR message.endpoint_id IS NOT NULL)
              AND NOT EXISTS (
                SELECT FROM social_interagency_message earlier
                WHERE earlier.request_id = message.request_id
                  AND earlier.participant_id = message.participant_id
                  AND earlier.direction = message.direction
                  AND earlier.state = 'queued' AND earlier.id < message.id)
            ORDER BY message.next_try_at, message.id
            LIMIT 1 FOR UPDATE OF message SKIP LOCKED
            """,
            direction=direction,
            now=self._now(),
        )

    def _send(self, carriers):
        """Send one message; whatever happens, it has a state and a next try after it.

        :param carriers: open channels by endpoint, shared by the messages of a run
        """
        if self.expires_at and self.expires_at <= self._now():
            self._fail("expired")
            return
        try:
            with self.env.cr.savepoint():
                self._deliver(self._hand_over(carriers))
        except Refused as error:
            self._fail(error.code, error.detail)
        except Postponed as error:
            self._postpone(error)
        except OperationalError:
            raise
        except Exception as error:
            self._log_fault(error)
            self._postpone(Postponed("internal"))

    def _hand_over(self, carriers):
        endpoint = self.endpoint_id.sudo()
        if endpoint not in carriers:
            carriers[endpoint] = CHANNELS[self.channel](endpoint)
        return carriers[endpoint].send(self._prepare_parcel())

    def _prepare_parcel(self):
        message_sudo = self.sudo()
        files_sudo = message_sudo._get_outer_files()
        return Parcel(
            message_id=self.message_uuid,
            content=message_sudo.content.encode(),
            signature=self._get_signature(),
            files={file.sha256: file._get_sealed_content() for file in files_sudo},
            names={file.sha256: file.name for file in files_sudo},
            subject=self._get_subject(),
            reply_to=self._get_reply_to(),
            is_test=self.is_test,
            expires_at=self.expires_at,
        )

    def _get_reply_to(self):
        """Return the carrier's number of the message that this one answers."""
        return self._find_original("in").remote_uuid or self.original_uuid

    def _get_subject(self):
        """Return words for carriers that show some, without personal data."""
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return f"{labels[self.kind]} {self.request_id.sudo().name}"

    def _deliver(self, receipt=None):
        """Record that the carrier took the message or that the other side has it."""
        receipt = receipt or Receipt()
        self._transition(
            "delivered" if receipt.is_delivered else "sent",
            payload={"message": self.message_uuid},
            sent_at=self._now(),
            try_count=self.try_count + 1,
            remote_uuid=receipt.remote_id or False,
            failure=False,
            failure_detail=False,
        )
        if self.kind == "request" and self.channel not in PAPER_CHANNELS:
            self.request_id._record_delivery(self._now())

    def _postpone(self, error):
        """Wait longer after each failure, and let the service's other messages wait."""
        wait = max(error.after, self._get_wait())
        next_try_at = self._now() + timedelta(seconds=round(wait))
        if self.expires_at:
            next_try_at = min(next_try_at, self.expires_at)
        self._unlocked().write(
            {
                "try_count": self.try_count + 1,
                "next_try_at": next_try_at,
                "failure": error.code,
                "failure_detail": error.detail,
            }
        )
        if self.direction == "out":
            self._delay_siblings(next_try_at)

    def _get_wait(self):
        """Return seconds that double with each try, with jitter against a rush."""
        get_param = self.env["ir.config_parameter"].sudo().get_param
        first = int(get_param(WAIT_PARAMETER, DEFAULT_WAIT))
        wait = min(first * 2 ** min(self.try_count, 16), LONGEST_WAIT)
        return wait * random.uniform(*JITTER)

    def _delay_siblings(self, moment):
        """Spare a service that is down: one message tries it, the others wait."""
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

    def _fail(self, code, detail=""):
        """Give the message up and tell the officer whose paper it is."""
        self._transition(
            "failed", payload={"why": code}, failure=code, failure_detail=detail
        )
        self._alert()

    def _alert(self):
        """Put the undelivered paper on the list of the officer who sent it."""
        request = self.request_id.sudo()
        officer = request.executor_id if self.kind != "answer" else self.create_uid
        if officer._is_internal() and officer.active:
            request.activity_schedule(
                UNDELIVERED_ACTIVITY, user_id=officer.id, note=self.failure_text
            )

    def _log_fault(self, error):
        """Log a fault of the program without its message: it may quote a paper."""
        _logger.error(
            "Message %s: %s\n%s",
            self.message_uuid,
            type(error).__name__,
            "".join(traceback.format_tb(error.__traceback__)),
        )
