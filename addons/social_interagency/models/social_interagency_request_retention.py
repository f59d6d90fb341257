from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class SocialInteragencyRequestRetention(models.Model):
    """Until when a request is kept and what is left of it afterwards (§6г)."""

    _inherit = "social.interagency.request"

    _code_fields = frozenset({"retention_until", "destroyed_at"})

    retention_until = fields.Date(
        string="Kept until", compute="_compute_retention_until", store=True
    )
    destroyed_at = fields.Datetime(readonly=True, copy=False)

    _retention_idx = models.Index(
        "(retention_until) WHERE retention_until IS NOT NULL AND destroyed_at IS NULL"
    )

    @api.depends("closed_at", "state")
    def _compute_retention_until(self):
        for request in self:
            is_over = request.closed_at and request.state in ("accepted", "cancelled")
            request.retention_until = is_over and request._get_retention_end()

    def _get_retention_end(self):
        """Return the day by the type that is kept longest."""
        years = self.line_ids.document_type_id.mapped("retention_years")
        return self.closed_at + relativedelta(years=max(years, default=5))

    def _do_destroy(self, act):
        """Wipe what the requests say of a citizen; number, dates and journal stay."""
        answers_sudo = self.sudo().answer_ids
        answers_sudo.attachment_ids._keyed_unlink()
        answers_sudo._unlocked().write({"text": False})
        self._unlocked().write(
            {
                "citizen_id": False,
                "consent_id": False,
                "content": False,
                "decision_ground": False,
                "destroyed_at": self._now(),
            }
        )
        self._journal("destroyed", {"destruction": act.id})
