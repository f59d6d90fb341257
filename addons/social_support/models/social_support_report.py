from odoo import fields, models
from odoo.tools import SQL

from ..tools.selections import HELP_KINDS


class SocialSupportReport(models.Model):
    """Measures given to organisations as a table for pivots: a row for each."""

    _name = "social.support.report"
    _description = "Analysis of measures"
    _auto = False
    _order = "proposed_at desc"
    _rec_name = "assignment_id"
    _depends = {
        "social.support.assignment": [
            "answer_deadline",
            "answered_at",
            "case_id",
            "closed_at",
            "deadline",
            "help_kind",
            "is_answered_late",
            "is_closed_late",
            "measure_id",
            "officer_id",
            "participant_id",
            "proposed_at",
            "state",
        ],
        "social.support.case": ["level_id", "participant_id"],
    }

    assignment_id = fields.Many2one(
        comodel_name="social.support.assignment", readonly=True
    )
    case_id = fields.Many2one(comodel_name="social.support.case", readonly=True)
    keeper_id = fields.Many2one(
        comodel_name="social.interagency.participant", string="Kept by", readonly=True
    )
    level_id = fields.Many2one(comodel_name="social.support.level", readonly=True)
    officer_id = fields.Many2one(
        comodel_name="res.users", string="Curator", readonly=True
    )
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Organisation",
        readonly=True,
    )
    measure_id = fields.Many2one(comodel_name="social.support.measure", readonly=True)
    help_kind = fields.Selection(
        selection=HELP_KINDS, string="Kind of help", readonly=True
    )
    state = fields.Selection(
        selection=lambda self: (
            self.env["social.support.assignment"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        readonly=True,
    )
    proposed_at = fields.Datetime(string="Proposed", readonly=True)
    deadline = fields.Datetime(readonly=True)
    closed_at = fields.Datetime(readonly=True)
    answered_late = fields.Integer(string="Answered late", readonly=True)
    done = fields.Integer(readonly=True)
    done_late = fields.Integer(string="Done late", readonly=True)
    waiting_late = fields.Integer(string="Overdue", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT assignment.id,
                   assignment.id AS assignment_id,
                   assignment.case_id,
                   kept.participant_id AS keeper_id,
                   kept.level_id,
                   assignment.officer_id,
                   assignment.participant_id,
                   assignment.measure_id,
                   assignment.help_kind,
                   assignment.state,
                   assignment.proposed_at,
                   assignment.deadline,
                   assignment.closed_at,
                   assignment.is_answered_late::int AS answered_late,
                   (assignment.state = 'done')::int AS done,
                   (assignment.state = 'done' AND assignment.is_closed_late)::int
                       AS done_late,
                   (assignment.closed_at IS NULL
                    AND assignment.deadline < %(now)s)::int AS waiting_late
              FROM social_support_assignment assignment
              JOIN social_support_case kept ON kept.id = assignment.case_id
            """,
            now=fields.Datetime.now(),
        )
