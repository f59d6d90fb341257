from odoo import api, fields, models
from odoo.exceptions import UserError


class SocialDocumentMixin(models.AbstractModel):
    """A numbered document that an officer of a participant keeps.

    A model adds its ``state``, its ``_transitions``, its journal and its content.
    """

    _name = "social.document.mixin"
    _description = "Document of a participant"
    _inherit = [
        "social.number.mixin",
        "social.transition.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name"]

    _content_fields = frozenset({"participant_id"})

    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Kept by",
        required=True,
        default=lambda self: self.env.user.social_participant_ids[:1],
        ondelete="restrict",
        index=True,
    )
    officer_id = fields.Many2one(
        comodel_name="res.users",
        default=lambda self: self.env.user,
        index=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        quiet = self.with_context(tracking_disable=True)
        documents = super(SocialDocumentMixin, quiet).create(vals_list)
        return documents.with_env(self.env)

    def _why_not(self, group):
        """Return why the user may not act on the document, nothing when he may.

        :param group: the role that the action needs
        """
        user = self.env.user
        if not user._acts_for(self.participant_id):
            return self.env._(
                "%(document)s belongs to “%(participant)s”. Ask its officer.",
                document=self._get_refusal_name(),
                participant=self.participant_id.sudo().name,
            )
        if user._is_superuser() or user.has_group(group):
            return ""
        return self.env._(
            "%(document)s: this step belongs to the role “%(role)s”. "
            "Ask a colleague who has it.",
            document=self._get_refusal_name(),
            role=self.env["res.groups"]._get_role_name(group),
        )

    def _check_may(self, group):
        for document in self:
            if reason := document._why_not(group):
                raise UserError(reason)

    def _check_text(self, text, name, rows=None):
        """Refuse an empty text that the document needs.

        :param name: the field that takes the text
        :param rows: the rows of the document that have the field, if it has not
        """
        if (text or "").strip():
            return
        owner = self if rows is None else rows
        raise UserError(
            self.env._(
                "%(document)s: “%(name)s” is empty. Fill it in and try again.",
                document=self._get_refusal_name(),
                name=owner._fields[name]._description_string(self.env),
            )
        )

    def _get_label(self, name):
        """Return what the screen calls the field."""
        return self._fields[name]._description_string(self.env)
