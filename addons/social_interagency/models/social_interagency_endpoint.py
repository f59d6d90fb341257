from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools.addresses import get_url_fault, resolve_folder
from ..tools.selections import CHANNELS, QUEUED_CHANNELS

ROOT_PARAMETER = "social_interagency.exchange_root"
TECHNICIANS = (
    "social_interagency.group_operator,social_interagency.group_auditor,"
    "social_interagency.group_administrator"
)


class SocialInteragencyEndpoint(models.Model):
    """An electronic service of a participant (order 889н, clause §6б)."""

    _name = "social.interagency.endpoint"
    _description = "Electronic service"
    _inherit = [
        "social.lock.mixin",
        "social.journal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "code"]
    _journal_field = "endpoint_id"

    _code_fields = frozenset({"registered_at"})

    name = fields.Char(required=True)
    code = fields.Char(required=True, copy=False)
    active = fields.Boolean(default=True)
    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        string="Owner",
        required=True,
        ondelete="restrict",
        index=True,
    )
    registered_at = fields.Datetime(
        readonly=True, copy=False, required=True, default=lambda self: self._now()
    )
    responsible_id = fields.Many2one(
        comodel_name="res.users",
        default=lambda self: self.env.user,
        help="Learns of outages; if empty, every operator does.",
        groups="base.group_user",
        index="btree_not_null",
    )
    channel = fields.Selection(
        selection=[
            *(item for item in CHANNELS if item[0] in QUEUED_CHANNELS),
            ("service", "Web service besides the exchange"),
        ],
        required=True,
        default="http",
        index=True,
    )
    url = fields.Char(string="Address (URL)", groups=TECHNICIANS)
    mailbox = fields.Char(string="Exchange mailbox", groups=TECHNICIANS)
    folder = fields.Char(
        string="Exchange folder",
        groups=TECHNICIANS,
        help="Full path on the server, inside the folder that the administrator of "
        "the server gave to the exchange.",
    )
    token = fields.Char(
        string="Key", groups=fields.NO_ACCESS, copy=False, prefetch=False
    )
    has_token = fields.Boolean(
        string="Key is set", compute="_compute_has_token", compute_sudo=True
    )
    timeout = fields.Integer(
        string="Time-out, seconds", required=True, default=10, aggregator=False
    )
    agreement_id = fields.Many2one(
        comodel_name="social.interagency.agreement",
        ondelete="restrict",
        index="btree_not_null",
        groups="base.group_user",
    )
    regulation_id = fields.Many2one(
        comodel_name="social.interagency.regulation",
        ondelete="restrict",
        index="btree_not_null",
        groups="base.group_user",
    )
    document_type_ids = fields.Many2many(
        comodel_name="social.interagency.document.type",
        relation="social_interagency_endpoint_type_rel",
        column1="endpoint_id",
        column2="document_type_id",
        string="Gives",
    )
    consumer_ids = fields.Many2many(
        comodel_name="social.interagency.participant",
        relation="social_interagency_endpoint_consumer_rel",
        column1="endpoint_id",
        column2="participant_id",
        string="Consumers",
    )
    availability_target = fields.Float(
        string="Availability required, %",
        digits=(6, 3),
        aggregator="min",
        help="The figure of the regulation or the agreement; zero: none is set.",
    )
    availability_basis = fields.Char(
        string="Basis of the figure",
        help="Clause of the regulation or the agreement that sets the availability.",
    )
    journal_ids = fields.One2many(
        comodel_name="social.interagency.journal",
        inverse_name="endpoint_id",
        groups="social_interagency.group_auditor,"
        "social_interagency.group_administrator",
    )

    _code_unique = models.UniqueIndex(
        "(code)", "An electronic service with this code exists. Open that one."
    )
    _channel_unique = models.UniqueIndex(
        "(participant_id, channel) WHERE active AND channel != 'service'",
        "This participant has an active electronic service for this channel already. "
        "Archive that one first.",
    )
    _folder_unique = models.UniqueIndex(
        "(folder) WHERE active AND channel = 'file'",
        "Another electronic service uses this folder. Choose a folder of its own.",
    )
    _timeout_bounded = models.Constraint(
        "CHECK(timeout BETWEEN 1 AND 60)",
        "The time-out of an electronic service lies between 1 and 60 seconds. "
        "Correct it.",
    )
    _target_percent = models.Constraint(
        "CHECK(availability_target BETWEEN 0 AND 100)",
        "The availability required is a percentage between 0 and 100. Correct it.",
    )
    _target_has_basis = models.Constraint(
        "CHECK(availability_target = 0 OR availability_basis IS NOT NULL)",
        "The availability required has its basis. Name the clause that sets it.",
    )

    @api.depends("token")
    def _compute_has_token(self):
        for endpoint in self:
            endpoint.has_token = bool(endpoint.token)

    @api.constrains("channel", "url", "mailbox", "folder")
    def _check_address(self):
        names = {"file": "folder", "email": "mailbox"}
        for endpoint in self:
            name = names.get(endpoint.channel, "url")
            if not endpoint[name]:
                raise ValidationError(endpoint._explain_no_address(name))

    def _explain_no_address(self, name):
        return self.env._(
            "Electronic service “%(name)s”: “%(field)s” is empty. "
            "This channel needs it, fill it in.",
            name=self.name,
            field=self._fields[name]._description_string(self.env),
        )

    @api.constrains("url")
    def _check_url(self):
        for endpoint in self.filtered("url"):
            endpoint._check_one_url(endpoint.url)

    def _check_one_url(self, url):
        """Refuse an address that the program must not call."""
        if fault := get_url_fault(url):
            raise ValidationError(
                self.env._(
                    "Electronic service “%(name)s”: %(fault)s Correct the address.",
                    name=self.name,
                    fault=self._get_url_faults()[fault],
                )
            )

    @api.model
    def _get_url_faults(self):
        return {
            "characters": self.env._("the address has a blank or a forbidden sign."),
            "host": self.env._("the address names no server."),
            "scheme": self.env._("the address begins with neither http nor https."),
            "userinfo": self.env._("the address holds a name or a password."),
        }

    @api.constrains("folder", "channel")
    def _check_folder(self):
        for endpoint in self.filtered(lambda one: one.channel == "file" and one.folder):
            endpoint._get_folder()

    @api.constrains("agreement_id", "participant_id")
    def _check_agreement(self):
        for endpoint in self.filtered("agreement_id"):
            agreement_sudo = endpoint.sudo().agreement_id
            parties = agreement_sudo.party_one_id | agreement_sudo.party_two_id
            if endpoint.participant_id not in parties:
                raise ValidationError(
                    self.env._(
                        "Electronic service “%(name)s”: its owner is no party of the "
                        "agreement. Choose an agreement of the owner.",
                        name=endpoint.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        quiet = self.with_context(mail_create_nolog=True)
        endpoints = super(SocialInteragencyEndpoint, quiet).create(vals_list)
        endpoints._journal("created")
        return endpoints.with_env(self.env)

    def write(self, vals):
        result = super().write(vals)
        if names := sorted(vals.keys() & self._get_journaled_fields()):
            self._journal("changed", {"fields": names})
        return result

    @api.model
    def _get_journaled_fields(self):
        """Return the stored fields that a person enters."""
        return {
            name
            for name, field in self._fields.items()
            if field.store
            and (not field.compute or not field.readonly)
            and field.type != "one2many"
            and name not in ("token", *models.MAGIC_COLUMNS)
        } - self._get_named_fields("_code_fields")

    def action_set_token(self, token):
        """Set the key that the owner gave for calls of this program; nobody reads it.

        :param token: the key as the owner handed it out, empty to forget it
        """
        self.check_access("write")
        token = (token or "").strip()
        for endpoint in self:
            endpoint._check_token(token)
        self.sudo().write({"token": token})
        self._journal("token_set", {"is_set": bool(token)})

    def _check_token(self, token):
        """Refuse what cannot stand in a header of HTTP."""
        if not (token.isascii() and token.isprintable() and " " not in token):
            raise UserError(
                self.env._(
                    "Electronic service “%(name)s”: the key has a blank or a sign that "
                    "is not Latin. Copy it from the letter of the owner once more.",
                    name=self.name,
                )
            )

    @api.model
    def _get_for(self, participant, channel):
        """Return the participant's active service for the channel, sudoed, or nothing.

        :param participant: a record of ``social.interagency.participant``
        :param channel: one of ``QUEUED_CHANNELS``
        """
        domain = Domain("participant_id", "=", participant.id)
        if channel not in QUEUED_CHANNELS:
            return self.sudo().browse()
        return self.sudo().search(domain & Domain("channel", "=", channel), limit=1)

    def _get_token(self):
        """Return the key for our own calls, "" if there is none."""
        self.ensure_one()
        return self.sudo().token or ""

    def _get_folder(self):
        """Return the real path of the exchange folder, checked anew at each use.

        :raises ValidationError: when the folder leads out of the folder of exchange
        """
        self.ensure_one()
        endpoint_sudo = self.sudo()
        root = endpoint_sudo.env["ir.config_parameter"].get_param(ROOT_PARAMETER, "")
        if path := resolve_folder(root, endpoint_sudo.folder):
            return path
        raise ValidationError(
            self.env._(
                "Electronic service “%(name)s”: its folder does not lie inside the "
                "folder of exchange. Choose another one, or ask the administrator of "
                "the server to set the folder of exchange.",
                name=self.name,
            )
        )
