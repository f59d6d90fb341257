from odoo import fields, models
from odoo.addons.social_interagency.models import social_interagency_citizen


class SocialInteragencyCitizen(models.Model):
    """The family, the circumstances of art. 15 and the programmes of a citizen."""

    _inherit = "social.interagency.citizen"

    _personal_fields = (
        social_interagency_citizen.SocialInteragencyCitizen._personal_fields
        | {"circumstance_ids", "family_member_ids"}
    )

    circumstance_ids = fields.One2many(
        comodel_name="social.support.citizen.circumstance",
        inverse_name="citizen_id",
        string="Circumstances of need",
    )
    family_member_ids = fields.One2many(
        comodel_name="social.support.family.member",
        inverse_name="citizen_id",
        string="Family",
    )
    programme_ids = fields.One2many(
        comodel_name="social.support.programme",
        inverse_name="citizen_id",
        string="Individual programmes",
    )
    urgent_ids = fields.One2many(
        comodel_name="social.support.urgent",
        inverse_name="citizen_id",
        string="Urgent services",
    )
