from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

_KEY = object()


class SocialInteragencyProcedure(models.Model):
    """An ordered chain of steps with a final result (order 889н, clause §5в).

    A procedure without a regulation is a standard one, ready to be taken over.
    """

    _name = "social.interagency.procedure"
    _description = "Procedure"
    _inherit = ["social.interagency.regulation.content.mixin"]
    _order = "sequence, name, id"

    sequence = fields.Integer(default=10, aggregator=False)
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    regulation_id = fields.Many2one(
        help="Empty: a standard procedure that any regulation may take over.",
        copy=False,
    )
    legal_basis = fields.Char()
    service_ids = fields.Many2many(
        comodel_name="social.interagency.service",
        relation="social_interagency_procedure_service_rel",
        column1="procedure_id",
        column2="service_id",
        string="Social services",
        help="Services that the procedure leads to. Empty: any service.",
    )
    step_ids = fields.One2many(
        comodel_name="social.interagency.procedure.step",
        inverse_name="procedure_id",
        string="Steps",
        copy=True,
    )
    step_count = fields.Integer(string="Number of steps", compute="_compute_steps")
    final_result = fields.Char(compute="_compute_steps")
    is_usable = fields.Boolean(
        string="For new applications",
        compute="_compute_is_usable",
        search="_search_is_usable",
    )

    @api.depends("step_ids.is_final", "step_ids.result")
    def _compute_steps(self):
        for procedure in self:
            steps = procedure.step_ids
            procedure.step_count = len(steps)
            procedure.final_result = steps.filtered("is_final")[:1].result

    @api.depends("regulation_id.state")
    def _compute_is_usable(self):
        usable = self.filtered_domain(self._get_domain_usable())
        usable.is_usable = True
        (self - usable).is_usable = False

    def _search_is_usable(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_domain_usable()
        return Domain.OR(domain if wanted else ~domain for wanted in value)

    @api.constrains("step_ids")
    def _check_final_step(self):
        for procedure in self:
            procedure._check_steps(procedure.step_ids)

    @api.model_create_multi
    def create(self, vals_list):
        procedures = super(SocialInteragencyProcedure, self._editing_steps()).create(
            vals_list
        )
        procedures._check_final_step()
        return procedures.with_env(self.env)

    def write(self, vals):
        return super(SocialInteragencyProcedure, self._editing_steps()).write(vals)

    def _editing_steps(self):
        """Check the final step once, after all steps of the same write."""
        return self.with_context(social_procedure=_KEY)

    def _is_editing_steps(self):
        return self.env.context.get("social_procedure") is _KEY

    @api.model
    def _get_domain_usable(self):
        """Return which procedures new applications follow.

        They are those of the regulations in force; where these describe none, the
        standard ones.
        """
        in_force = Domain("regulation_id.state", "=", "in_force")
        if self.search_count(in_force, limit=1):
            return in_force
        return Domain("regulation_id", "=", False)

    @api.model
    def _get_usable(self, services=None):
        """Return the procedures that an application for ``services`` may follow."""
        domain = self._get_domain_usable()
        if services:
            domain &= Domain("service_ids", "=", False) | Domain(
                "service_ids", "in", services.ids
            )
        return self.search(domain)

    def _check_steps(self, steps):
        """Refuse a chain whose last step is not its one final, mandatory result."""
        final = steps.filtered("is_final")
        if not steps or final != steps.sorted()[-1:]:
            raise ValidationError(
                self.env._(
                    "Procedure “%(procedure)s” must end with exactly one step "
                    "marked as final. Mark the last step.",
                    procedure=self.name,
                )
            )
        if not final.is_mandatory or not (final.result or "").strip():
            raise ValidationError(
                self.env._(
                    "Procedure “%(procedure)s”: the final step “%(step)s” must be "
                    "mandatory and name its result.",
                    procedure=self.name,
                    step=final.name,
                )
            )

    def _get_steps_text(self):
        """Return the steps line by line, as versions are compared."""
        return "\n".join(step._get_step_text() for step in self.step_ids.sorted())
