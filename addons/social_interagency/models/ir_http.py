from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        # A part of a form that has no name is no parameter of anybody.
        request.params.pop(None, None)
        return super()._dispatch(endpoint)
