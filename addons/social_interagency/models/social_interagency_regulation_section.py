from odoo import api, fields, models


class SocialInteragencyRegulationSection(models.Model):
    """What a regulation says about one clause of order 889н."""

    _name = "social.interagency.regulation.section"
    _description = "Section of a regulation"
    _inherit = ["social.interagency.regulation.content.mixin"]
    _order = "regulation_id, sequence, id"
    _rec_name = "clause_id"

    regulation_id = fields.Many2one(required=True)
    clause_id = fields.Many2one(
        comodel_name="social.interagency.clause",
        required=True,
        ondelete="restrict",
        index=True,
    )
    sequence = fields.Integer(
        related="clause_id.sequence", store=True, aggregator=False
    )
    code = fields.Char(string="Clause code", related="clause_id.code")
    part_id = fields.Many2one(related="clause_id.part_id")
    is_mandatory = fields.Boolean(related="clause_id.is_mandatory")
    wording = fields.Text(related="clause_id.text")
    text = fields.Text()
    is_met = fields.Boolean(string="Met", compute="_compute_is_met")
    unmet_reason = fields.Char(string="What lacks", compute="_compute_is_met")

    _clause_unique = models.UniqueIndex(
        "(regulation_id, clause_id)",
        "The regulation has a section for this clause. Open it instead of a new one.",
    )

    @api.depends(
        "clause_id.satisfied_by",
        "regulation_id.coordinator_id",
        "regulation_id.operator_id",
        "regulation_id.controller_id",
        "regulation_id.service_ids",
        "regulation_id.procedure_ids",
        "regulation_id.term_rule_ids.step",
        "regulation_id.member_ids.activity",
        "regulation_id.member_ids.ask_type_ids",
        "regulation_id.member_ids.answer_type_ids",
        "regulation_id.section_ids.text",
    )
    @api.depends_context("lang")
    def _compute_is_met(self):
        for section in self:
            reason = section.clause_id and section.clause_id._get_unmet_reason(
                section.regulation_id
            )
            section.unmet_reason = reason
            section.is_met = not reason

    def action_mend(self):
        """Open the place where the clause can be met."""
        self.ensure_one()
        prepare = getattr(
            self,
            f"_prepare_mend_{self.clause_id.satisfied_by}",
            self._prepare_mend_text,
        )
        return {"type": "ir.actions.act_window", **prepare()}

    def _prepare_mend_text(self):
        return {
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _prepare_mend_parts(self):
        return {
            "name": self.display_name,
            "res_model": self._name,
            "views": [(False, "list")],
            "domain": [
                ("regulation_id", "=", self.regulation_id.id),
                ("clause_id", "in", self.clause_id.clause_ids.ids),
            ],
        }

    def _prepare_mend_bodies(self):
        view = "social_interagency.social_interagency_regulation_view_form_bodies"
        return {
            "name": self.display_name,
            "res_model": "social.interagency.regulation",
            "res_id": self.regulation_id.id,
            "views": [(self.env.ref(view).id, "form")],
            "target": "new",
        }

    _prepare_mend_coordinator = _prepare_mend_bodies
    _prepare_mend_operator = _prepare_mend_bodies
    _prepare_mend_controller = _prepare_mend_bodies
    _prepare_mend_services = _prepare_mend_bodies
    _prepare_mend_paid_services = _prepare_mend_bodies

    def _prepare_mend_members(self):
        return self._prepare_mend_list("social.interagency.regulation.member")

    _prepare_mend_activities = _prepare_mend_members
    _prepare_mend_document_types = _prepare_mend_members

    def _prepare_mend_term_rules(self):
        return self._prepare_mend_list("social.interagency.term.rule")

    def _prepare_mend_procedures(self):
        return self._prepare_mend_list("social.interagency.procedure")

    def _prepare_mend_list(self, model):
        return {
            "name": self.display_name,
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": [("regulation_id", "=", self.regulation_id.id)],
            "context": {"default_regulation_id": self.regulation_id.id},
        }

    def _get_printed_lines(self):
        """Return the text of the clause and what structured content adds to it."""
        lines = (self.text or "").splitlines()
        printer = getattr(self, f"_get_lines_{self.clause_id.satisfied_by}", None)
        return [*lines, *(printer() if printer else [])]

    def _get_lines_coordinator(self):
        return self.regulation_id.coordinator_id.mapped("name")

    def _get_lines_operator(self):
        return self.regulation_id.operator_id.mapped("name")

    def _get_lines_controller(self):
        return self.regulation_id.controller_id.mapped("name")

    def _get_lines_services(self):
        services = self.regulation_id.service_ids
        return services.filtered(lambda service: not service.is_paid).mapped("name")

    def _get_lines_paid_services(self):
        return self.regulation_id.service_ids.filtered("is_paid").mapped("name")

    def _get_lines_members(self):
        return [self.env._("The participants are listed in annex 1.")]

    def _get_lines_document_types(self):
        return [self.env._("The documents are listed in annex 2.")]

    def _get_lines_term_rules(self):
        return [self.env._("The terms are listed in annex 3.")]

    def _get_lines_procedures(self):
        return [self.env._("The procedures are described in annex 4.")]
