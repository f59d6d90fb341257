from odoo import api, fields, models

from ..tools import comparison


class SocialComparisonMixin(models.AbstractModel):
    """Two versions of a document side by side.

    The other version is named by the key ``compare_with_id`` of the context. A
    model says in ``_get_comparable`` what is compared.
    """

    _name = "social.comparison.mixin"
    _description = "Difference between versions"

    comparison_html = fields.Html(
        string="Difference",
        compute="_compute_comparison_html",
        sanitize=False,
    )

    @api.depends_context("compare_with_id", "lang", "uid")
    def _compute_comparison_html(self):
        other = self._get_compared()
        for document in self:
            document.comparison_html = (
                document._render_comparison(other) if other else False
            )

    def _get_compared(self):
        other_id = self.env.context.get("compare_with_id")
        if not isinstance(other_id, int):
            return self.browse()
        return self.browse(other_id).exists()

    def _render_comparison(self, other):
        chapters = comparison.compare(other._get_comparable(), self._get_comparable())
        return self.env["ir.qweb"]._render(
            "social_interagency.comparison",
            {
                "before": other,
                "after": self,
                "chapters": [chapter for chapter in chapters if chapter["is_changed"]],
            },
        )

    def _get_comparable(self):
        """Return the content as ordered pairs of a heading and a text."""
        return [(self._description, self.display_name)]
