from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL, format_date

from ..tools import requisites

SENT_WITH = {
    "is_birth_date_sent": ["birth_date"],
    "is_snils_sent": ["snils"],
    "is_identity_sent": ["identity_kind", "identity_number"],
    "is_address_sent": ["address"],
}


class SocialInteragencyCitizen(models.Model):
    """The person whom the data are about: as little as the papers need (§4а).

    Personal details are handed out only with a purpose in the context, and every
    such reading is journaled (152-ФЗ, 442-ФЗ art. 6).
    """

    _name = "social.interagency.citizen"
    _description = "Citizen"
    _inherit = ["social.journal.mixin"]
    _order = "last_name, first_name, id"
    _rec_names_search = ["name", "number"]
    _journal_field = "citizen_id"

    _personal_fields = frozenset(
        {
            "birth_date",
            "snils",
            "identity_kind",
            "identity_number",
            "identity_issued_by",
            "identity_issued_date",
            "address",
            "phone",
            "email",
            "consent_ids",
            "document_ids",
        }
    )

    number = fields.Char(
        string="Card", readonly=True, copy=False, default="/", index="trigram"
    )
    last_name = fields.Char(required=True)
    first_name = fields.Char(required=True)
    patronymic = fields.Char()
    name = fields.Char(
        string="Full name", compute="_compute_name", store=True, index="trigram"
    )
    gender = fields.Selection(
        selection=[("female", "Female"), ("male", "Male")], string="Sex"
    )
    birth_date = fields.Date(required=True)
    snils = fields.Char(string="SNILS", copy=False)
    identity_kind = fields.Selection(
        selection=[
            ("passport", "Passport of a citizen of Russia"),
            ("birth_certificate", "Birth certificate"),
            ("residence_permit", "Residence permit"),
            ("other", "Other document"),
        ],
        string="Identity document",
        default="passport",
    )
    identity_number = fields.Char(string="Series and number")
    identity_issued_by = fields.Char(string="Issued by")
    identity_issued_date = fields.Date(string="Issued on")
    address = fields.Char(string="Address of residence")
    phone = fields.Char()
    email = fields.Char(string="E-mail")
    representative_id = fields.Many2one(
        comodel_name="social.interagency.citizen",
        string="Legal representative",
        ondelete="restrict",
        index="btree_not_null",
    )
    representative_basis = fields.Char(
        help="The paper by which the representative acts, with its number and date."
    )
    participant_ids = fields.Many2many(
        comodel_name="social.interagency.participant",
        relation="social_interagency_citizen_participant_rel",
        string="Served by",
        default=lambda self: self.env.user.social_participant_ids[:1],
        required=True,
        help="Only these participants see the card.",
    )
    consent_ids = fields.One2many(
        comodel_name="social.interagency.consent",
        inverse_name="citizen_id",
        string="Consents",
    )
    document_ids = fields.One2many(
        comodel_name="social.interagency.document",
        inverse_name="citizen_id",
        string="Papers on file",
    )
    application_ids = fields.One2many(
        comodel_name="social.interagency.application",
        inverse_name="citizen_id",
        string="Applications",
    )
    request_ids = fields.One2many(
        comodel_name="social.interagency.request",
        inverse_name="citizen_id",
        string="Requests",
    )

    _surname_idx = models.Index("(last_name, first_name, id)")
    _number_unique = models.UniqueIndex(
        "(number) WHERE number != '/'", "A card with this number exists."
    )
    _snils_unique = models.UniqueIndex(
        "(snils) WHERE snils IS NOT NULL", "A card with this SNILS exists."
    )

    @api.depends("last_name", "first_name", "patronymic")
    def _compute_name(self):
        for citizen in self:
            names = [citizen.last_name, citizen.first_name, citizen.patronymic]
            citizen.name = " ".join(filter(None, names))

    @api.constrains("representative_id")
    def _check_representative(self):
        for citizen in self:
            if citizen.representative_id == citizen:
                raise ValidationError(
                    self.env._(
                        "Card %(number)s: a person does not represent himself. "
                        "Clear the legal representative.",
                        number=citizen.number,
                    )
                )

    @api.constrains("birth_date")
    def _check_birth_date(self):
        for citizen in self:
            if citizen.birth_date > fields.Date.context_today(citizen):
                raise ValidationError(
                    self.env._(
                        "Card %(number)s: the birth date lies in the future. "
                        "Correct it by the identity document.",
                        number=citizen.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        numbers = self.env["ir.sequence"]._next_numbers(self._name, len(vals_list))
        prepared = [
            self._prepare_snils({**vals, "number": number})
            for vals, number in zip(vals_list, numbers, strict=True)
        ]
        self._check_snils_differ(prepared)
        citizens = super().create(prepared)
        citizens._journal("created")
        return citizens

    def write(self, vals):
        changed = super().write(self._prepare_snils(dict(vals)))
        self._journal("changed", {"fields": sorted(vals)})
        return changed

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise AccessError(
            self.env._(
                "A citizen's card is evidence and is not deleted. "
                "Destroy it by an act when its retention is over."
            )
        )

    def _read_format(self, fnames, load="_classic_read"):
        self._journal_opening(fnames)
        return super()._read_format(fnames, load)

    def _export_rows(self, fields, **options):
        self._journal_opening([path[0] for path in fields if path])
        return super()._export_rows(fields, **options)

    def copy_data(self, default=None):
        self._journal_opening(self._personal_fields)
        return super().copy_data(default)

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        self._check_not_personal(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        self._check_not_personal(aggregate_spec)
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _check_not_personal(self, specification):
        if not self.env.su and specification.split(":")[0] in self._personal_fields:
            raise AccessError(
                self.env._(
                    "Citizens are not grouped by personal details. "
                    "Choose another grouping."
                )
            )

    def action_open_card(self):
        """Ask for the purpose and open the card."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Purpose of Opening"),
            "res_model": "social.interagency.citizen.opening",
            "view_mode": "form",
            "target": "new",
            "context": {"default_citizen_id": self.id},
        }

    def _journal_opening(self, names):
        """Journal that personal details are read; refuse it without a purpose."""
        wanted = self._personal_fields.intersection(names)
        cards = self._origin
        if self.env.su or not wanted or not cards:
            return
        purpose = self.env.context.get("citizen_purpose") or cards._get_registration()
        if not purpose:
            raise AccessError(
                self.env._(
                    "A citizen's card opens only with a purpose. "
                    "Open it from its paper or from the list of citizens."
                )
            )
        cards.check_access("read")
        cards._journal("opened", {"purpose": str(purpose)[:64]})

    def _get_registration(self):
        """Return the purpose of reading a card that the user registers just now."""
        fresh = fields.Datetime.now() - timedelta(minutes=30)
        is_own = all(
            citizen.create_uid == self.env.user and citizen.create_date > fresh
            for citizen in self.sudo()
        )
        return is_own and "registration"

    @api.model
    def _prepare_snils(self, vals):
        """Format and check the SNILS before the database sees it.

        The advisory lock makes two entries of one number wait for each other, so
        that the unique index never fails and the number never gets into a log.
        """
        if not vals.get("snils"):
            return {**vals, "snils": None} if "snils" in vals else vals
        if not requisites.is_snils(vals["snils"]):
            raise ValidationError(
                self.env._(
                    "Citizen's card: the SNILS does not pass its checksum. "
                    "Copy its 11 digits from the citizen's certificate."
                )
            )
        snils = requisites.format_snils(vals["snils"])
        self._check_snils_free(snils)
        return {**vals, "snils": snils}

    @api.model
    def _check_snils_free(self, snils):
        self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(hashtext(%s))", snils))
        twin_sudo = self.sudo().search([("snils", "=", snils)], limit=1)
        if twin_sudo - self:
            raise ValidationError(
                self.env._(
                    "A citizen with this SNILS has the card %(number)s. "
                    "Use it instead of a new one.",
                    number=twin_sudo.number,
                )
            )

    @api.model
    def _check_snils_differ(self, vals_list):
        given = [vals["snils"] for vals in vals_list if vals.get("snils")]
        if len(given) > len(set(given)):
            raise ValidationError(
                self.env._(
                    "Citizens' cards: one SNILS is given to two citizens. "
                    "Leave it to the one whose certificate it is."
                )
            )

    def _get_sent_details(self, document_types):
        """Return the details that may leave with a request for these types.

        :rtype: list of (label, printable value); the full name is the first
        """
        self.ensure_one()
        names = ["name"]
        for flag, sent in SENT_WITH.items():
            if any(document_types.mapped(flag)):
                names += sent
        return [
            (self._fields[name]._description_string(self.env), self._get_text(name))
            for name in names
            if self[name]
        ]

    def _get_text(self, name):
        field = self._fields[name]
        value = field.convert_to_export(self[name], self)
        return format_date(self.env, value) if field.type == "date" else value
