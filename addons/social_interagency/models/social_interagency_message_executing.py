from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain

from ..exchange.errors import ExchangeError, Postponed, Refused

MAX_TRIES = 5


class SocialInteragencyMessageExecuting(models.Model):
    """What an incoming message does: exactly once, with the rights of its sender."""

    _inherit = "social.interagency.message"

    @api.model
    def _cron_execute(self):
        """Execute what waits; what cannot be is refused and stops nothing."""
        self._work_off(
            "in", 1, lambda message: message._do_patiently(type(self)._execute)
        )

    def _execute(self):
        for message in self:
            message._execute_one()

    def _execute_one(self):
        """Do what the message asks for, or say why not; nothing is half done."""
        try:
            with self.env.cr.savepoint():
                self._do_execute()
        except ExchangeError as error:
            self._refuse(error.code, error.detail)
        except UserError as error:
            if isinstance(error.__cause__, LockError):
                raise error.__cause__ from None
            if isinstance(error.__cause__, OSError):
                # The disk is full: that is no fault of the paper.
                self._try_later()
                return
            self._refuse("not_executed", str(error))
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001  (a poison message stops nothing)
            self._log_fault(error)
            self._try_later()

    def _try_later(self):
        if self.try_count + 1 >= MAX_TRIES:
            self._refuse("internal")
        else:
            self._postpone(Postponed("internal"))

    def _do_execute(self):
        if self.expires_at and self.expires_at < self.accepted_at:
            raise Refused("expired")
        if self.state != "queued" or self._keep_apart():
            return
        links = {}
        if not (self.is_test or self._find_original("out").is_test):
            message = self._parse(self.sudo().content)
            links = getattr(self, f"_execute_{self.kind}")(message)
        self._transition(
            "executed",
            payload={"message": self.message_uuid},
            failure=False,
            failure_detail=False,
            **links,
        )

    def _act_on(self, requests):
        return requests._as_peer(self.participant_id, self.accepted_at)

    def _execute_request(self, message):
        requests = self.env["social.interagency.request"]
        request = self._act_on(requests)._create_from_paper(
            message, self.channel, self.sudo().attachment_ids
        )
        return {"request_id": request.id}

    def _execute_answer(self, message):
        request = self._find_sent_request()
        answer_id = self._act_on(request)._answer_from_paper(
            message.answer, self.sudo().attachment_ids
        )
        return {"request_id": request.id, "answer_id": answer_id}

    def _execute_notice(self, message):
        paper = message.notice
        if paper.kind == "rejected":
            return self._execute_rejection(paper)
        request = self._find_request(paper.kind)
        self._act_on(request)._take_notice(paper)
        return {"request_id": request.id}

    def _execute_rejection(self, paper):
        """Mark our message as refused by the other side and tell its officer."""
        refused = self._find_message("out")
        refused._take_refused(f"{paper.code} {paper.ground}".strip())
        return {"request_id": refused.request_id.id}

    def _take_refused(self, words):
        if self.state in ("queued", "sent", "delivered"):
            self._transition(
                "refused",
                payload={"message": self.message_uuid},
                failure="refused_by_peer",
                failure_detail=words[:1000],
            )
            self._alert()

    def _find_request(self, kind):
        """Return the request that a notice is about: ours or one of its sender."""
        if kind == "registered":
            return self._find_sent_request()
        request = self._find_message("in").request_id
        if not request:
            raise Refused("unknown_original")
        return request

    def _find_sent_request(self):
        """Return our request to the sender of this message, which it may answer."""
        request = self._find_message("out").request_id
        if request.sudo().addressee_id != self.participant_id:
            raise Refused("unknown_original")
        return request

    def _find_message(self, direction):
        """Return the message to or from the same side that this one names."""
        if found := self._find_original(direction):
            return found
        raise Refused("unknown_original")

    def _find_original(self, direction):
        return self.sudo().search(
            Domain("message_uuid", "=", self.original_uuid)
            & Domain("direction", "=", direction)
            & Domain("participant_id", "=", self.participant_id.id)
        )

    def _refuse(self, code, detail=""):
        """Keep the message as refused and let its sender know why."""
        self._transition(
            "refused",
            payload={"message": self.message_uuid, "why": code},
            failure=code,
            failure_detail=detail[:1000],
        )
        self._notify_refusal()

    def _notify_refusal(self):
        """Send the reason back; a notice is never answered by a notice."""
        if self.kind != "notice":
            self._post_rejection()
