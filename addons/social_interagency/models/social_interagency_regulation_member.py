from odoo import api, fields, models


class SocialInteragencyRegulationMember(models.Model):
    """A participant of a regulation: what it does, asks and answers (§2б, §3б)."""

    _name = "social.interagency.regulation.member"
    _description = "Participant of a regulation"
    _inherit = ["social.law.mixin", "social.interagency.regulation.content.mixin"]
    _order = "regulation_id, sequence, id"
    _rec_name = "participant_id"

    sequence = fields.Integer(default=10, aggregator=False)
    regulation_id = fields.Many2one(required=True)
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        required=True,
        ondelete="restrict",
        index=True,
    )
    kind = fields.Selection(related="participant_id.kind")
    activity = fields.Text(
        string="Powers and activity",
        help="What the participant does within interagency interaction.",
    )
    ask_type_ids = fields.Many2many(
        comodel_name="social.interagency.document.type",
        relation="social_interagency_member_ask_type_rel",
        column1="member_id",
        column2="document_type_id",
        string="May ask for",
    )
    answer_type_ids = fields.Many2many(
        comodel_name="social.interagency.document.type",
        relation="social_interagency_member_answer_type_rel",
        column1="member_id",
        column2="document_type_id",
        string="Answers about",
    )
    unanswerable_type_ids = fields.Many2many(
        comodel_name="social.interagency.document.type",
        string="Outside the competence",
        compute="_compute_unanswerable_type_ids",
        help="Named by the regulation but not held by the participant: such a request "
        "cannot be sent.",
    )

    _participant_unique = models.UniqueIndex(
        "(regulation_id, participant_id)",
        "The regulation names this participant already. Add the powers to that line.",
    )

    @api.depends("answer_type_ids", "participant_id.document_type_ids")
    def _compute_unanswerable_type_ids(self):
        for member in self:
            member.unanswerable_type_ids = (
                member.answer_type_ids - member.participant_id.document_type_ids
            )

    def _get_powers_text(self):
        """Return activity and powers line by line, as versions are compared."""
        asks, answers = self.env._("May ask for"), self.env._("Answers about")
        return "\n".join(
            [
                *(self.activity or "").splitlines(),
                *(f"{asks}: {name}" for name in self.ask_type_ids.mapped("name")),
                *(f"{answers}: {name}" for name in self.answer_type_ids.mapped("name")),
            ]
        )
