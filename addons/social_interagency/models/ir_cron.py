from odoo import models
from odoo.tools import SQL


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _register_hook(self):
        """Call jobs back that a jump of the clock has put off.

        A job that ran "in the future" has its next call after that: without this it
        would stand still until the clock comes there again.
        """
        super()._register_hook()
        self.env.cr.execute(
            SQL(
                "UPDATE ir_cron SET nextcall = %(now)s, lastcall = %(now)s "
                "WHERE lastcall > %(now)s + interval '1 hour'",
                now=self.env.cr.now().replace(microsecond=0),
            )
        )
