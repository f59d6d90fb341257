from odoo import api, models, tools


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    @tools.ormcache("xmlid", "self.env.lang", cache="groups")
    def _get_role_name(self, xmlid):
        """Return what the screen calls a role; refusals of whole lists name it."""
        return self.env.ref(xmlid).sudo().name
