import hashlib
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

BYTES = 32
SHOWN = 8
USE_STEP = 3600  # seconds between two notes of the last use


class SocialInteragencyExchangeKey(models.Model):
    """A key by which a participant's information system enters the gateway.

    Only the digest is kept: the key itself is shown once, when it is issued. It holds
    256 random bits, which needs no slow hash.
    """

    _name = "social.interagency.exchange.key"
    _description = "Key of the exchange"
    _inherit = ["social.required.mixin", "social.lock.mixin"]
    _order = "id desc"
    _rec_name = "prefix"

    _code_fields = frozenset(
        {"participant_id", "prefix", "digest", "issued_by_id", "revoked_at"}
        | {"revoked_by_id", "used_at"}
    )

    participant_id = fields.Many2one(
        comodel_name="social.interagency.participant",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    prefix = fields.Char(string="Begins with", required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    issued_by_id = fields.Many2one(
        comodel_name="res.users", string="Issued by", readonly=True
    )
    valid_until = fields.Date(help="Empty: until it is revoked.")
    revoked_at = fields.Datetime(readonly=True)
    revoked_by_id = fields.Many2one(
        comodel_name="res.users", string="Revoked by", readonly=True
    )
    used_at = fields.Datetime(string="Last used", readonly=True)
    is_live = fields.Boolean(
        string="In force", compute="_compute_is_live", search="_search_is_live"
    )

    _digest_unique = models.UniqueIndex("(digest)", "Such a key was issued before.")

    @api.depends("revoked_at", "valid_until")
    def _compute_is_live(self):
        live = self.filtered_domain(self._get_live_domain())
        live.is_live = True
        (self - live).is_live = False

    def _search_is_live(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_live_domain()

    @api.model
    def _get_live_domain(self):
        return Domain("revoked_at", "=", False) & (
            Domain("valid_until", "=", False) | Domain("valid_until", ">=", "today")
        )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_unlocked():
            raise UserError(
                self.env._(
                    "A key of the exchange is issued by the button “Issue a Key” of "
                    "the participant."
                )
            )
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(
            self.env._(
                "A key of the exchange is evidence and is not deleted. Revoke it."
            )
        )

    def action_revoke(self):
        """Take the keys out of force at once."""
        self._check_may_keep()
        live = self.filtered(lambda key: not key.revoked_at)
        live._unlocked().write(
            {"revoked_at": self._now(), "revoked_by_id": self.env.uid}
        )
        for key in live:
            key.participant_id._journal("key_revoked", {"key": key.prefix})

    def _check_may_keep(self):
        self.check_access("write")

    @api.model
    def _issue(self, participant, valid_until=False):
        """Return a new key of the participant; nobody can read it again."""
        self.check_access("create")
        key = secrets.token_urlsafe(BYTES)
        issued = self._unlocked().create(
            {
                "participant_id": participant.id,
                "prefix": key[:SHOWN],
                "digest": self._get_digest(key),
                "issued_by_id": self.env.uid,
                "valid_until": valid_until,
            }
        )
        participant._get_system_user()
        participant._journal("key_issued", {"key": issued.prefix})
        return key

    @api.model
    def _get_digest(self, key):
        return hashlib.sha256(key.encode()).hexdigest()

    def _get_live(self):
        return self.filtered("is_live")

    @api.model
    def _find_live(self, key):
        """Return the key in force, sudoed, or nothing."""
        found = self.sudo().search(Domain("digest", "=", self._get_digest(key)))
        return found._get_live()

    def _note_use(self):
        """Note the use of the key, at most once an hour."""
        now = self._now()
        if not self.used_at or (now - self.used_at).total_seconds() > USE_STEP:
            self._unlocked().write({"used_at": now})
