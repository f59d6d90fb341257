from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SocialInteragencyDocumentType(models.Model):
    """What may be asked: holder, data sent, data asked, purpose, law (§5а)."""

    _name = "social.interagency.document.type"
    _description = "Document type"
    _inherit = ["social.required.mixin", "social.law.mixin"]
    _order = "code, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    holder_kind_ids = fields.Many2many(
        comodel_name="social.interagency.participant.kind",
        relation="social_interagency_type_holder_kind_rel",
        string="Held by",
        help="Kinds of participants that may be asked. Empty: any kind.",
    )
    asker_kind_ids = fields.Many2many(
        comodel_name="social.interagency.participant.kind",
        relation="social_interagency_type_asker_kind_rel",
        string="May be asked by",
        help="Kinds of participants that may ask. Empty: any kind.",
    )
    participant_ids = fields.Many2many(
        comodel_name="social.interagency.participant",
        relation="social_interagency_participant_type_rel",
        column1="document_type_id",
        column2="participant_id",
        string="Holders",
    )
    legal_basis = fields.Char(required=True)
    purpose = fields.Char(required=True)
    data_asked = fields.Text(string="Data asked for", required=True)
    is_birth_date_sent = fields.Boolean(string="Birth date is sent", default=True)
    is_snils_sent = fields.Boolean(string="SNILS is sent")
    is_identity_sent = fields.Boolean(string="Identity document is sent")
    is_address_sent = fields.Boolean(string="Address is sent")
    is_consent_needed = fields.Boolean(
        string="Needs the citizen's consent",
        help="A third person's data always need consent (210-ФЗ, art. 7, part 5).",
    )
    validity_days = fields.Integer(
        help="Days during which a received paper serves instead of a new request. "
        "Zero: the paper is valid once only.",
    )
    retention_years = fields.Integer(
        string="Kept for, years",
        required=True,
        default=5,
    )
    retention_basis = fields.Char()
    service_ids = fields.Many2many(
        comodel_name="social.interagency.service",
        relation="social_interagency_service_type_rel",
        column1="document_type_id",
        column2="service_id",
        string="Needed for Services",
    )

    _code_unique = models.UniqueIndex(
        "(code)", "A document type with this code exists. Choose another code."
    )
    _validity_positive = models.Constraint(
        "CHECK(validity_days >= 0)", "The validity of a paper cannot be negative."
    )
    _retention_positive = models.Constraint(
        "CHECK(retention_years > 0)", "A paper is kept for one year at least."
    )

    @api.constrains("holder_kind_ids", "participant_ids")
    def _check_holders(self):
        for document_type in self:
            strangers = document_type.participant_ids - document_type._get_holders()
            if strangers:
                raise ValidationError(
                    self.env._(
                        "Document type “%(type)s” is not held by participants like "
                        "“%(participant)s”. Correct the kinds of holders.",
                        type=document_type.name,
                        participant=strangers[0].name,
                    )
                )

    def _get_holders(self):
        """Return the participants of the type whose kind may hold it."""
        return self.participant_ids.filtered(
            lambda holder: self._is_held_by_kind(holder.kind)
        )

    def _is_held_by_kind(self, kind):
        self.ensure_one()
        kinds = self.holder_kind_ids.mapped("code")
        return not kinds or kind in kinds

    def _is_asked_by_kind(self, kind):
        self.ensure_one()
        kinds = self.asker_kind_ids.mapped("code")
        return not kinds or kind in kinds
