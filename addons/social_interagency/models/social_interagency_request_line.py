from odoo import api, fields, models


class SocialInteragencyRequestLine(models.Model):
    """One document or piece of information that a request asks for."""

    _name = "social.interagency.request.line"
    _description = "Requested document"
    _inherit = ["social.lock.mixin"]
    _order = "request_id, sequence, id"
    _rec_name = "document_type_id"

    _code_fields = frozenset({"result", "document_id"})
    _content_fields = frozenset({"request_id", "document_type_id", "sequence"})

    request_id = fields.Many2one(
        comodel_name="social.interagency.request",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10, aggregator=False)
    document_type_id = fields.Many2one(
        comodel_name="social.interagency.document.type",
        required=True,
        ondelete="restrict",
        index=True,
    )
    data_asked = fields.Text(related="document_type_id.data_asked")
    result = fields.Selection(
        selection=[
            ("provided", "Provided"),
            ("no_data", "No data held"),
            ("refused", "Refused"),
        ],
        readonly=True,
        copy=False,
    )
    document_id = fields.Many2one(
        comodel_name="social.interagency.document",
        string="Received paper",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="base.group_user",
    )

    _type_once = models.UniqueIndex(
        "(request_id, document_type_id)",
        "A request asks for each document type once. Remove the second line.",
    )

    def _is_open_for_editing(self):
        return self.request_id._is_open_for_editing()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not lines._is_unlocked():
            lines._check_content_open()
            lines.request_id._check_right_to_ask()
        return lines

    def write(self, vals):
        written = super().write(vals)
        if "document_type_id" in vals:
            self.request_id._check_right_to_ask()
        return written

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self._check_content_open()

    @api.depends("document_type_id", "request_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.document_type_id.name
