from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.selections import PAPER_CHANNELS

CLERK = "social_interagency.group_clerk"
HEAD = "social_interagency.group_head"


class SocialInteragencyRequestFlow(models.Model):
    """Who moves a request from state to state, and when."""

    _inherit = "social.interagency.request"

    # action: states, side that acts, group that the acting officer needs
    _rights = {
        "submit": ({"draft"}, "sender", CLERK),
        "approve": ({"approval"}, "sender", HEAD),
        "send": ({"draft", "approval"}, "sender", CLERK),
        "receive": ({"sent"}, "addressee", None),
        "answer": ({"sent", "received", "returned"}, "addressee", None),
        "redirect": ({"sent", "received"}, "either", None),
        "accept": ({"answered"}, "sender", CLERK),
        "return": ({"approval", "answered"}, "sender", CLERK),
        "extend": ({"sent", "received"}, "sender", HEAD),
        "suspend": ({"sent", "received"}, "sender", HEAD),
        "resume": ({"sent", "received"}, "sender", HEAD),
        "cancel": (
            {"draft", "approval", "sent", "received", "returned"},
            "sender",
            CLERK,
        ),
    }

    can_submit = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")
    can_send = fields.Boolean(compute="_compute_can")
    can_receive = fields.Boolean(compute="_compute_can")
    can_answer = fields.Boolean(compute="_compute_can")
    can_redirect = fields.Boolean(compute="_compute_can")
    can_accept = fields.Boolean(compute="_compute_can")
    can_return = fields.Boolean(compute="_compute_can")
    can_extend = fields.Boolean(compute="_compute_can")
    can_suspend = fields.Boolean(compute="_compute_can")
    can_resume = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")

    @api.depends("state", "sender_id", "addressee_id", "suspended_at", "approved_at")
    @api.depends_context("uid")
    def _compute_can(self):
        for request in self:
            for action in self._rights:
                request[f"can_{action}"] = not request._why_not(action)

    def _why_not(self, action):
        """Return why this user cannot do ``action`` now; an empty string if he can."""
        states, side, group = self._rights[action]
        if self.state not in states:
            return self._explain_state()
        actors = self._get_actors(side)
        if not self.env.user._acts_for(actors):
            return self.env._(
                "Request %(request)s: only “%(participant)s” does this. "
                "Ask its officer.",
                request=self.name,
                participant=actors[0].name,
            )
        if group and not self._has_role(group):
            return self._explain_group()
        return self._why_not_now(action)

    def _has_role(self, group):
        return self.env.user.has_group(group)

    def _get_actors(self, side):
        request_sudo = self.sudo()
        if side == "sender":
            return request_sudo.sender_id
        if side == "either" or self.channel in PAPER_CHANNELS:
            return request_sudo.addressee_id | request_sudo.sender_id
        return request_sudo.addressee_id

    def _why_not_now(self, action):
        if action == "approve" and self.approved_at:
            return self._explain_state()
        if action == "send" and not self._is_approved():
            return self._explain_group()
        if action in ("resume", "suspend", "extend"):
            if bool(self.suspended_at) != (action == "resume"):
                return self._explain_suspension()
            if action != "resume" and not self.deadline:
                return self._explain_no_term()
        return ""

    def _is_approved(self):
        return bool(self.approved_at) or self.env.user.has_group(HEAD)

    def _explain_state(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "Request %(request)s is in the state “%(state)s”, this action is not "
            "possible now. Reload the page to see the next step.",
            request=self.name,
            state=labels[self.state],
        )

    def _explain_group(self):
        return self.env._(
            "Request %(request)s: this needs the signature of a head. "
            "Submit it for approval or ask the head.",
            request=self.name,
        )

    def _explain_suspension(self):
        return self.env._(
            "Request %(request)s: its term is suspended or runs already. "
            "Look at its acts for the last decision.",
            request=self.name,
        )

    def _explain_no_term(self):
        return self.env._(
            "Request %(request)s has no running term yet. "
            "Record the day of delivery first.",
            request=self.name,
        )

    def _check_can(self, action):
        for request in self:
            if reason := request._why_not(action):
                raise UserError(reason)

    def action_submit(self):
        """Hand drafts to the head for approval."""
        self._check_can("submit")
        self._check_complete()
        self._transition("approval", event="submitted")

    def action_approve(self):
        """Record the head's approval; the clerk may send then."""
        self._check_can("approve")
        self._check_complete()
        self._lock_for_transition()
        self._unlocked().write(
            {"approved_at": self._now(), "approved_by_id": self.env.uid}
        )
        self._journal("approved")

    def action_send(self):
        """Send the requests, freeze their text and count the term of the answer."""
        self._check_can("send")
        self._freeze_regulation()
        self._check_complete()
        now = self._now()
        fresh = self.filtered(lambda request: not request.approved_at)
        fresh._unlocked().write({"approved_at": now, "approved_by_id": self.env.uid})
        ways = self.grouped(lambda request: (request.addressee_id, request.channel))
        for (addressee, channel), requests in ways.items():
            received_at = self._get_delivery(addressee, channel, now)
            requests._transition("sent", sent_at=now, received_at=received_at)
        self._plan_answer()

    def _freeze_regulation(self):
        """Bind each request to the version in force at sending."""
        for regulation, requests in self.grouped("regulation_id").items():
            current = regulation._get_in_force(regulation._get_scope())
            if current != regulation:
                requests._unlocked().write({"regulation_id": current.id})

    def action_receive(self, received_at=False, incoming_number=False):
        """Record that the addressee has the requests.

        :param received_at: naive UTC moment of delivery by the notice or receipt
            slip, for paper; electronic delivery keeps the moment of sending
        :param incoming_number: number in the addressee's register
        """
        self._check_can("receive")
        moment = fields.Datetime.to_datetime(received_at) or self._now()
        for request in self:
            request._check_moment(moment)
            request._transition(
                "received",
                received_at=request.received_at or moment,
                incoming_number=incoming_number,
            )
            if not request.deadline:
                request._plan_answer()

    def _check_moment(self, moment):
        if moment > self._now() or moment < self.sent_at:
            raise UserError(
                self.env._(
                    "Request %(request)s: the moment lies before the sending or in "
                    "the future. Copy it from the notice of delivery.",
                    request=self.name,
                )
            )

    def action_accept(self, is_complete=True):
        """Accept the answers and put the received papers on file.

        :param is_complete: whether the answer holds the information needed
        """
        self._check_can("accept")
        self._do_accept(is_complete)
        self._file_documents()

    def _do_accept(self, is_complete):
        self._judge_answers(is_complete)
        self._transition("accepted", payload={"is_complete": bool(is_complete)})

    def action_return(self, ground):
        """Return a request to its author, or an answer for completion.

        The addressee has the same term once more, from the moment of return.

        :param ground: what is missing
        """
        self._check_can("return")
        for request in self:
            request._check_ground(ground)
            if request.state == "approval":
                request._transition(
                    "draft",
                    event="returned_to_author",
                    approved_at=False,
                    approved_by_id=False,
                    decision_ground=ground,
                )
            else:
                request._judge_answers(False)
                request._transition("returned", closed_at=False, decision_ground=ground)
                request._plan_answer()

    def action_cancel(self, ground):
        """Withdraw the requests.

        :param ground: why, shown on the request
        """
        self._check_can("cancel")
        for request in self:
            request._check_ground(ground)
        self._transition("cancelled", closed_at=self._now(), decision_ground=ground)

    def _judge_answers(self, is_complete):
        for request in self:
            request.answer_ids[:1]._unlocked().write(
                {
                    "is_judged": True,
                    "is_complete": bool(is_complete),
                    "judged_by_id": self.env.uid,
                }
            )
