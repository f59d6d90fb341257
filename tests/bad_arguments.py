"""What the methods of our models may be given: mostly sound, with some nonsense."""

import functools
import inspect
import json

import nonsense
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import get_public_method

SOUND = st.sampled_from(["Проверка", "10", "2026-11-27", "ё" * 300])
BASES = 40  # records that are looked at for values of a new one


def often(sound, other, times=8):
    """Return a strategy that mostly takes the first one; `one_of` knows no weights."""
    turns = st.sampled_from([True] * times + [False])
    return turns.flatmap(lambda is_sound: sound if is_sound else other)


DAYS = often(nonsense.NEAR_DATES, nonsense.DATES)
AMOUNTS = often(st.integers(1, 5), nonsense.NUMBERS)


class Given:
    """Strategies of arguments for the methods of a model.

    :param env: environment that sees everything
    """

    def __init__(self, env):
        self.env = env
        self.by_name = {}
        for name, cls in env.registry.items():
            if name.startswith("social."):
                for key, field in cls._fields.items():
                    self.by_name.setdefault(key, field)

    @functools.cache  # noqa: B019
    def ids(self, model):
        """Return the ids of a model's records; of a wizard's there are none."""
        records = self.env[model]
        if records._abstract or not records._auto:
            return st.integers(1, 50)
        found = records.with_context(active_test=False).search([], limit=300).ids
        return st.sampled_from(found) if found else st.integers(1, 5)

    def some_id(self, model):
        return often(self.ids(model), nonsense.BAD_IDS)

    def records(self, model):
        known = self.ids(model)
        other = st.lists(known, max_size=3, unique=True)
        other |= nonsense.BAD_IDS.map(lambda one: [one])
        return often(known.map(lambda one: [one]), other)

    def value(self, field):
        """Return a strategy of values of a field: mostly of its kind."""
        return often(self._sound(field), nonsense.THINGS)

    def _sound(self, field):
        if field.type == "many2one" and field.comodel_name in self.env.registry:
            return self.some_id(field.comodel_name)
        if field.type in ("one2many", "many2many"):
            inner = st.deferred(lambda: self.vals(self.env[field.comodel_name], 2))
            return nonsense.commands(self.some_id(field.comodel_name), inner)
        if field.type == "selection":
            return st.sampled_from(field.get_values(self.env) or ["-"])
        if field.type in ("date", "datetime"):
            return DAYS
        if field.type in ("integer", "float", "monetary"):
            return AMOUNTS
        if field.type == "boolean":
            return st.booleans()
        return often(SOUND, nonsense.TEXTS)

    def vals(self, model, most=3):
        names = sorted(model._fields.keys() - MAGIC_COLUMNS)
        wanted = st.lists(st.sampled_from(names), max_size=most, unique=True)
        return wanted.flatmap(
            lambda keys: st.fixed_dictionaries(
                {key: self.value(model._fields[key]) for key in keys}
            )
        )

    def wizard(self, model):
        """Return a strategy of values with which a wizard is opened."""
        fields = model._fields.values()
        needed = {
            field.name: self.value(field)
            for field in fields
            if field.required or field.type == "many2one"
            if field.name not in MAGIC_COLUMNS
        }
        return st.tuples(st.fixed_dictionaries(needed), self.vals(model, 2)).map(
            lambda pair: {**pair[0], **pair[1]}
        )

    def argument(self, model, name):
        """Return a strategy for a parameter, judged by its name."""
        sound = [SOUND]
        field = model._fields.get(name) or self.by_name.get(name)
        if field:
            sound = [self._sound(field)]
        elif name.endswith("_ids"):
            sound = [st.lists(st.integers(1, 99) | nonsense.BAD_IDS, max_size=3)]
        elif name.endswith("_id"):
            sound = [self.some_id(self._guess_model(name))]
        elif name.endswith(("_date", "_at")):
            sound = [DAYS]
        elif name == "days":
            sound = [AMOUNTS]
        return often(st.one_of(*sound), nonsense.TEXTS | nonsense.THINGS)

    def _guess_model(self, name):
        stem = name.removesuffix("_id")
        models = [key for key in self.env.registry if key.split(".")[-1] == stem]
        ours = [key for key in models if key.startswith("social.")]
        return min(ours or models or ["res.partner"], key=len)

    def call(self, model, name):
        """Return a strategy of ``(args, kwargs)`` of a call."""
        special = getattr(self, f"_call_{name}", None)
        if special:
            return special(model)
        method = get_public_method(model, name)
        parameters = list(inspect.signature(method).parameters.values())[1:]
        given = [
            self.argument(model, one.name)
            for one in parameters
            if one.kind is one.POSITIONAL_OR_KEYWORD
        ]
        sound = st.tuples(*given).map(list)
        args = often(sound, st.lists(nonsense.THINGS, max_size=2), 9)
        extra = often(st.just({}), st.just({"surplus": 1}), 9)
        if not getattr(method, "_api_model", False):
            args = st.tuples(self.records(model._name), args).map(
                lambda pair: [pair[0], *pair[1]]
            )
        return st.tuples(args, extra)

    def _positional(self, *given):
        return st.tuples(st.tuples(*given).map(list), st.just({}))

    def _call_create(self, model):
        one = self._based(model)
        return self._positional(st.lists(one, max_size=2) | nonsense.THINGS | one)

    def _based(self, model):
        """Return values of an existing record with some nonsense among them."""
        if model._abstract or model._transient or not model._auto:
            return self.vals(model)
        base = self._copied(model._name)
        return st.tuples(st.sampled_from(base), self.vals(model)).map(
            lambda pair: {**pair[0], **pair[1]}
        )

    @functools.cache  # noqa: B019
    def _copied(self, name):
        found = self.env[name].search([], limit=BASES)
        bases = [{}]
        for record in found[:: max(1, len(found) // 4)]:
            try:
                bases.append(json.loads(json.dumps(record.copy_data()[0], default=str)))
            except (UserError, IndexError):
                continue
        return bases

    def _call_write(self, model):
        vals = self.vals(model) | self.vals(model) | nonsense.THINGS
        return self._positional(self.records(model._name), vals)

    def _call_web_save(self, model):
        records = self.records(model._name) | st.just([])
        return self._positional(records, self._based(model), st.just({}))

    def _call_copy(self, model):
        return self._positional(
            self.records(model._name), self.vals(model) | nonsense.THINGS
        )

    def _call_unlink(self, model):
        return self._positional(self.records(model._name))

    def _call_load(self, model):
        names = st.sampled_from([*sorted(model._fields), "id", ".id", "нет", ""])
        columns = st.lists(names, min_size=1, max_size=3)
        cells = st.lists(nonsense.TEXTS | nonsense.DATES, min_size=3, max_size=3)
        rows = st.lists(cells, min_size=1, max_size=2)
        return self._positional(columns, rows | nonsense.THINGS)

    def _domain(self, model):
        names = st.sampled_from(sorted(model._fields))
        searchable = sorted(
            key
            for key, field in model._fields.items()
            if field.search or (field.store and is_ours_field(field))
        )
        names |= st.sampled_from(searchable or ["id"])
        return nonsense.domains(names)

    def _call_search(self, model):
        return self._positional(
            self._domain(model), st.sampled_from([0, -1, "x"]), st.just(5)
        )

    def _call_search_read(self, model):
        names = st.lists(st.sampled_from(sorted(model._fields)), max_size=3)
        return self._positional(self._domain(model), names, st.just(0), st.just(5))

    def _call_web_search_read(self, model):
        return self._positional(self._domain(model), self._specification(model))

    def _specification(self, model):
        names = st.sampled_from(sorted(model._fields))
        return st.dictionaries(names, st.just({}), max_size=4) | nonsense.THINGS

    def _call_web_read(self, model):
        return self._positional(self.records(model._name), self._specification(model))

    def _call_read(self, model):
        names = st.lists(st.sampled_from(sorted(model._fields)), max_size=4)
        return self._positional(self.records(model._name), names | nonsense.THINGS)

    def _groups(self, model):
        names = st.sampled_from(sorted(model._fields))
        parts = st.sampled_from(["", "", ":month", ":year", ":day", ":нет"])
        return st.lists(st.tuples(names, parts).map("".join), max_size=2)

    def _aggregates(self, model):
        names = st.sampled_from(sorted(model._fields))
        kinds = st.sampled_from([":sum", ":max", ":array_agg", ":recordset", ":нет"])
        return st.lists(st.tuples(names, kinds).map("".join), max_size=2)

    def _call_web_read_group(self, model):
        return self._positional(
            self._domain(model), self._groups(model), self._aggregates(model)
        )

    _call_formatted_read_group = _call_web_read_group

    def _call_name_search(self, model):
        return self._positional(
            nonsense.SCALARS, self._domain(model), nonsense.OPERATORS, st.just(5)
        )

    def _call_onchange(self, model):
        names = st.lists(st.sampled_from(sorted(model._fields)), max_size=2)
        return self._positional(
            self.records(model._name) | st.just([]),
            self.vals(model),
            names,
            self._specification(model),
        )

    def _call_export_data(self, model):
        names = st.lists(st.sampled_from(sorted(model._fields)), max_size=3)
        return self._positional(self.records(model._name), names | nonsense.THINGS)


def is_ours_field(field):
    return (field._module or "").startswith("social_")
