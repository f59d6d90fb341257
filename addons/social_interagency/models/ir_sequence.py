from odoo import api, models, tools
from odoo.tools import SQL


class IrSequence(models.Model):
    _name = "ir.sequence"
    _inherit = ["ir.sequence", "social.law.mixin"]

    @api.model
    def _next_numbers(self, code, count):
        """Return ``count`` numbers of the sequence ``code``, taken in one query."""
        sequence_sudo = self.sudo().browse(self._get_id_by_code(code))
        sequence_sudo.fetch(["implementation", "padding", "prefix", "suffix"])
        if sequence_sudo.implementation != "standard":
            return [sequence_sudo.next_by_id() for _number in range(count)]
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence_sudo.id:03d}",
                count,
            )
        )
        prefix, suffix = sequence_sudo._get_prefix_suffix()
        padding = sequence_sudo.padding
        return [f"{prefix}{number:0{padding}d}{suffix}" for (number,) in rows]

    @api.model
    @tools.ormcache("code")
    def _get_id_by_code(self, code):
        return self.sudo().search([("code", "=", code)], limit=1).id
