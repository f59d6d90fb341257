from odoo import fields, models

from .social_support_document_mixin import CURATOR


class SocialSupportProgrammeContentMixin(models.AbstractModel):
    """Part of a programme: added, changed and removed only in the draft."""

    _name = "social.support.programme.content.mixin"
    _description = "Content of an individual programme"
    _inherit = ["social.support.row.mixin"]
    _order = "programme_id, sequence, id"

    _parent_field = "programme_id"
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
        self._mark(performance, note)

    def _mark(self, performance, note):
        self._unlocked().write({"performance": performance, "performance_note": note})
        for row in self:
            row.programme_id._journal(
                "marked", {self._row_key: row.id, "performance": performance}
            )

    def action_mark_performed(self):
        """Mark the rows as performed."""
        self.action_mark("performed")
