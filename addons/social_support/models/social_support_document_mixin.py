from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

CURATOR = "social_support.group_curator"
HEAD = "social_support.group_support_head"


class SocialSupportDocumentMixin(models.AbstractModel):
    """A numbered paper of social support that a participant's curator keeps.

    A model adds its ``state``, its ``_transitions`` and its ``_journal_field``.
    """

    _name = "social.support.document.mixin"
    _description = "Paper of social support"
    _inherit = [
        "social.number.mixin",
        "social.transition.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name"]
    _journal_model = "social.support.journal"

    _content_fields = frozenset({"participant_id"})

    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Kept by",
        required=True,
        default=lambda self: self.env.user.social_participant_ids[:1],
        ondelete="restrict",
        index=True,
    )
    citizen_id = fields.Many2one(
        comodel_name="social.interagency.citizen",
        ondelete="restrict",
        index=True,
    )
    officer_id = fields.Many2one(
        comodel_name="res.users",
        string="Curator",
        default=lambda self: self.env.user,
        index=True,
    )
    can_edit = fields.Boolean(compute="_compute_can_edit")

    @api.depends("state", "participant_id")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        for document in self:
            document.can_edit = not document._why_not(CURATOR)

    @api.constrains("citizen_id", "participant_id")
    def _check_citizen_served(self):
        for document in self.sudo():
            bodies = document.citizen_id.participant_ids
            if document.citizen_id and document.participant_id not in bodies:
                raise ValidationError(
                    self.env._(
                        "%(document)s: card %(card)s is not open to “%(participant)s”. "
                        "Ask the body that serves the citizen to open the card.",
                        document=document.name,
                        card=document.citizen_id.number,
                        participant=document.participant_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        quiet = self.with_context(tracking_disable=True)
        documents = super(SocialSupportDocumentMixin, quiet).create(vals_list)
        return documents.with_env(self.env)

    def _why_not(self, group):
        """Return why the user may not act on the paper, nothing when he may.

        :param group: the role that the action needs
        """
        user = self.env.user
        if not user._acts_for(self.participant_id):
            return self.env._(
                "%(document)s belongs to “%(participant)s”. Ask its curator.",
                document=self.display_name,
                participant=self.participant_id.sudo().name,
            )
        if user._is_superuser() or user.has_group(group):
            return ""
        return self.env._(
            "%(document)s: this step belongs to the role “%(role)s”. "
            "Ask a colleague who has it.",
            document=self.display_name,
            role=self.env.ref(group).sudo().name,
        )

    def _check_may(self, group):
        for document in self:
            if reason := document._why_not(group):
                raise UserError(reason)

    def _check_text(self, text, name):
        """Refuse an empty text that the paper needs.

        :param name: what the screen calls the text
        """
        if not (text or "").strip():
            raise UserError(
                self.env._(
                    "%(document)s: “%(name)s” is empty. Fill it in and try again.",
                    document=", ".join(self.mapped("display_name")),
                    name=name,
                )
            )
