from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

REPEAT_PARAMETER = "social_control.repeat_days"
DEFAULT_REPEAT = 90
# One pass over the requests in their order, not a search for each of them.
_REPEATED = """(
    SELECT asked.request_id
      FROM (
          SELECT line.request_id,
                 request.sent_at - lag(request.sent_at) OVER (
                     PARTITION BY request.citizen_id, request.addressee_id,
                                  request.sender_id, line.document_type_id
                         ORDER BY request.sent_at, request.id
                 ) AS gap
            FROM social_interagency_request request
            JOIN social_interagency_request_line line ON line.request_id = request.id
           WHERE request.citizen_id IS NOT NULL
             AND request.state != 'cancelled'
             AND request.sent_at >= %(since)s
             AND request.sent_at < %(until)s
      ) AS asked
     WHERE asked.gap <= %(days)s * interval '1 day'
)"""


class SocialInteragencyRequestFigures(models.Model):
    """What the evaluation of interaction asks of a request."""

    _inherit = "social.interagency.request"

    is_sent_late = fields.Boolean(
        string="Sent after its term",
        compute="_compute_is_sent_late",
        search="_search_is_sent_late",
    )

    @api.depends("sent_at", "prepare_deadline")
    def _compute_is_sent_late(self):
        for request in self:
            request.is_sent_late = bool(
                request.sent_at
                and request.prepare_deadline
                and request.sent_at > request.prepare_deadline
            )

    def _search_is_sent_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain.custom(
            to_sql=lambda records, alias, query: SQL(
                "COALESCE(%s > %s, FALSE)",
                SQL.identifier(alias, "sent_at"),
                SQL.identifier(alias, "prepare_deadline"),
            ),
            predicate=lambda request: request.is_sent_late,
        )
        return Domain.OR(late if wanted else ~late for wanted in value)

    @api.model
    def _get_repeated_domain(self, span):
        """Return the requests of a period that ask once more for the same.

        The same sender asked the same addressee for the same paper about the same
        citizen shortly before; how shortly, the administrator sets in days.
        """
        get_param = self.env["ir.config_parameter"].sudo().get_param
        days = int(get_param(REPEAT_PARAMETER, DEFAULT_REPEAT))
        start, end = span.as_moments()
        repeated = SQL(
            _REPEATED, days=days, since=start - timedelta(days=days), until=end
        )
        return Domain.custom(
            to_sql=lambda records, alias, query: SQL(
                "%s IN %s", SQL.identifier(alias, "id"), repeated
            )
        )
