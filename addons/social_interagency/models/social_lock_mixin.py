from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import outside

_KEY = object()


class Clock:
    """A moment that bulk loading of past papers puts in place of the present."""

    def __init__(self, now):
        self.now = now


class SocialLockMixin(models.AbstractModel):
    """Fields that only the addons' own code writes.

    ``_code_fields`` are never written from outside, ``_content_fields`` only
    while the record is open for editing; a model adds to what its parents name.
    The key that opens both is an object of this process: users, imports, RPC
    and ``sudo`` alike do not have it.
    """

    _name = "social.lock.mixin"
    _description = "Fields locked against outside changes"

    _code_fields = frozenset()
    _content_fields = frozenset()

    @api.model
    def default_get(self, fields):
        """Take no default from the context for what only the program sets."""
        locked = {f"default_{name}" for name in self._get_named_fields("_code_fields")}
        if locked.isdisjoint(self.env.context):
            return super().default_get(fields)
        kept = {
            key: value for key, value in self.env.context.items() if key not in locked
        }
        bare = self.with_env(self.env(context=kept))
        return super(SocialLockMixin, bare).default_get(fields)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_unlocked():
            for vals in vals_list:
                self._check_code_fields(vals)
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_unlocked():
            self._check_code_fields(vals)
            if self._get_named_fields("_content_fields") & vals.keys():
                self._check_content_open()
        return super().write(vals)

    @api.model
    def _get_named_fields(self, attribute):
        """Return the union of the class attribute over the model's parents."""
        return frozenset().union(
            *(vars(cls).get(attribute, ()) for cls in type(self).__mro__)
        )

    def _is_open_for_editing(self):
        """Tell whether the content of the record may still change."""
        return True

    def _get_refusal_name(self):
        """Return what a refusal calls the records; it goes into the server's log.

        A record whose name on the screen tells of a citizen has another one here.
        """
        return ", ".join(self.mapped("display_name"))

    def _keyed(self):
        """Return the records with the key, within the rights of the user."""
        return self.with_context(social_key=_KEY)

    def _unlocked(self):
        """Return the records as the project's own code may write them.

        The caller has decided on the right before: the result is also sudoed.
        """
        return self.sudo()._keyed()

    def _is_unlocked(self):
        return self.env.context.get("social_key") is _KEY

    def _at(self, moment):
        """Return the records in an environment where the present is ``moment``."""
        return self._unlocked().with_context(social_clock=Clock(moment))

    def _now(self):
        """Return the present (naive UTC), or the moment given by ``_at``."""
        clock = self.env.context.get("social_clock")
        return clock.now if isinstance(clock, Clock) else fields.Datetime.now()

    def _check_code_fields(self, vals):
        self._check_nested_code_fields(vals)
        if names := self._get_named_fields("_code_fields") & vals.keys():
            field = self._fields[min(names)]
            raise UserError(
                self.env._(
                    "%(document)s: “%(field)s” is set by the program only. "
                    "Open the document and use its buttons.",
                    document=self.env["ir.model"]._get(self._name).name,
                    field=field._description_string(self.env),
                )
            )

    def _check_nested_code_fields(self, vals):
        """Check the rows that come with a paper: they are written with its key."""
        for name in vals.keys() & self._fields.keys():
            rows = self.env.get(self._fields[name].comodel_name or "")
            if self._fields[name].type == "one2many" and hasattr(rows, "_code_fields"):
                for row in outside.get_row_values(vals[name]):
                    rows._check_code_fields(row)

    def _check_content_open(self):
        for document in self:
            if not document._is_open_for_editing():
                raise UserError(
                    self.env._(
                        "%(document)s is no longer a draft and its text stays as it "
                        "is. Use the actions of the document to correct it.",
                        document=document._get_refusal_name(),
                    )
                )
