from odoo import fields, models


class SocialControlPlanAmendment(models.TransientModel):
    """A change of an approved plan, before its act is signed."""

    _name = "social.control.plan.amendment"
    _description = "Act on a plan of control"

    plan_id = fields.Many2one(
        comodel_name="social.control.plan", string="Plan of control", required=True
    )
    regime = fields.Selection(related="plan_id.regime")
    kind = fields.Selection(
        selection=[
            ("move", "Move an event"),
            ("add", "Add an event"),
            ("exclude", "Exclude an event"),
        ],
        required=True,
        default="move",
    )
    line_id = fields.Many2one(
        comodel_name="social.control.plan.line",
        string="Planned event",
        domain="[('plan_id', '=', plan_id), ('is_excluded', '=', False)]",
    )
    subject_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Inspected organisation",
    )
    rule_id = fields.Many2one(
        comodel_name="social.control.rule",
        string="Form of control",
        domain="[('regime', '=', regime)]",
    )
    planned_date = fields.Date(string="New date")
    ground = fields.Text(required=True)

    def action_confirm(self):
        """Sign the act and change the plan."""
        self.ensure_one()
        plan = self.plan_id
        if self.kind == "move":
            plan.action_move(self.line_id.id, self.planned_date, self.ground)
        elif self.kind == "exclude":
            plan.action_exclude(self.line_id.id, self.ground)
        else:
            plan.action_add(
                self.subject_id.id, self.rule_id.id, self.planned_date, self.ground
            )
        return {"type": "ir.actions.act_window_close"}
