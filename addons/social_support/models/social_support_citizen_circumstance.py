from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class SocialSupportCitizenCircumstance(models.Model):
    """A circumstance of a citizen, with its days and the paper that proves it."""

    _name = "social.support.citizen.circumstance"
    _description = "Circumstance of a citizen"
    _inherit = ["social.support.citizen.content.mixin"]
    _order = "start_date desc, id desc"
    _rec_name = "circumstance_id"

    _card_field = "circumstance_ids"

    circumstance_id = fields.Many2one(
        comodel_name="social.support.circumstance",
        required=True,
        ondelete="restrict",
        index=True,
    )
    start_date = fields.Date(
        string="Since", required=True, default=fields.Date.context_today
    )
    end_date = fields.Date(string="Until")
    ground = fields.Char(
        required=True,
        help="The paper that proves the circumstance, with its number and date.",
    )
    document_id = fields.Many2one(
        comodel_name="social.interagency.document",
        string="Paper on file",
        domain="[('citizen_id', '=', citizen_id)]",
        ondelete="restrict",
        index="btree_not_null",
    )
    is_current = fields.Boolean(
        string="Current", compute="_compute_is_current", search="_search_is_current"
    )

    _term_ordered = models.Constraint(
        "CHECK(end_date IS NULL OR end_date >= start_date)",
        "A circumstance cannot end before it begins. Correct the dates.",
    )
    _open_unique = models.UniqueIndex(
        "(citizen_id, circumstance_id) WHERE end_date IS NULL",
        "The citizen is in this circumstance already. End the former record first.",
    )

    @api.depends("start_date", "end_date")
    def _compute_is_current(self):
        current = self.filtered_domain(self._get_current_domain())
        for circumstance in self:
            circumstance.is_current = circumstance in current

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = self._get_current_domain()
        return Domain.OR(current if wanted else ~current for wanted in value)

    @api.constrains("citizen_id", "document_id")
    def _check_document(self):
        for circumstance in self:
            owner = circumstance.document_id.citizen_id
            if owner and owner != circumstance.citizen_id:
                raise ValidationError(
                    self.env._(
                        "Paper %(paper)s is about another citizen. "
                        "Choose a paper of this one.",
                        paper=circumstance.document_id.display_name,
                    )
                )

    @api.model
    def _get_current_domain(self):
        begun = Domain("start_date", "<=", "today")
        lasting = Domain("end_date", "=", False)
        return begun & (lasting | Domain("end_date", ">=", "today"))
