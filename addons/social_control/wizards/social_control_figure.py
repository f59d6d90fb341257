from odoo import api, fields, models


class SocialControlFigure(models.TransientModel):
    """Figures of an open period as one user counted them a moment ago."""

    _name = "social.control.figure"
    _description = "Figure of an open period"
    _inherit = ["social.control.figure.mixin"]
    _order = "sequence, id"

    indicator_id = fields.Many2one(ondelete="cascade")
    create_date = fields.Datetime(string="Counted At")

    @api.model
    def _prepare_stamp(self):
        now = fields.Datetime.to_string(fields.Datetime.now())
        stamps = dict.fromkeys(("create_date", "write_date"), now)
        return {**stamps, **dict.fromkeys(("create_uid", "write_uid"), self.env.uid)}
