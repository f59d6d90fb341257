from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SocialInteragencyService(models.Model):
    """A social service of the regional catalogue (442-ФЗ, art. 19 and 20)."""

    _name = "social.interagency.service"
    _description = "Social service"
    _inherit = ["social.required.mixin"]
    _order = "code, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        selection=[
            ("household", "Social and household"),
            ("medical", "Social and medical"),
            ("psychological", "Social and psychological"),
            ("pedagogical", "Social and pedagogical"),
            ("labour", "Social and labour"),
            ("legal", "Social and legal"),
            ("communication", "Raising the communicative potential"),
            ("urgent", "Urgent"),
        ],
        required=True,
        index=True,
    )
    is_at_home = fields.Boolean(string="At home")
    is_semi_residential = fields.Boolean(string="Semi-residential")
    is_residential = fields.Boolean(string="Residential")
    is_paid = fields.Boolean(
        string="Additional paid service",
        help="Outside the regional list of social services (order 889н, clause §4в).",
    )
    legal_basis = fields.Char(required=True)
    document_type_ids = fields.Many2many(
        comodel_name="social.interagency.document.type",
        relation="social_interagency_service_type_rel",
        column1="service_id",
        column2="document_type_id",
        string="Needed documents",
    )

    _code_unique = models.UniqueIndex(
        "(code)", "A social service with this code exists. Choose another code."
    )

    @api.constrains("kind", "is_at_home", "is_semi_residential", "is_residential")
    def _check_forms(self):
        for service in self:
            has_form = (
                service.is_at_home
                or service.is_semi_residential
                or service.is_residential
            )
            if service.kind != "urgent" and not has_form:
                raise ValidationError(
                    self.env._(
                        "Social service “%(name)s” has no form. Mark at least one of "
                        "at home, semi-residential or residential.",
                        name=service.name,
                    )
                )
