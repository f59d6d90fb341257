from odoo import api, fields, models


class SocialInteragencyClause(models.Model):
    """What a regulation must define: the clauses §2а … §7е of order 889н.

    A clause is met by a text or by structured content of the regulation; each
    way of meeting it has a method ``_explain_<way>`` that says what lacks.
    """

    _name = "social.interagency.clause"
    _description = "Clause of order 889н"
    _order = "sequence, id"
    _rec_names_search = ["code", "name"]

    sequence = fields.Integer(default=1000, aggregator=False)
    code = fields.Char(string="Clause", required=True)
    name = fields.Char(required=True)
    text = fields.Text(string="Wording of the order", required=True)
    part_id = fields.Many2one(
        comodel_name="social.interagency.clause",
        string="Part of the regulation",
        help="The part of §2 that this clause unfolds.",
        ondelete="restrict",
        index="btree_not_null",
    )
    clause_ids = fields.One2many(
        comodel_name="social.interagency.clause",
        inverse_name="part_id",
        string="Clauses of the part",
    )
    is_mandatory = fields.Boolean(string="Mandatory", default=True)
    satisfied_by = fields.Selection(
        selection=[
            ("text", "Text"),
            ("parts", "Clauses of the part"),
            ("activities", "Activities of the participants"),
            ("coordinator", "Coordinating body"),
            ("members", "Participants"),
            ("services", "Social services"),
            ("paid_services", "Additional paid services"),
            ("document_types", "Documents asked and answered"),
            ("term_rules", "Term rules"),
            ("procedures", "Procedures"),
            ("operator", "System operator"),
            ("controller", "Controlling body"),
        ],
        required=True,
        default="text",
    )

    _code_unique = models.UniqueIndex("(code)", "A clause with this code exists.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for clause in self:
            clause.display_name = f"§{clause.code} {clause.name}"

    @api.model_create_multi
    def create(self, vals_list):
        clauses = super().create(vals_list)
        drafts = self.env["social.interagency.regulation"].search(
            [("state", "=", "draft")]
        )
        drafts._add_missing_sections()
        return clauses

    def _get_unmet_reason(self, regulation):
        """Return why the regulation does not meet the clause, or nothing."""
        self.ensure_one()
        return getattr(self, f"_explain_{self.satisfied_by}")(regulation)

    def _explain_text(self, regulation):
        section = regulation.section_ids.filtered(lambda one: one.clause_id == self)
        if not (section.text or "").strip():
            return self.env._("The text of the clause is empty.")
        return None

    def _explain_parts(self, regulation):
        unmet = self.clause_ids.filtered(
            lambda clause: clause.is_mandatory and clause._get_unmet_reason(regulation)
        )
        if unmet:
            codes = ", ".join(f"§{code}" for code in unmet.mapped("code"))
            return self.env._("Clauses %(codes)s are not met.", codes=codes)
        return None

    def _explain_activities(self, regulation):
        idle = regulation.member_ids.filtered(
            lambda member: not (member.activity or "").strip()
        )
        if idle:
            names = ", ".join(idle.participant_id.mapped("name"))
            return self.env._("No activity is named for: %(names)s.", names=names)
        return self._explain_parts(regulation)

    def _explain_coordinator(self, regulation):
        coordinator = regulation.coordinator_id
        if not coordinator:
            return self.env._("The coordinating body is not named.")
        if coordinator.kind != "regional_authority":
            return self.env._(
                "%(name)s is not a regional executive authority and cannot coordinate.",
                name=coordinator.name,
            )
        if coordinator not in regulation.member_ids.participant_id:
            return self.env._(
                "The coordinating body %(name)s is not among the participants.",
                name=coordinator.name,
            )
        return None

    def _explain_members(self, regulation):
        if len(regulation.member_ids) < 2:
            return self.env._("At least two participants are needed.")
        return None

    def _explain_services(self, regulation):
        if not regulation.service_ids.filtered(lambda service: not service.is_paid):
            return self.env._("No social service of the regional list is chosen.")
        return None

    def _explain_paid_services(self, regulation):
        if regulation.service_ids.filtered("is_paid"):
            return None
        if self._explain_text(regulation):
            return self.env._(
                "No additional paid service is chosen and no text says why."
            )
        return None

    def _explain_document_types(self, regulation):
        asked = regulation.member_ids.ask_type_ids
        answered = regulation.member_ids.answer_type_ids
        if not asked:
            return self.env._("No participant may ask for any document.")
        if lost := asked - answered:
            names = ", ".join(lost.mapped("name"))
            return self.env._("Nobody answers requests for: %(names)s.", names=names)
        return None

    def _explain_term_rules(self, regulation):
        steps = regulation.term_rule_ids._fields["step"]._description_selection(
            self.env
        )
        given = set(regulation.term_rule_ids.mapped("step"))
        lacking = [
            label
            for step, label in steps
            if step in {"prepare", "send", "answer"} - given
        ]
        if lacking:
            return self.env._(
                "No term is set for: %(steps)s.", steps=", ".join(lacking)
            )
        return None

    def _explain_procedures(self, regulation):
        if not regulation.procedure_ids:
            return self.env._("No procedure with a final result is described.")
        return None

    def _explain_operator(self, regulation):
        if not regulation.operator_id:
            return self.env._("The operator of the system is not named.")
        return None

    def _explain_controller(self, regulation):
        if not regulation.controller_id:
            return self.env._("The controlling body is not named.")
        return None
