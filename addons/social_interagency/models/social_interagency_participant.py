from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import ValidationError

from ..tools import requisites
from ..tools.selections import CHANNELS, PARTICIPANT_KINDS


class SocialInteragencyParticipant(models.Model):
    """A body or organisation that asks or answers (order 889н, clause §3б)."""

    _name = "social.interagency.participant"
    _description = "Participant"
    _inherits = {"res.partner": "partner_id"}
    _inherit = ["social.law.mixin", "social.journal.mixin", "mail.thread"]
    _order = "name, id"
    _rec_names_search = ["name", "short_name", "inn", "mnemonic"]
    _journal_field = "participant_id"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        ondelete="restrict",
        index=True,
    )
    short_name = fields.Char()
    kind = fields.Selection(selection=PARTICIPANT_KINDS, required=True, index=True)
    active = fields.Boolean(default=True)
    inn = fields.Char(string="INN", required=True, index=True)
    kpp = fields.Char(string="KPP")
    ogrn = fields.Char(string="OGRN")
    mnemonic = fields.Char(
        help="Name of the information system of the participant in SMEV."
    )
    channel = fields.Selection(
        selection=CHANNELS,
        string="Usual channel",
        required=True,
        default="portal",
        help="How requests reach this participant unless the clerk chooses otherwise.",
    )
    tz = fields.Selection(
        selection=_tz_get,
        string="Time zone",
        required=True,
        default="Europe/Moscow",
    )
    calendar_id = fields.Many2one(
        comodel_name="social.interagency.calendar",
        string="Production calendar",
        required=True,
        default=lambda self: self._default_calendar_id(),
        ondelete="restrict",
        index=True,
    )
    head_name = fields.Char(string="Head")
    head_position = fields.Char(string="Position of the head")
    responsible_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="social_interagency_participant_responsible_rel",
        column1="participant_id",
        column2="partner_id",
        string="Responsible people",
    )
    user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="social_interagency_participant_user_rel",
        column1="participant_id",
        column2="user_id",
        string="Users",
    )
    document_type_ids = fields.Many2many(
        comodel_name="social.interagency.document.type",
        relation="social_interagency_participant_type_rel",
        column1="participant_id",
        column2="document_type_id",
        string="Competence",
        help="Documents and information that this participant holds.",
    )

    address_line = fields.Char(string="Address", compute="_compute_address_line")

    _partner_unique = models.UniqueIndex(
        "(partner_id)", "This organisation is a participant already."
    )
    _inn_unique = models.UniqueIndex(
        "(inn, COALESCE(kpp, '')) WHERE active",
        "A participant with this INN and KPP exists. Open it instead of a new one.",
    )
    _mnemonic_unique = models.UniqueIndex(
        "(mnemonic) WHERE mnemonic IS NOT NULL",
        "Another participant has this mnemonic. Check it in the SMEV certificate.",
    )

    @api.model
    def _default_calendar_id(self):
        return self.env.ref("social_interagency.calendar_federal", False)

    @api.depends("zip", "city", "street", "street2")
    def _compute_address_line(self):
        for participant in self:
            participant.address_line = participant._get_address_line()

    @api.constrains("inn")
    def _check_inn(self):
        for participant in self:
            if not requisites.is_inn(participant.inn):
                raise ValidationError(
                    self.env._(
                        "Participant “%(name)s”: the INN %(inn)s is wrong. "
                        "Copy its 10 or 12 digits from the tax certificate.",
                        name=participant.name,
                        inn=participant.inn,
                    )
                )

    @api.constrains("ogrn")
    def _check_ogrn(self):
        for participant in self:
            if participant.ogrn and not requisites.is_ogrn(participant.ogrn):
                raise ValidationError(
                    self.env._(
                        "Participant “%(name)s”: the OGRN %(ogrn)s is wrong. "
                        "Copy its 13 or 15 digits from the registry extract.",
                        name=participant.name,
                        ogrn=participant.ogrn,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.setdefault("is_company", True)
        participants = super().create(vals_list)
        participants._journal("created")
        return participants

    def _get_address_line(self):
        partner = self.partner_id
        parts = [partner.zip, partner.city, partner.street, partner.street2]
        return ", ".join(filter(None, parts))

    def _get_contact_line(self):
        """Return e-mail, telephone and address, read in one narrow query."""
        partner = self.partner_id
        partner.fetch(["email", "phone", "zip", "city", "street", "street2"])
        details = [partner.email, partner.phone, self._get_address_line()]
        return ", ".join(filter(None, details))

    def action_invite(self):
        """Open the form that links a person of the participant as a user."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invite a User"),
            "res_model": "social.interagency.participant.invite",
            "view_mode": "form",
            "target": "new",
            "context": {"default_participant_id": self.id},
        }
