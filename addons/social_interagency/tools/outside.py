"""The form of what comes from outside, before any rule of the papers looks at it."""

import math
import re
from datetime import date, datetime

MAX_ID = 2**31 - 1
# Beyond them a year is a slip of the keyboard, and terms cannot be counted.
_YEARS = range(1900, 2200)
_OF_THE_CALL = ("__model__", "__method__", "ids")
# PostgreSQL keeps no NUL, and half of a surrogate pair is no character.
_UNFIT = re.compile("[\0\ud800-\udfff]")


def find_call(params):
    """Return model, method, arguments and named ones of a call of a model, or None.

    The parameters are those of ``call_kw`` and of ``/json/2``.

    >>> find_call({"model": "a", "method": "b", "args": [[1]], "kwargs": {}})
    ('a', 'b', [[1]], {})
    >>> find_call({"__model__": "a", "__method__": "b", "ids": [1], "days": 5})
    ('a', 'b', [[1]], {'days': 5})
    >>> find_call({"__model__": "a", "__method__": "create", "vals_list": [{}]})
    ('a', 'create', [], {'vals_list': [{}]})
    >>> find_call({"search": "b"})
    """
    if "__model__" in params:
        named = {key: params[key] for key in params if key not in _OF_THE_CALL}
        ids = [params["ids"]] if "ids" in params else []
        return params["__model__"], params["__method__"], ids, named
    call = [params.get(key) for key in ("model", "method", "args", "kwargs")]
    is_sound = all(map(isinstance, call, (str, str, list, dict)))
    return tuple(call) if is_sound else None


def find_older_call(service, method, params):
    """Return the database and the call, as `find_call` does, or None.

    The parameters are those of ``/xmlrpc/2`` and of ``/jsonrpc``.

    >>> find_older_call("object", "execute_kw", ["db", 2, "key", "a", "b", [[1]]])
    ('db', ('a', 'b', [[1]], {}))
    >>> find_older_call("object", "execute", ["db", 2, "key", "a", "b", [1], 5])
    ('db', ('a', 'b', [[1], 5], {}))
    >>> find_older_call("common", "version", [])
    """
    is_call = service == "object" and method in ("execute", "execute_kw")
    if not is_call or not isinstance(params, (list, tuple)) or len(params) < 5:
        return None
    database, _user, _password, name, called, *rest = params
    args, named = (rest, {}) if method == "execute" else (*rest, None, None)[:2]
    call = (name, called, args, named or {})
    kinds = (str, str, (list, tuple), dict)
    is_sound = isinstance(database, str) and all(map(isinstance, call, kinds))
    return (database, (name, called, list(args), named or {})) if is_sound else None


def is_unfit(value):
    """Tell whether a text somewhere in the value cannot be kept.

    >>> is_unfit({"name": ["Справка", {"note": "до\\0после"}]})
    True
    >>> is_unfit([1, None, "Справка 👪"])
    False
    """
    heap = [value]
    while heap:
        thing = heap.pop()
        if isinstance(thing, str) and _UNFIT.search(thing):
            return True
        if isinstance(thing, dict):
            heap += [*thing.keys(), *thing.values()]
        elif isinstance(thing, (list, tuple)):
            heap += thing
    return False


def get_kind(parameter):
    """Return the kind of an argument: names of parameters tell it, as of fields.

    >>> [get_kind(name) for name in ("line_ids", "reason_id", "end_date", "ground")]
    ['ids', 'many2one', 'date', 'words']
    >>> get_kind("days"), get_kind("is_complete")
    ('number', 'boolean')
    """
    for ending, kind in _KIND_BY_ENDING.items():
        if parameter.endswith(ending):
            return kind
    return "boolean" if parameter.startswith("is_") else "words"


