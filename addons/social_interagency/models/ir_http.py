import inspect

from werkzeug.exceptions import BadRequest, NotFound

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from ..tools import outside

# Models that the addons own, and those of Odoo whose methods they extend.
_GUARDED = ("social.", "ir.attachment", "ir.module.module", "ir.sequence")
_VALUES = {
    "create": "vals_list",
    "write": "vals",
    "web_save": "vals",
    "copy": "default",
}
_OWN_METHODS = ("action_", "get_", "create_and_send")


class IrHttp(models.AbstractModel):
    """What comes from outside has a sound form before a rule of ours looks at it."""

    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        # A part of a form that has no name is no parameter of anybody, and Python
        # itself gives the controller.
        for name in (None, "self"):
            request.params.pop(name, None)
        if call := outside.find_call(request.params):
            request.env["ir.http"]._check_spoken_call(*call)
        elif cls._is_own_page(endpoint):
            cls._check_page(request.params)
        return super()._dispatch(endpoint)

    @classmethod
    def _serve_fallback(cls):
        # Odoo looks for a file by the address, whatever stands in it.
        if outside.is_unfit(request.httprequest.path):
            return None
        return super()._serve_fallback()

    @classmethod
    def _is_own_page(cls, endpoint):
        return cls._is_own(endpoint) and endpoint.routing["auth"] == "user"

    @classmethod
    def _is_own(cls, function):
        """Tell whether the addons define it, and not Odoo."""
        return getattr(function, "__module__", "").startswith("odoo.addons.social_")

    @classmethod
    def _check_page(cls, params):
        numbers = [value for value in params.values() if isinstance(value, int)]
        if any(number > outside.MAX_ID for number in numbers):
            raise NotFound
        if outside.is_unfit(params):
            raise BadRequest

    @api.model
    def _check_spoken_call(self, name, method, args, kwargs):
        """Check a call and refuse it in the language that it asks for."""
        context = kwargs.get("context")
        lang = context.get("lang") if isinstance(context, dict) else None
        speaking = self.with_context(lang=lang) if isinstance(lang, str) else self
        speaking._check_call(name, method, args, kwargs)

    @api.model
    def _check_call(self, name, method, args, kwargs):
        """Refuse a call of our models whose form none of their methods takes.

        :raises UserError: which says what is wrong with the call
        """
        if not name.startswith(_GUARDED) or name not in self.env:
            return
        if name.endswith(".mixin"):
            raise NotFound
        function = getattr(self.env.registry[name], method, None)
        is_of_records = not getattr(function, "_api_model", False)
        ids, args = (args[:1], args[1:]) if is_of_records else ((), args)
        for one in ids:
            self._check_ids(one)
        self._check_texts([args, kwargs])
        if method in _VALUES:
            values = args[0] if args else kwargs.get(_VALUES[method])
            if values is not None or method != "copy":
                self._check_values(self.env[name], values, is_many=method == "create")
        elif method.startswith(_OWN_METHODS) and self._is_own(function):
            self._check_arguments(self.env[name], function, args, kwargs)
            if is_of_records and (args or kwargs.keys() - {"context"}):
                self._check_chosen(ids)

    @api.model
    def _check_ids(self, ids):
        if not outside.are_ids(ids):
            raise UserError(
                self.env._(
                    "The documents are named by something else than their numbers. "
                    "Reload the page and try again."
                )
            )

    @api.model
    def _check_chosen(self, ids):
        """Refuse a decision upon nothing."""
        if not any(ids):
            raise UserError(
                self.env._("No document is chosen. Choose one and try again.")
            )

    @api.model
    def _check_texts(self, given):
        if outside.is_unfit(given):
            raise UserError(
                self.env._(
                    "A text holds a character that cannot be kept. "
                    "Type the text anew instead of pasting it."
                )
            )

    @api.model
    def _check_arguments(self, records, function, args, kwargs):
        """Check the arguments of a method of ours; their number is Odoo's to check."""
        names = list(inspect.signature(function).parameters)[1:]
        for name, value in [*zip(names, args, strict=False), *kwargs.items()]:
            if name == "vals_list":
                self._check_values(records, value, is_many=True)
            elif name != "context" and not outside.fits(outside.get_kind(name), value):
                raise self._get_form_error(records, name)

    @api.model
    def _check_values(self, records, values, *, is_many=False):
        """Check the values of fields, and those of rows that come with them."""
        rows = values if is_many and isinstance(values, list) else [values]
        for vals in rows:
            if not isinstance(vals, dict):
                raise UserError(
                    self.env._(
                        "The call brings no fields of the document. "
                        "Reload the page and try again."
                    )
                )
            for name, value in vals.items():
                if field := records._fields.get(name):
                    self._check_value(records, field, value)

    @api.model
    def _check_value(self, records, field, value):
        is_known = field.type != "selection" or self._is_key(field, value)
        if not outside.fits(field.type, value) or not is_known:
            raise self._get_form_error(records, field.name)
        if field.type in ("one2many", "many2many"):
            inner = outside.get_row_values(value)
            self._check_values(self.env[field.comodel_name], inner, is_many=True)

    @api.model
    def _is_key(self, field, value):
        return not value or value in field.get_values(self.env)

    @api.model
    def _get_form_error(self, records, name):
        field = records._fields.get(name)
        return ValidationError(
            self.env._(
                "%(document)s: “%(name)s” has a value of a wrong form. "
                "Correct it and try again.",
                document=self.env["ir.model"]._get(records._name).name,
                name=field._description_string(self.env) if field else name,
            )
        )
