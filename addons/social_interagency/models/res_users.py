from odoo import SUPERUSER_ID, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    social_participant_ids = fields.Many2many(
        comodel_name="social.interagency.participant",
        relation="social_interagency_participant_user_rel",
        column1="user_id",
        column2="participant_id",
        string="Acts for Participants",
    )

    def _acts_for(self, participants):
        """Tell whether the user acts for one of the participants; jobs act for all."""
        self.ensure_one()
        if self.id == SUPERUSER_ID:
            return True
        return bool(self.sudo().social_participant_ids & participants)
