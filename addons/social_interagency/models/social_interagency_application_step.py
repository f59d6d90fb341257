from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import terms
from ..tools.selections import STEP_KINDS


class SocialInteragencyApplicationStep(models.Model):
    """One dated step of an application, copied from its procedure."""

    _name = "social.interagency.application.step"
    _description = "Step of an application"
    _inherit = ["social.deadline.mixin"]
    _order = "application_id, sequence, id"

    _code_fields = frozenset({"done_by_id"})

    application_id = fields.Many2one(
        comodel_name="social.interagency.application",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10, aggregator=False)
    name = fields.Char(required=True)
    kind = fields.Selection(selection=STEP_KINDS, required=True, default="other")
    is_mandatory = fields.Boolean(default=True)
    expected_result = fields.Char()
    result = fields.Char()
    done_by_id = fields.Many2one(
        comodel_name="res.users", string="Done by", readonly=True
    )

    def action_done(self):
        """Sign the steps off as done now."""
        self.application_id._check_own()
        for step in self:
            if step.closed_at or step.application_id.state != "in_progress":
                raise UserError(
                    self.env._(
                        "Application %(application)s: the step “%(step)s” is done "
                        "already or the application is not in progress.",
                        application=step.application_id.name,
                        step=step.name,
                    )
                )
        self._unlocked().write({"closed_at": self._now(), "done_by_id": self.env.uid})
        for step in self:
            step.application_id._journal("step_done", {"step": step.id})

    @api.model
    def _prepare_from(self, step, received_at, body):
        """Return the values of the copy of a procedure's step."""
        deadline = step.term_value and body.calendar_id._get_due(
            terms.Term(step.term_value, step.term_unit), received_at, body.tz
        ).moment.replace(tzinfo=None)
        return {
            "sequence": step.sequence,
            "name": step.name,
            "kind": step.kind,
            "is_mandatory": step.is_mandatory,
            "expected_result": step.result,
            "deadline": deadline,
        }
