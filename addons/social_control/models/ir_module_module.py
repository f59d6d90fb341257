from odoo import api, models
from odoo.fields import Domain


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _get_evidence_domains(self):
        figures = {"social.control.indicator.value": Domain.TRUE}
        return super()._get_evidence_domains() | figures
