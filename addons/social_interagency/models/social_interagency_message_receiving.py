import hashlib
import logging
import time
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError, LockError, UserError
from odoo.fields import Domain

from ..exchange.channels import CHANNELS
from ..exchange.errors import Malformed, Postponed, Refused
from .social_interagency_message_queue import PAUSES

_logger = logging.getLogger(__name__)

FETCH_LIMIT = 200
KEPT_PARAMETER = "social_interagency.refused_message_days"
DEFAULT_KEPT = 180
WIPED_BATCH = 500


class SocialInteragencyMessageReceiving(models.Model):
    """How messages are fetched from services, and how long refused ones are kept."""

    _inherit = "social.interagency.message"

    @api.model
    def _cron_fetch(self):
        """Ask the services of polled channels for what waits there."""
        polled = [code for code, channel in CHANNELS.items() if channel.is_polled]
        endpoints = self.env["social.interagency.endpoint"].search(
            Domain("channel", "in", polled)
        )
        remaining = len(endpoints)
        for endpoint in endpoints:
            self._fetch_from(endpoint)
            remaining -= 1
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    @api.model
    def _fetch_from(self, endpoint):
        """Store what waits at a service and confirm each message once it is stored."""
        channel = CHANNELS[endpoint.channel](endpoint.sudo())
        try:
            for arrival in channel.fetch(FETCH_LIMIT):
                self._take_in_patiently(endpoint, arrival)
                channel.confirm(arrival.mark)
        except (Postponed, Refused) as error:
            _logger.info("Service %s was not fetched: %s", endpoint.code, error.code)

    @api.model
    def _take_in_patiently(self, endpoint, arrival):
        """Take one arrival in; it stays unconfirmed while a rival holds what it needs.

        A report may be here before our own sender has recorded that the message left.

        :raises Postponed: the rival did not finish; the carrier brings it again
        """
        for pause in PAUSES:
            try:
                self._take_in(endpoint, arrival)
                return self.env["ir.cron"]._commit_progress()
            except (OperationalError, ConcurrencyError, LockError):
                self.env.cr.rollback()
                time.sleep(pause)
        raise Postponed("busy")

    @api.model
    def _take_in(self, endpoint, arrival):
        """Store one arrival, or journal why it cannot be stored."""
        participant = endpoint.sudo().participant_id
        try:
            with self.env.cr.savepoint():
                self._store_arrival(participant, endpoint, arrival)
        except (Malformed, Refused) as error:
            self._journal_refused(participant, arrival.parcel, error)
        except UserError as error:
            if isinstance(error.__cause__, LockError):
                raise error.__cause__ from None
            self._journal_refused(participant, arrival.parcel, Refused("not_executed"))

    @api.model
    def _store_arrival(self, participant, endpoint, arrival):
        if arrival.failure:
            raise Malformed(*arrival.failure)
        if not arrival.parcel:
            self._take_report(endpoint, arrival)
            return
        stored = self._accept(participant, endpoint.channel, arrival.parcel, endpoint)
        stored._unlocked().write({"remote_uuid": arrival.remote_id})

    @api.autovacuum
    def _gc_refused(self):
        """Erase what refused messages hold of citizens when nobody needs it any more.

        Messages of a request are erased with the request.
        """
        get_param = self.env["ir.config_parameter"].sudo().get_param
        days = int(get_param(KEPT_PARAMETER, DEFAULT_KEPT))
        old = self.search(
            Domain("direction", "=", "in")
            & Domain("state", "in", ["refused", "quarantined"])
            & Domain("request_id", "=", False)
            & Domain("is_wiped", "=", False)
            & Domain("accepted_at", "<", self._now() - timedelta(days=days)),
            limit=WIPED_BATCH,
        )
        old._do_wipe()
        return len(old), len(old) == WIPED_BATCH

    @api.model
    def _get_waiting_files(self):
        """Return the files of messages that are not executed yet."""
        waiting = self.search(
            Domain("direction", "=", "in") & Domain("state", "!=", "executed")
        )
        return waiting.attachment_ids

    @api.model
    def _journal_refused(self, participant, parcel, error):
        """Journal what was not taken: by its digest, for nothing of it is kept."""
        content = parcel.content if parcel else b""
        participant.sudo()._journal(
            "message_refused",
            {
                "why": error.code,
                "where": error.detail,
                "sha256": hashlib.sha256(content).hexdigest(),
            },
        )
