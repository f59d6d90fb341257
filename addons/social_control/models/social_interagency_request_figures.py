from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

REPEAT_PARAMETER = "social_control.repeat_days"
DEFAULT_REPEAT = 90
_EARLIER = """EXISTS (
    SELECT FROM social_interagency_request earlier
     WHERE earlier.citizen_id = %(citizen)s
       AND earlier.addressee_id = %(addressee)s
       AND earlier.sender_id = %(sender)s
       AND earlier.id != %(id)s
       AND earlier.sent_at < %(sent)s
       AND earlier.sent_at >= %(sent)s - %(days)s * interval '1 day'
       AND earlier.state != 'cancelled'
       AND EXISTS (
           SELECT FROM social_interagency_request_line asked
             JOIN social_interagency_request_line again
               ON again.document_type_id = asked.document_type_id
            WHERE asked.request_id = earlier.id AND again.request_id = %(id)s
       )
)"""


class SocialInteragencyRequestFigures(models.Model):
    """What the evaluation of interaction asks of a request."""

    _inherit = "social.interagency.request"

    is_sent_late = fields.Boolean(
        string="Sent after its term",
        compute="_compute_is_sent_late",
        search="_search_is_sent_late",
    )
    is_repeated = fields.Boolean(
        string="Asked once more",
        compute="_compute_is_repeated",
        search="_search_is_repeated",
        groups="base.group_user",
        help="The sender asked the same addressee for the same paper about the same "
        "citizen shortly before.",
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

    @api.depends("sent_at", "sender_id", "addressee_id", "citizen_id", "line_ids")
    def _compute_is_repeated(self):
        repeated = self.filtered_domain(self._search_is_repeated("in", [True]))
        for request in self:
            request.is_repeated = request in repeated

    def _search_is_repeated(self, operator, value):
        if operator != "in":
            return NotImplemented
        repeated = Domain.custom(to_sql=self._get_repeated_sql)
        return Domain.OR(repeated if wanted else ~repeated for wanted in value)

    @api.model
    def _get_repeated_sql(self, records, alias, query):
        get_param = self.env["ir.config_parameter"].sudo().get_param
        names = ("citizen", "addressee", "sender")
        return SQL(
            _EARLIER,
            **{name: SQL.identifier(alias, f"{name}_id") for name in names},
            id=SQL.identifier(alias, "id"),
            sent=SQL.identifier(alias, "sent_at"),
            days=int(get_param(REPEAT_PARAMETER, DEFAULT_REPEAT)),
        )