def fits(kind, value):
    """Tell whether a value may be given for a field or an argument of that kind.

    >>> fits("many2one", 5), fits("many2one", False), fits("many2one", "five")
    (True, True, False)
    >>> fits("date", "2026-02-28"), fits("date", "2026-02-30"), fits("date", None)
    (True, False, True)
    >>> fits("date", "9999-12-31"), fits("datetime", "0026-03-11 10:00:00")
    (False, False)
    >>> fits("datetime", datetime(2026, 2, 28, 10)), fits("date", date(26, 2, 28))
    (True, False)
    >>> fits("integer", 5), fits("integer", 10**30), fits("float", float("nan"))
    (True, False, False)
    >>> fits("words", "Справка"), fits("words", 5), fits("json", [])
    (True, False, True)
    >>> fits("number", 10), fits("number", "10")
    (True, False)
    """
    if value in (None, False, ""):
        return True
    return kind not in _FORMS or _FORMS[kind](value)


def are_ids(value):
    """Tell whether the value is one id of a record or a list of them.

    >>> are_ids([1, 2]), are_ids(3), are_ids([])
    (True, True, True)
    >>> are_ids("1"), are_ids([0]), are_ids([True]), are_ids([10**30])
    (False, False, False, False)
    """
    ids = value if isinstance(value, (list, tuple)) else [value]
    return all(_is_id(one) for one in ids)


def are_rows(value):
    """Tell whether the value is what rows of a record may be set to.

    These are commands, or ids as in Odoo's own short form.

    >>> are_rows([[0, 0, {}], [4, 7], [5], [6, 0, [7]]]), are_rows([7])
    (True, True)
    >>> [are_rows(one) for one in ("x", [()], [(0,)], [(0, 0, "x")], [(9, 1)], [None])]
    [False, False, False, False, False, False]
    """
    is_list = isinstance(value, (list, tuple))
    return is_list and all(_is_id(row) or _is_command(row) for row in value)


def get_row_values(value):
    """Return the values of fields that commands bring.

    >>> get_row_values([[0, 0, {"name": "a"}], [4, 7], 8])
    [{'name': 'a'}]
    """
    commands = [row for row in value or () if isinstance(row, (list, tuple))]
    return [row[2] for row in commands if len(row) > 2 and row[0] in (0, 1)]


def _is_id(value):
    return type(value) is int and 0 < value <= MAX_ID


def _is_command(row):
    if not isinstance(row, (list, tuple)) or len(row) not in (1, 2, 3):
        return False
    code, one, more = (*row, None, None)[:3]
    if code in (0, 1):
        return isinstance(more, dict) and (not code or _is_id(one))
    if code in (2, 3, 4):
        return _is_id(one)
    return code == 5 or (
        code == 6 and isinstance(more, (list, tuple)) and are_ids(more)
    )


def _is_plain(value):
    return isinstance(value, (str, int, float, bytes, date))


def _is_number(value):
    try:
        return math.isfinite(float(value)) and abs(float(value)) < 10**15
    except (TypeError, ValueError, OverflowError):
        return False


def _is_whole(value):
    try:
        return abs(int(value)) <= MAX_ID
    except (TypeError, ValueError, OverflowError):
        return False


def _write_out(value):
    """Return a date, which XML-RPC brings as such, as the other ways write it."""
    return str(value) if isinstance(value, date) else value


def _is_date(value):
    value = _write_out(value)
    try:
        return datetime.strptime(value[:10], "%Y-%m-%d").year in _YEARS
    except (TypeError, ValueError):
        return False


def _is_moment(value):
    value = _write_out(value)
    try:
        form = "%Y-%m-%d %H:%M:%S"[: len(value) - 2]
        return datetime.strptime(value, form).year in _YEARS
    except (TypeError, ValueError):
        return False


_KIND_BY_ENDING = {
    "_ids": "ids",
    "_id": "many2one",
    "_date": "date",
    "_at": "datetime",
    "days": "number",
}
_FORMS = {
    "ids": lambda value: isinstance(value, (list, tuple)) and are_ids(value),
    "words": lambda value: isinstance(value, str),
    "number": lambda value: type(value) is int and abs(value) <= MAX_ID,
    "char": _is_plain,
    "text": _is_plain,
    "html": _is_plain,
    "selection": _is_plain,
    "boolean": _is_plain,
    "binary": _is_plain,
    "many2one": _is_id,
    "one2many": are_rows,
    "many2many": are_rows,
    "integer": _is_whole,
    "float": _is_number,
    "monetary": _is_number,
    "date": _is_date,
    "datetime": _is_moment,
}
