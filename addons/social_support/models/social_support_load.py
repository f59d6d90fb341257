from odoo import fields, models
from odoo.tools import SQL


class SocialSupportLoad(models.Model):
    """How many open cases each curator of a participant keeps."""

    _name = "social.support.load"
    _description = "Load of curators"
    _auto = False
    _order = "case_count desc, officer_id"
    _rec_name = "officer_id"
    _depends = {
        "social.support.case": [
            "level_id",
            "next_visit_date",
            "officer_id",
            "participant_id",
            "state",
        ],
        "social.support.level": ["visit_days"],
        "social.support.norm": ["value"],
    }

    officer_id = fields.Many2one(
        comodel_name="res.users", string="Curator", readonly=True
    )
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant", string="Kept by", readonly=True
    )
    case_count = fields.Integer(string="Open cases", readonly=True)
    active_count = fields.Integer(string="Of them in support", readonly=True)
    visit_rate = fields.Float(
        string="Visits a month",
        readonly=True,
        digits=(16, 1),
        help="By the levels of the open cases.",
    )
    late_visit_count = fields.Integer(string="Visits overdue", readonly=True)
    norm = fields.Integer(readonly=True, aggregator=False)
    limit = fields.Integer(string="At most", readonly=True, aggregator=False)
    is_over_norm = fields.Boolean(string="Over the norm", readonly=True)

    @property
    def _table_query(self):
        norms = self.env["social.support.norm"]
        return SQL(
            """
            SELECT min(kept.id) AS id,
                   kept.officer_id,
                   kept.participant_id,
                   count(*) AS case_count,
                   count(*) FILTER (WHERE kept.state = 'active') AS active_count,
                   sum(30.0 / level.visit_days) AS visit_rate,
                   count(*) FILTER (WHERE kept.next_visit_date < %(today)s)
                       AS late_visit_count,
                   %(norm)s AS norm,
                   %(limit)s AS limit,
                   count(*) > %(norm)s AS is_over_norm
              FROM social_support_case kept
              LEFT JOIN social_support_level level ON level.id = kept.level_id
             WHERE kept.state NOT IN ('closed', 'refused')
             GROUP BY kept.officer_id, kept.participant_id
            """,
            today=fields.Date.context_today(self),
            norm=norms._get_value("load_soft"),
            limit=norms._get_value("load_hard"),
        )
