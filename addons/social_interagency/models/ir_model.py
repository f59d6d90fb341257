from odoo import api, models, tools


class IrModel(models.Model):
    _inherit = "ir.model"

    @api.model
    @tools.ormcache("self.env.lang", cache="stable")
    def _get_paper_labels(self):
        """Return ``(model, name)`` of all our models, for fields that link any paper.

        Odoo asks for the selection of such a field once for each record.
        """
        ours = self.sudo().search([("model", "=like", "social.%")])
        return [(model.model, model.name) for model in ours]
