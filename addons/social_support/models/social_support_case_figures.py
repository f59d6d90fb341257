from odoo import api, fields, models


class SocialSupportCaseFigures(models.Model):
    """What the curator's board and the buttons of a case show at a glance."""

    _inherit = "social.support.case"

    level_color = fields.Integer(related="level_id.color")
    overdue_assignment_count = fields.Integer(
        string="Measures overdue", compute="_compute_overdue_assignment_count"
    )
    unassigned_count = fields.Integer(
        string="Measures not given yet", compute="_compute_unassigned_count"
    )
    request_count = fields.Integer(compute="_compute_counts")
    plan_count = fields.Integer(compute="_compute_counts")
    assignment_count = fields.Integer(compute="_compute_counts")
    visit_count = fields.Integer(compute="_compute_counts")
    programme_count = fields.Integer(compute="_compute_programme_count")

    @api.depends("assignment_ids.deadline", "assignment_ids.closed_at")
    def _compute_overdue_assignment_count(self):
        counts = self._count_by_case(
            "assignment_ids", ("deadline_state", "=", "overdue")
        )
        for case in self:
            case.overdue_assignment_count = counts.get(case._origin, 0)

    @api.depends("plan_ids.state", "plan_ids.line_ids.assignment_ids")
    def _compute_unassigned_count(self):
        for case in self:
            case.unassigned_count = case.plan_id.unassigned_count

    @api.depends("request_ids", "plan_ids", "assignment_ids", "visit_ids")
    def _compute_counts(self):
        for name in ("request", "plan", "assignment", "visit"):
            counts = self._count_by_case(f"{name}_ids")
            for case in self:
                case[f"{name}_count"] = counts.get(case._origin, 0)

    @api.depends("citizen_id.programme_ids")
    def _compute_programme_count(self):
        for case in self:
            case.programme_count = len(case.citizen_id.programme_ids)

    @api.model
    def _expand_states(self, states, domain):
        """Show a column for each state of a living case, for an ended one if any."""
        ended = ("closed", "refused")
        return [
            state
            for state, _label in self._fields["state"].selection
            if state in states or state not in ended
        ]

    def _count_by_case(self, name, *conditions):
        """Return ``{case: number of its rows}`` in one query.

        :param name: the field that holds the rows
        """
        link = self._fields[name].inverse_name
        rows = self.env[self._fields[name].comodel_name]._read_group(
            [(link, "in", self.ids), *conditions], [link], ["__count"]
        )
        return dict(rows)
