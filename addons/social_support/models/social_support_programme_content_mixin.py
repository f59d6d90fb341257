from odoo import api, fields, models
from odoo.exceptions import UserError

from .social_support_document_mixin import CURATOR


class SocialSupportProgrammeContentMixin(models.AbstractModel):
    """Part of a programme: added, changed and removed only in the draft."""

    _name = "social.support.programme.content.mixin"
    _description = "Content of an individual programme"
    _inherit = ["social.lock.mixin", "social.required.mixin"]
    _order = "programme_id, sequence, id"

    _row_key = None
    _code_fields = frozenset({"performance", "performance_note"})
    _content_fields = frozenset({"programme_id", "sequence"})

    programme_id = fields.Many2one(
        comodel_name="social.support.programme",
        string="Individual programme",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10, aggregator=False)
    state = fields.Selection(related="programme_id.state")
    performance = fields.Selection(
        selection=[
            ("performed", "Performed"),
            ("partial", "Performed in part"),
            ("not_performed", "Not performed"),
        ],
        string="Mark of performance",
        readonly=True,
        copy=False,
    )
    performance_note = fields.Char(string="Reason or result", readonly=True, copy=False)

    def _is_open_for_editing(self):
        return self.sudo().programme_id._is_open_for_editing()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:  # the key of a parent's creation opens no marks
            self._check_code_fields(vals)
        parts = super().create(vals_list)
        if not self._is_unlocked():
            parts._check_content_open()
        return parts

    def write(self, vals):
        result = super().write(vals)
        if "programme_id" in vals and not self._is_unlocked():
            self._check_content_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        if not self._is_unlocked():
            self._check_content_open()

    def _check_content_open(self):
        for part in self:
            if not part._is_open_for_editing():
                raise UserError(
                    self.env._(
                        "Programme %(programme)s is no longer a draft and its content "
                        "stays as it is. Make a new version of the programme.",
                        programme=part.sudo().programme_id.name,
                    )
                )

    def action_mark(self, performance, note=None):
        """Mark how the rows were performed.

        :param performance: ``performed``, ``partial`` or ``not_performed``
        :param note: the reason or the result, needed unless all was performed
        """
        programmes = self.programme_id
        programmes._check_may(CURATOR)
        programmes._check_in_force()
        if performance != "performed":
            programmes._check_text(note, "performance_note", self)
        self._unlocked().write({"performance": performance, "performance_note": note})
        for row in self:
            row.programme_id._journal(
                "marked", {self._row_key: row.id, "performance": performance}
            )

    def action_mark_performed(self):
        """Mark the rows as performed."""
        self.action_mark("performed")
