from odoo import api, models
from odoo.fields import Domain

FACTS = (
    "social.support.citizen.circumstance",
    "social.support.family.member",
    "social.support.refusal",
)


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _get_evidence_domains(self):
        facts = dict.fromkeys(FACTS, Domain.TRUE)
        return super()._get_evidence_domains() | facts
