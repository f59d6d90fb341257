from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize


class SocialInteragencyParticipantInvite(models.TransientModel):
    """A person of a participant becomes a portal user in one step."""

    _name = "social.interagency.participant.invite"
    _description = "Invitation of a user"

    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant", required=True
    )
    name = fields.Char(string="Full name", required=True)
    position = fields.Char(required=True)
    email = fields.Char(string="E-mail", required=True)
    phone = fields.Char()

    def action_invite(self):
        """Create or find the user, link it and send the invitation."""
        self.ensure_one()
        self.env["social.interagency.participant"].check_access("write")
        email = self._get_email()
        user_sudo = self._find_user(email) or self._create_user(email)
        self.participant_id.user_ids |= user_sudo.sudo(False)
        self.participant_id.responsible_ids |= user_sudo.partner_id.sudo(False)
        self.participant_id._journal("user_linked", {"user": user_sudo.id})
        return {"type": "ir.actions.act_window_close"}

    def _get_email(self):
        if email := email_normalize(self.email):
            return email
        raise UserError(
            self.env._(
                "The e-mail of the invitation is wrong. "
                "Enter one address such as name@example.org."
            )
        )

    def _find_user(self, email):
        users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
        user_sudo = users_sudo.search([("login", "=", email)], limit=1)
        if user_sudo and not user_sudo.active:
            raise UserError(
                self.env._(
                    "A user with this e-mail exists and is switched off. "
                    "Ask the administrator of users to switch it on."
                )
            )
        return user_sudo

    def _create_user(self, email):
        partner = (
            self.env["res.partner"]
            .sudo()
            .create(
                {
                    "name": self.name,
                    "function": self.position,
                    "email": email,
                    "phone": self.phone,
                    "parent_id": self.participant_id.partner_id.id,
                }
            )
        )
        user_sudo = (
            self.env["res.users"]
            .sudo()
            .with_context(no_reset_password=True)
            ._create_user_from_template(
                {
                    "login": email,
                    "email": email,
                    "partner_id": partner.id,
                    "lang": self.env.user.lang,
                    "tz": self.participant_id.tz,
                }
            )
        )
        user_sudo.with_context(create_user=True).action_reset_password()
        return user_sudo
