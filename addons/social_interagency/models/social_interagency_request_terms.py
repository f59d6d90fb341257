from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.selections import PAPER_CHANNELS

RECOUNT_BATCH = 200


class SocialInteragencyRequestTerms(models.Model):
    """When a request is to be sent and answered, and what moves the term."""

    _inherit = "social.interagency.request"

    def _get_term_events(self):
        """Return the moments from which a term of this request may run.

        A paper request reaches its addressee when the delivery is recorded, an
        electronic one when it is sent; SMEV queues it at that moment too.
        """
        self.ensure_one()
        sent, received = self.sent_at, self.received_at
        if self.state == "returned":
            sent = received = self.state_changed_at
        return {
            "created": self.created_at,
            "sent": sent,
            "received": received,
            "registered": received,
            "queued": sent,
        }

    def _plan(self, step):
        """Return ``{request: (deadline, explanation, rule)}``, counted once a kind."""
        planned, plans = {}, {}
        for request in self:
            body = request.addressee_id if step == "answer" else request.sender_id
            events = request._get_term_events()
            key = (
                request.regulation_id,
                request.line_ids.document_type_id,
                request.channel,
                body.calendar_id,
                body.tz,
                tuple(events.values()),
            )
            if key not in plans:
                plans[key] = self.env["social.interagency.term.rule"]._plan(
                    request.regulation_id,
                    step,
                    request.line_ids.document_type_id,
                    request.channel,
                    events,
                    body.calendar_id,
                    body.tz,
                )
            planned[request] = plans[key]
        return planned

    def _plan_preparation(self):
        """Set by when new drafts are to be sent."""
        for moment, requests in self._group_plan("prepare").items():
            requests.write({"prepare_deadline": moment[0]})

    def _plan_answer(self):
        """Set by when the requests are to be answered, with the reasons."""
        for values, requests in self._group_plan("answer").items():
            deadline, explanation, rule = values
            requests._unlocked().write(
                {
                    "deadline": deadline,
                    "deadline_explanation": explanation.value,
                    "term_rule_id": rule.id,
                }
            )

    def _group_plan(self, step):
        plans = {
            request: (deadline, _Explanation(explanation), rule)
            for request, (deadline, explanation, rule) in self.sudo()
            ._plan(step)
            .items()
        }
        return self.grouped(lambda request: plans[request.sudo()])

    @api.model
    def _recount_deadlines(self, calendars):
        """Count the open terms of bodies with these calendars anew.

        Answered requests keep their term; each change is journaled. Suspended
        and extended requests keep theirs too: a signed act stands above a recount.

        :returns: whether the job had time for all of them
        """
        waiting = self.sudo().search(
            Domain("closed_at", "=", False)
            & Domain("state", "in", ["sent", "received"])
            & Domain("suspended_at", "=", False)
            & Domain(
                "act_ids", "not any", [("kind", "in", ["extension", "resumption"])]
            )
            & Domain("addressee_id.calendar_id", "in", calendars.ids)
        )
        remaining = len(waiting)
        for start in range(0, len(waiting), RECOUNT_BATCH):
            batch = waiting[start : start + RECOUNT_BATCH]
            batch._recount()
            remaining -= len(batch)
            if not self.env["ir.cron"]._commit_progress(
                len(batch), remaining=remaining
            ):
                return not remaining
        return True

    def _recount(self):
        before = {request: request.deadline for request in self}
        self._plan_answer()
        changed = self.filtered(lambda request: request.deadline != before[request])
        changed._journal(
            "recounted",
            {
                request.id: {
                    "before": fields.Datetime.to_string(before[request]),
                    "after": fields.Datetime.to_string(request.deadline),
                }
                for request in changed
            },
        )

    def _count_working_days(self, start, days):
        """Return the end of ``days`` working days of the addressee after ``start``."""
        body = self.addressee_id.sudo()
        return body.calendar_id._add_working_days(start, days, body.tz)

    def action_extend(self, days, ground, incident_id=False):
        """Extend the term by a signed act.

        :param days: working days by which the term grows
        :param ground: why, as the act will say
        :param incident_id: id of the outage of an electronic service that is the
            ground, if one is
        :raises UserError: without a right, a ground, or beyond the rule's limits
        """
        self.ensure_one()
        self._check_can("extend")
        self._check_ground(ground)
        self._check_extension_limit(days)
        incident = self.env["social.interagency.endpoint.incident"].browse(incident_id)
        if incident_id:
            self._check_outage(incident)
        before = self.deadline
        self._unlocked().write({"deadline": self._count_working_days(before, days)})
        self._sign_act("extension", ground, before, days=days, incident_id=incident.id)

    def _get_extension_used(self):
        """Return the working days by which the term has grown already."""
        acts = self.act_ids.filtered(lambda act: act.kind == "extension")
        return sum(acts.mapped("days"))

    def _check_extension_limit(self, days):
        limit, used = (
            self.term_rule_id.sudo().extension_limit,
            self._get_extension_used(),
        )
        if days < 1 or used + days > limit:
            raise UserError(
                self.env._(
                    "Request %(request)s: the rule lets the term grow by %(limit)s "
                    "working days in all, %(used)s are used. Enter a smaller number.",
                    request=self.name,
                    limit=limit,
                    used=used,
                )
            )

    def action_suspend(self, ground):
        """Stop the clock by a signed act.

        :param ground: why, as the act will say
        """
        self.ensure_one()
        self._check_can("suspend")
        self._check_ground(ground)
        before = self.deadline
        self._unlocked().write({"suspended_at": self._now(), "deadline": False})
        self._sign_act("suspension", ground, before)

    def action_resume(self, ground):
        """Let the clock run on; the working days that were left count from today.

        :param ground: why, as the act will say
        """
        self.ensure_one()
        self._check_can("resume")
        self._check_ground(ground)
        act = self.act_ids.filtered(lambda act: act.kind == "suspension")[:1]
        body = self.addressee_id.sudo()
        left = body.calendar_id._count_working_days(
            self.suspended_at, act.deadline_before, body.tz
        )
        deadline = self._count_working_days(self._now(), max(left, 1))
        self._unlocked().write({"suspended_at": False, "deadline": deadline})
        self._sign_act("resumption", ground, False)

    def action_redirect(self, addressee_id, ground):
        """Hand the request over to the body that holds the data.

        The term is counted anew for the new addressee.

        :param addressee_id: id of the participant that is competent
        :param ground: why, as the act will say
        """
        self.ensure_one()
        self._check_can("redirect")
        self._check_ground(ground)
        former, before = self.addressee_id, self.deadline
        addressee = self.env["social.interagency.participant"].browse(addressee_id)
        allowed = self.sudo().regulation_id._get_allowed_types(
            self.sudo().sender_id, addressee.sudo()
        )
        self._check_types_allowed(allowed, addressee)
        now = self._now()
        self._transition(
            "sent",
            event="redirected",
            payload={"from": former.id, "to": addressee.id},
            addressee_id=addressee.id,
            channel=addressee.sudo().channel,
            sent_at=now,
            received_at=self._get_delivery(addressee, addressee.sudo().channel, now),
            incoming_number=False,
        )
        self._plan_answer()
        self._sign_act(
            "redirect",
            ground,
            before,
            addressee_before_id=former.id,
            addressee_after_id=addressee.id,
        )

    @api.model
    def _get_delivery(self, addressee, channel, sent_at):
        """Return the moment at which a request sent now reaches its addressee.

        Nothing if somebody or something has yet to bring it: a paper, a message.
        """
        is_brought = channel in PAPER_CHANNELS or self._is_message_due(
            addressee, channel
        )
        return False if is_brought else sent_at

    def _check_ground(self, ground):
        if not (ground or "").strip():
            raise UserError(
                self.env._(
                    "Request %(request)s: the ground is empty. "
                    "State why, the act will quote it.",
                    request=self.name,
                )
            )

    def _sign_act(self, kind, ground, before, **values):
        number = self.env["ir.sequence"]._next_numbers("social.interagency.act", 1)[0]
        act_sudo = (
            self.env["social.interagency.act"]
            ._unlocked()
            .create(
                {
                    **values,
                    "name": number,
                    "request_id": self.id,
                    "kind": kind,
                    "ground": ground.strip(),
                    "signed_at": self._now(),
                    "signer_id": self.env.uid,
                    "deadline_before": before,
                    "deadline_after": self.deadline,
                }
            )
        )
        if kind != "redirect":
            self._journal(kind, {"act": act_sudo.id})


class _Explanation:
    """Make a JSON explanation hashable, so that equal plans group together."""

    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return 0

    def __eq__(self, other):
        return self.value == other.value
