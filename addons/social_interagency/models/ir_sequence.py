from odoo import api, models
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _next_numbers(self, code, count):
        """Return ``count`` numbers of the sequence ``code``, taken in one query."""
        sequence_sudo = self.sudo().search([("code", "=", code)], limit=1)
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
