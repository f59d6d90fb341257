from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

ADMINISTRATOR = "social_interagency.group_administrator"


class SocialInteragencyRegulationApproval(models.Model):
    """The decision of one signer; the next one signs only after it.

    A signer without a user signs on paper, and an administrator records it.
    """

    _name = "social.interagency.regulation.approval"
    _description = "Approval of a regulation"
    _inherit = [
        "social.transition.mixin",
        "social.interagency.regulation.content.mixin",
    ]
    _order = "regulation_id, sequence, id"
    _rec_name = "signer_name"
    _allow_sudo_commands = False

    _transitions = {"waiting": {"signed", "refused"}}
    _code_fields = frozenset({"comment", "active"})

    regulation_id = fields.Many2one(required=True)
    sequence = fields.Integer(string="Order", default=10, aggregator=False)
    active = fields.Boolean(default=True, copy=False)
    user_id = fields.Many2one(
        comodel_name="res.users",
        help="Empty: signs on paper, the administrator records the signature.",
        domain="[('share', '=', False)]",
        ondelete="restrict",
        index="btree_not_null",
    )
    signer_name = fields.Char(
        string="Signer",
        required=True,
        compute="_compute_signer",
        store=True,
        readonly=False,
        precompute=True,
    )
    position = fields.Char(
        required=True,
        compute="_compute_signer",
        store=True,
        readonly=False,
        precompute=True,
    )
    state = fields.Selection(
        selection=[
            ("waiting", "Awaited"),
            ("signed", "Signed"),
            ("refused", "Refused"),
        ],
        string="Decision",
        required=True,
        readonly=True,
        copy=False,
        default="waiting",
        index=True,
    )
    comment = fields.Text(readonly=True, copy=False)
    can_decide = fields.Boolean(compute="_compute_can_decide")

    @api.depends("user_id")
    def _compute_signer(self):
        for approval in self.filtered("user_id"):
            partner_sudo = approval.sudo().user_id.partner_id
            approval.signer_name = partner_sudo.name
            approval.position = partner_sudo.function or approval.position

    @api.depends("state", "regulation_id.current_approval_id", "regulation_id.state")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for approval in self:
            approval.can_decide = not approval._why_not_decide()

    def action_sign(self, comment=False):
        """Sign the regulation.

        :param comment: remark; for a paper signature, the paper that was signed
        """
        self.ensure_one()
        self._check_can_decide()
        self._check_comment(comment, is_needed=not self.user_id)
        self._transition("signed", comment=comment)
        self.regulation_id._on_signed()

    def action_refuse(self, comment):
        """Refuse the signature and return the regulation to its author.

        :param comment: the reason, required
        """
        self.ensure_one()
        self._check_can_decide()
        self._check_comment(comment, is_needed=True)
        self._transition("refused", comment=comment)
        self.regulation_id._on_refused(comment)

    def _why_not_decide(self):
        """Return why this user cannot decide now, or nothing."""
        regulation = self.regulation_id
        current = regulation.current_approval_id
        if regulation.state != "approval" or self.state != "waiting":
            return self.env._(
                "%(regulation)s waits for no decision of %(signer)s now. "
                "Reload the page.",
                regulation=regulation.display_name,
                signer=self.signer_name,
            )
        if self != current:
            return self.env._(
                "%(signer)s signs only after %(former)s.",
                signer=self.signer_name,
                former=current.signer_name,
            )
        if not self._is_signer():
            return self.env._(
                "%(regulation)s waits for the signature of %(signer)s. "
                "Nobody else signs in this place.",
                regulation=regulation.display_name,
                signer=self.signer_name,
            )
        return None

    def _is_signer(self):
        if self.user_id:
            return self.user_id == self.env.user
        return self.env.user.has_group(ADMINISTRATOR)

    def _check_can_decide(self):
        if reason := self._why_not_decide():
            raise UserError(reason)

    def _check_comment(self, comment, is_needed):
        if is_needed and not (comment or "").strip():
            raise UserError(
                self.env._(
                    "The decision of %(signer)s needs a comment: the reason of the "
                    "refusal, or the paper with the signature.",
                    signer=self.signer_name,
                )
            )

    def _check_regulation_is_draft(self):
        if not self._is_unlocked():
            super()._check_regulation_is_draft()

    def _is_open_for_editing(self):
        return self.regulation_id.state == "draft"

    def _journal(self, event, payload=None):
        for approval in self:
            approval.regulation_id._journal(
                event, {"approval_id": approval.id, "order": approval.sequence}
            )

    def _get_printed_signature(self):
        if self.state != "signed":
            return "_" * 20
        return self.env._(
            "signed on %(date)s", date=format_date(self.env, self.state_changed_at)
        )
