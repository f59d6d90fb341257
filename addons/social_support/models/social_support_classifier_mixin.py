from odoo import api, fields, models
from odoo.exceptions import UserError


class SocialSupportClassifierMixin(models.AbstractModel):
    """A row of a list that the ministry keeps, with its legal basis."""

    _name = "social.support.classifier.mixin"
    _description = "List of social support"
    _inherit = ["social.required.mixin"]
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10, aggregator=False)
    active = fields.Boolean(default=True)
    legal_basis = fields.Char(required=True)

    _code_unique = models.UniqueIndex(
        "(code)", "The list has a row with this code. Choose another code."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for row in self:
            if row._is_used():
                raise UserError(
                    self.env._(
                        "“%(name)s” is used in documents and is not deleted. "
                        "Archive it, and nobody chooses it any more.",
                        name=row.name,
                    )
                )

    def _is_used(self):
        """Tell whether any document names the row, whoever may see that document."""
        return any(
            self.env[link.model_name]
            .sudo()
            .with_context(active_test=False)
            .search_count([(link.name, "in", self.ids)], limit=1)
            for link in self._get_links()
        )

    @api.model
    def _get_links(self):
        """Return the stored fields by which documents name rows of the list."""
        return [
            field
            for model in self.env.registry.values()
            if model._auto and not model._transient
            for field in model._fields.values()
            if field.comodel_name == self._name
            and field.store
            and field.type in ("many2one", "many2many")
        ]
