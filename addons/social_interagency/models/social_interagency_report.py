from odoo import fields, models
from odoo.tools import SQL

from ..tools.selections import CHANNELS


class SocialInteragencyReport(models.Model):
    """Sent requests as a table for pivots: one row for each request."""

    _name = "social.interagency.report"
    _description = "Analysis of requests"
    _auto = False
    _order = "sent_at desc"
    _rec_name = "request_id"
    _depends = {
        "social.interagency.request": [
            "addressee_id",
            "channel",
            "closed_at",
            "deadline",
            "executor_id",
            "is_closed_late",
            "prepare_deadline",
            "sender_id",
            "sent_at",
            "service_id",
            "state",
        ],
        "social.interagency.participant": ["kind"],
    }

    request_id = fields.Many2one(
        comodel_name="social.interagency.request", readonly=True
    )
    sender_id = fields.Many2one(
        comodel_name="social.interagency.participant", readonly=True
    )
    addressee_id = fields.Many2one(
        comodel_name="social.interagency.participant", readonly=True
    )
    addressee_kind = fields.Selection(
        related="addressee_id.kind", string="Kind of addressee"
    )
    service_id = fields.Many2one(
        comodel_name="social.interagency.service",
        string="Social service",
        readonly=True,
    )
    executor_id = fields.Many2one(comodel_name="res.users", readonly=True)
    channel = fields.Selection(selection=CHANNELS, readonly=True)
    state = fields.Selection(
        selection=lambda self: (
            self.env["social.interagency.request"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        readonly=True,
    )
    sent_at = fields.Datetime(readonly=True)
    deadline = fields.Datetime(readonly=True)
    closed_at = fields.Datetime(readonly=True)
    sent_late = fields.Integer(string="Sent late", readonly=True)
    answered = fields.Integer(readonly=True)
    answered_late = fields.Integer(string="Answered late", readonly=True)
    waiting_late = fields.Integer(string="Overdue, no answer", readonly=True)
    answer_days = fields.Float(
        string="Days to answer", readonly=True, aggregator="avg", digits=(16, 1)
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT request.id AS id,
                   request.id AS request_id,
                   request.sender_id,
                   request.addressee_id,
                   request.service_id,
                   request.executor_id,
                   request.channel,
                   request.state,
                   request.sent_at,
                   request.deadline,
                   request.closed_at,
                   (request.sent_at > request.prepare_deadline)::int AS sent_late,
                   (request.closed_at IS NOT NULL)::int AS answered,
                   request.is_closed_late::int AS answered_late,
                   (request.closed_at IS NULL
                    AND request.deadline < %(now)s)::int AS waiting_late,
                   EXTRACT(EPOCH FROM request.closed_at - request.sent_at) / 86400
                       AS answer_days
              FROM social_interagency_request request
             WHERE request.sent_at IS NOT NULL AND request.state != 'cancelled'
            """,
            now=fields.Datetime.now(),
        )
