from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class SocialInteragencyDestruction(models.Model):
    """An act by which papers whose retention is over are destroyed (§6г)."""

    _name = "social.interagency.destruction"
    _description = "Act of destruction"
    _inherit = ["social.number.mixin", "social.transition.mixin"]
    _order = "id desc"
    _journal_field = "destruction_id"

    _transitions = {"draft": {"signed", "cancelled"}}
    _code_fields = frozenset({"signed_at", "signer_id"})
    _content_fields = frozenset(
        {"ground", "commission", "method", "document_ids", "request_ids"}
    )

    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("signed", "Signed and carried out"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
    )
    ground = fields.Char(
        required=True,
        default=lambda self: self.env._("The retention period is over"),
    )
    commission = fields.Text(
        required=True, help="Chair and members of the commission with positions."
    )
    method = fields.Char(
        required=True,
        default=lambda self: self.env._("Erasure of files and personal details"),
    )
    document_ids = fields.Many2many(
        comodel_name="social.interagency.document",
        relation="social_interagency_destruction_document_rel",
        string="Papers on file",
    )
    request_ids = fields.Many2many(
        comodel_name="social.interagency.request",
        relation="social_interagency_destruction_request_rel",
        string="Requests",
    )
    signed_at = fields.Datetime(readonly=True, copy=False)
    signer_id = fields.Many2one(
        comodel_name="res.users", string="Signed by", readonly=True, copy=False
    )

    @api.model
    def _get_due_domain(self):
        """Return what may be destroyed today, for papers and requests alike."""
        return Domain("retention_until", "<", "today") & Domain(
            "destroyed_at", "=", False
        )

    def action_select(self):
        """Fill the drafts with everything whose retention is over."""
        due = self._get_due_domain()
        documents = self.env["social.interagency.document"].search(due)
        requests = self.env["social.interagency.request"].search(due)
        self.write(
            {
                "document_ids": [Command.set(documents.ids)],
                "request_ids": [Command.set(requests.ids)],
            }
        )

    def action_sign(self):
        """Sign the act as a head and destroy what it lists; the journal stays."""
        if not self.env.user.has_group("social_interagency.group_head"):
            raise UserError(
                self.env._("An act of destruction is signed by a head only.")
            )
        for act in self:
            act._check_due()
            act._transition("signed", signed_at=act._now(), signer_id=act.env.uid)
            act.document_ids._do_destroy(act)
            act.request_ids._do_destroy(act)

    def action_cancel(self):
        """Drop the drafts; nothing is destroyed."""
        self._transition("cancelled")

    def _check_due(self):
        due = self._get_due_domain()
        early = self.document_ids - self.document_ids.filtered_domain(due)
        early_requests = self.request_ids - self.request_ids.filtered_domain(due)
        if early or early_requests or not (self.document_ids or self.request_ids):
            raise UserError(
                self.env._(
                    "Act %(act)s: it lists nothing, or papers that are still to be "
                    "kept: %(papers)s. Choose the papers anew.",
                    act=self.name,
                    papers=", ".join(
                        early.mapped("name") + early_requests.mapped("name")
                    ),
                )
            )
