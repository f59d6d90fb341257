from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    social_participant_ids = fields.Many2many(
        comodel_name="social.interagency.participant",
        relation="social_interagency_participant_user_rel",
        column1="user_id",
        column2="participant_id",
        string="Acts for Participants",
    )
