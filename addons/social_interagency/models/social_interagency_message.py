from odoo import api, fields, models
from odoo.exceptions import UserError

from ..exchange import papers, xml
from ..exchange.errors import Malformed
from ..tools.selections import CHANNELS, QUEUED_CHANNELS


class SocialInteragencyMessage(models.Model):
    """A message of the electronic exchange, waiting or done (order 889н, clause §6а).

    Outgoing messages leave at least once, incoming ones are executed exactly once: the
    message id tells a repetition. What was sent or received is kept as it was.
    """

    _name = "social.interagency.message"
    _description = "Exchange message"
    _inherit = [
        "social.transition.mixin",
        "social.journal.mixin",
        "social.signature.mixin",
        "social.message.failure.mixin",
    ]
    _order = "id desc"
    _rec_name = "message_uuid"
    _journal_field = "message_id"

    _transitions = {
        "queued": {"sent", "delivered", "failed", "executed", "refused", "quarantined"},
        "sent": {"delivered", "refused"},
        "delivered": {"refused"},
        "failed": {"queued"},
        "refused": {"queued"},
        "quarantined": {"queued"},
    }
    _code_fields = frozenset(
        {
            "message_uuid",
            "original_uuid",
            "direction",
            "kind",
            "channel",
            "endpoint_id",
            "participant_id",
            "request_id",
            "answer_id",
            "content",
            "signature",
            "attachment_ids",
            "is_test",
            "expires_at",
            "accepted_at",
            "try_count",
            "next_try_at",
            "sent_at",
            "remote_uuid",
            "is_wiped",
        }
    )

    message_uuid = fields.Char(string="Message id", required=True, readonly=True)
    original_uuid = fields.Char(
        string="Message id of the request", required=True, readonly=True
    )
    direction = fields.Selection(
        selection=[("out", "Out"), ("in", "In")],
        required=True,
        readonly=True,
    )
    kind = fields.Selection(
        selection=[
            ("request", "Request"),
            ("answer", "Answer"),
            ("notice", "Notice"),
        ],
        string="Paper",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        selection=[
            ("queued", "In the queue"),
            ("sent", "Handed to the carrier"),
            ("delivered", "Delivered"),
            ("executed", "Executed"),
            ("failed", "Not delivered"),
            ("refused", "Rejected"),
            ("quarantined", "Kept apart"),
        ],
        required=True,
        readonly=True,
        default="queued",
        index=True,
    )
    channel = fields.Selection(
        selection=[item for item in CHANNELS if item[0] in QUEUED_CHANNELS],
        string="Carrier",
        required=True,
        readonly=True,
    )
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Other side",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    endpoint_id = fields.Many2one(
        comodel_name="social.interagency.endpoint",
        string="Electronic service",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    request_id = fields.Many2one(
        comodel_name="social.interagency.request",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    answer_id = fields.Many2one(
        comodel_name="social.interagency.answer",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    content = fields.Text(readonly=True, prefetch=False, groups=fields.NO_ACCESS)
    signature = fields.Binary(
        string="Signature file",
        attachment=False,
        readonly=True,
        prefetch=False,
        groups=fields.NO_ACCESS,
    )
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        bypass_search_access=True,
        relation="social_interagency_message_attachment_rel",
        string="Files",
        readonly=True,
        groups=fields.NO_ACCESS,
    )
    original = fields.Text(
        compute="_compute_original",
        help="The XML as it was sent or received. The citizen's details are shown only "
        "to those who see the request.",
    )
    is_wiped = fields.Boolean(
        string="Erased",
        readonly=True,
        help="Its content was erased, by term or by act.",
    )
    is_test = fields.Boolean(string="Test message", readonly=True)
    accepted_at = fields.Datetime(
        string="Queued at",
        required=True,
        readonly=True,
        default=lambda self: self._now(),
    )
    expires_at = fields.Datetime(string="Deliver until", readonly=True)
    try_count = fields.Integer(
        string="Tries", required=True, readonly=True, default=0, aggregator=False
    )
    next_try_at = fields.Datetime(
        string="Next try", readonly=True, default=lambda self: self._now()
    )
    sent_at = fields.Datetime(readonly=True)
    remote_uuid = fields.Char(string="Carrier's message id", readonly=True)
    is_signed = fields.Boolean(compute="_compute_is_signed", compute_sudo=True)
    journal_ids = fields.One2many(
        comodel_name="social.interagency.journal",
        inverse_name="message_id",
        groups="base.group_user",
    )
    can_resend = fields.Boolean(compute="_compute_can")
    can_execute_again = fields.Boolean(compute="_compute_can")

    _uuid_unique = models.UniqueIndex(
        "(message_uuid, direction)", "A message with this id is in the queue already."
    )
    _due_idx = models.Index(
        "(direction, try_count, next_try_at, id) WHERE state = 'queued'"
    )
    _inbox_idx = models.Index(
        "(participant_id, id) WHERE state = 'queued' AND direction = 'out'"
    )
    _remote_idx = models.Index("(remote_uuid) WHERE remote_uuid IS NOT NULL")

    @api.depends("content", "request_id")
    @api.depends_context("uid")
    def _compute_original(self):
        for message in self:
            content = (message.sudo().content or "").encode()
            if content and not message._is_paper_visible():
                content = papers.hide_citizen(content)
            message.original = content and xml.pretty(content)

    def _is_paper_visible(self):
        """Tell whether the user sees the request and with it the citizen's details."""
        request = self.sudo().request_id.sudo(False)
        return bool(request and request.has_access("read"))

    @api.depends("signature")
    def _compute_is_signed(self):
        for message in self:
            message.is_signed = bool(message.signature)

    @api.depends("state", "direction")
    @api.depends_context("uid")
    def _compute_can(self):
        for message in self:
            message.can_resend = not message._why_not_repeat("out")
            message.can_execute_again = not message._why_not_repeat("in")

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_unlocked():
            raise UserError(
                self.env._(
                    "A message is made by sending its paper. "
                    "Open the request and send it."
                )
            )
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(
            self.env._(
                "Message %(message)s is evidence and is not deleted. "
                "It goes with its request when that is destroyed by an act.",
                message=self[:1].message_uuid,
            )
        )

    def action_resend(self):
        """Put messages that were not delivered back into the queue."""
        self._repeat("out")

    def action_execute_again(self):
        """Try once more what was refused or kept apart, after mending the cause.

        The signature is checked anew; a message kept apart stays so while it is wrong.
        """
        self._check_can_repeat("in")
        for message in self:
            message._check_signature_anew()
            message._check_signature_accepted()
        self._repeat("in")

    def _check_signature_accepted(self):
        if fault := self._get_signature_fault(self.participant_id.sudo()):
            raise UserError(
                self.env._(
                    "Message %(message)s stays apart. %(cause)s",
                    message=self.message_uuid,
                    cause=self._explain_failure(fault),
                )
            )

    def _repeat(self, direction):
        self._check_can_repeat(direction)
        self._requeue()

    def _requeue(self):
        self._transition(
            "queued",
            failure=False,
            failure_detail=False,
            try_count=0,
            next_try_at=self._now(),
            expires_at=self._get_expiry(),
        )
        for direction, messages in self.grouped("direction").items():
            messages._trigger(direction)

    def _check_can_repeat(self, direction):
        for message in self:
            if reason := message._why_not_repeat(direction):
                raise UserError(reason)

    def _why_not_repeat(self, direction):
        """Return why this user cannot repeat the message; nothing if he can."""
        states = {"out": ("failed", "refused"), "in": ("refused", "quarantined")}
        is_other = self.direction != direction or self.is_wiped
        if is_other or self.state not in states[direction]:
            return self.env._(
                "Message %(message)s is not one that failed. "
                "Reload the page to see its state.",
                message=self.message_uuid,
            )
        if not self.env.user.has_group("social_interagency.group_operator"):
            return self.env._(
                "Message %(message)s: only an operator of the system repeats it. "
                "Ask the operator.",
                message=self.message_uuid,
            )
        return ""

    def _do_wipe(self):
        """Erase what the messages hold; ids, moments and journal stay."""
        self.sudo().attachment_ids._keyed_unlink()
        self._unlocked().write({"content": False, "signature": False, "is_wiped": True})

    @api.model
    def _parse(self, content):
        """Return the paper of stored XML."""
        try:
            return papers.read(content.encode())
        except Malformed as error:
            raise ValueError("A stored message is broken") from error
