from odoo import api, fields, models, tools
from odoo.fields import Command, Domain

from ..exchange.papers import Party


class SocialInteragencyParticipantExchange(models.Model):
    """A participant as a side of the electronic exchange."""

    _inherit = "social.interagency.participant"

    is_signature_required = fields.Boolean(
        string="Messages must be signed",
        help="A message of this participant without a valid signature is kept apart "
        "and not executed.",
    )
    system_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Information system",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups="social_interagency.group_administrator",
    )
    key_ids = fields.One2many(
        comodel_name="social.interagency.exchange.key",
        inverse_name="participant_id",
        string="Keys of the exchange",
        groups="social_interagency.group_administrator,"
        "social_interagency.group_operator",
    )

    def _has_way(self, channel):
        """Tell whether messages by this channel can reach the participant.

        They are sent to its electronic service, or it fetches them with its key.
        """
        self.ensure_one()
        if self.env["social.interagency.endpoint"]._get_for(self, channel):
            return True
        return channel == "http" and bool(self.sudo().key_ids._get_live())

    def _prepare_party(self):
        """Return what a message says of the participant."""
        participant_sudo = self.sudo()
        return Party(
            name=participant_sudo.name,
            inn=participant_sudo.inn,
            kpp=participant_sudo.kpp or "",
            ogrn=participant_sudo.ogrn or "",
            mnemonic=participant_sudo.mnemonic or "",
        )

    @api.model
    def _find_party(self, party):
        """Return the participant that a message means, sudoed; nothing if unsure."""
        return self.sudo().browse(self._find_party_id(party.inn, party.kpp))

    @api.model
    @tools.ormcache("inn", "kpp")
    def _find_party_id(self, inn, kpp):
        domain = Domain("inn", "=", inn)
        if kpp:
            domain &= Domain("kpp", "in", [kpp, False])
        found = self.sudo().search(domain)
        exact = found.filtered(lambda one: (one.kpp or "") == kpp)
        return exact.id or (found.id if len(found) == 1 else False)

    def _get_system_user(self):
        """Return the user under which the participant's information system acts.

        It has the rights of the participant's portal users and no password; the
        keys of the exchange are its only way in.
        """
        participant_sudo = self.sudo()
        participant_sudo.ensure_one()
        if not participant_sudo.system_user_id:
            participant_sudo.system_user_id = participant_sudo._create_system_user()
        return participant_sudo.system_user_id

    def _create_system_user(self):
        # A job has no language of its own: it speaks that of the ministry.
        lang = self.env.lang or self.env.company.partner_id.lang
        speaking = self.with_context(lang=lang)
        user = (
            self.env["res.users"]
            .with_context(no_reset_password=True, tracking_disable=True)
            .create(
                {
                    "name": speaking.env._("Information system: %s", self.name),
                    "login": f"exchange-{self.id}",
                    "group_ids": [Command.set([self.env.ref("base.group_portal").id])],
                    "tz": self.tz,
                    "lang": lang,
                }
            )
        )
        self.user_ids |= user
        self._journal("user_linked", {"user": user.id})
        return user
