from odoo import api, models
from odoo.exceptions import ValidationError

_NEVER_EMPTY = ("boolean", "integer", "float", "one2many", "many2many")


class SocialRequiredMixin(models.AbstractModel):
    """Names every empty required field in one sentence and saves nothing.

    The database refuses such a row too, but in words of its own and with the whole
    row, a citizen's name included, in the server's log.
    """

    _name = "social.required.mixin"
    _description = "Document with Required Fields"

    @api.model_create_multi
    def create(self, vals_list):
        names = self._get_required_names()
        for vals in vals_list:
            empty = [name for name in names if not vals.get(name)]
            self._check_not_empty(self._without_defaults(empty, vals))
        return super().create(vals_list)

    def write(self, vals):
        names = self._get_required_names() & vals.keys()
        self._check_not_empty([name for name in names if not vals[name]])
        return super().write(vals)

    @api.model
    def _get_required_names(self):
        return {
            name
            for name, field in self._fields.items()
            if field.required
            and field.store
            and not (field.compute or field.inherited)
            and field.type not in _NEVER_EMPTY
            and name not in self._inherits.values()
        }

    @api.model
    def _without_defaults(self, names, vals):
        """Return the names for which neither the values nor a default is there."""
        absent = [name for name in names if name not in vals]
        defaults = self.default_get(absent) if absent else {}
        return [name for name in names if not defaults.get(name)]

    @api.model
    def _check_not_empty(self, names):
        if names:
            labels = [
                self._fields[name]._description_string(self.env)
                for name in self._fields
                if name in names
            ]
            raise ValidationError(
                self.env._(
                    "%(document)s: not filled in: %(fields)s. "
                    "Fill it in and save again.",
                    document=self.env["ir.model"]._get(self._name).name,
                    fields=", ".join(labels),
                )
            )
