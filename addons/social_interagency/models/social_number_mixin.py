from odoo import api, fields, models
from odoo.exceptions import UserError


class SocialNumberMixin(models.AbstractModel):
    """A paper that has its number and its first journal entry from the beginning.

    Numbers come from the sequence whose code is the name of the model, those of a
    whole batch in one query. Such a paper is evidence and is never deleted.
    """

    _name = "social.number.mixin"
    _description = "Numbered paper"
    _inherit = ["social.lock.mixin", "social.journal.mixin"]

    _code_fields = frozenset({"name"})

    name = fields.Char(
        string="Number", readonly=True, copy=False, default="/", index="trigram"
    )

    _name_unique = models.UniqueIndex(
        "(name) WHERE name != '/'", "A paper with this number exists."
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_unlocked():
            for vals in vals_list:
                self._check_code_fields(vals)
        numbers = self.env["ir.sequence"]._next_numbers(self._name, len(vals_list))
        numbered = [
            {**vals, "name": number}
            for vals, number in zip(vals_list, numbers, strict=True)
        ]
        papers = super(SocialNumberMixin, self._keyed()).create(numbered)
        papers = papers.with_env(self.env)
        papers._journal("created")
        return papers

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(
            self.env._(
                "%(document)s is evidence and is not deleted. "
                "Close or cancel it by its own buttons instead.",
                document=self._get_refusal_name(),
            )
        )
