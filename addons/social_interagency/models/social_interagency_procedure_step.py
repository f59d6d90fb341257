from odoo import api, fields, models

from ..tools.selections import STEP_KINDS


class SocialInteragencyProcedureStep(models.Model):
    """One step of a procedure: what is done, in what term, with what result."""

    _name = "social.interagency.procedure.step"
    _description = "Step of a procedure"
    _inherit = ["social.interagency.regulation.content.mixin"]
    _order = "procedure_id, sequence, id"

    regulation_id = fields.Many2one(related="procedure_id.regulation_id", index=False)
    procedure_id = fields.Many2one(
        comodel_name="social.interagency.procedure",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10, aggregator=False)
    name = fields.Char(required=True)
    kind = fields.Selection(selection=STEP_KINDS, required=True, default="other")
    is_mandatory = fields.Boolean(string="Mandatory", default=True)
    term_value = fields.Integer(string="Term")
    term_unit = fields.Selection(
        selection=[
            ("working_days", "Working days"),
            ("calendar_days", "Calendar days"),
            ("hours", "Hours"),
            ("months", "Months"),
        ],
        string="Unit",
        required=True,
        default="working_days",
    )
    result = fields.Char(string="What it produces")
    is_final = fields.Boolean(string="Final result")

    _term_positive = models.Constraint(
        "CHECK(term_value >= 0)", "The term of a step cannot be negative."
    )

    @api.constrains("is_final", "is_mandatory", "result", "sequence", "procedure_id")
    def _check_final_step(self):
        if not self.procedure_id._is_editing_steps():
            self.procedure_id._check_final_step()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_final(self):
        for procedure in self.procedure_id:
            if not procedure._is_editing_steps():
                procedure._check_steps(procedure.step_ids - self)

    def _get_regulations(self):
        return self.procedure_id.regulation_id

    def _get_step_text(self):
        return "; ".join(filter(None, [self.name, self._get_term_text(), self.result]))

    def _get_term_text(self):
        if not self.term_value:
            return ""
        return self.env["social.interagency.term.rule"]._get_length_text(
            {"value": self.term_value, "unit": self.term_unit, "hours_run_on": True}
        )
