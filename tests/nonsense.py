"""What people and programs send that no paper can hold."""

from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

HUGE = 10**30
LONG = "ё" * 5000


def steady(examples):
    """Return settings under which the same inputs are tried in every run."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


TEXTS = st.sampled_from(
    [
        "",
        " \t\n",
        "\0",
        "до\0после",
        "\x01\x1b[31m\x7f",
        "\ud800",
        "\u202eоборот\u202c \u200f",
        "👩‍👩‍👧 🏳️‍🌈",
        "'; DROP TABLE social_interagency_request; --",
        "%s %(name)s %",
        "{0} {name} ${object}",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "None",
        "0",
        "-1",
        "１２",
        "²",
        "1e400",
        LONG,
    ]
) | st.text(max_size=12)
_EDGES = [0, -1, 1, 2, 2**31 - 1, 2**31, -(2**31) - 1, 2**63, HUGE, -HUGE]
_FRACTIONS = [0.5, 1e308, float("inf"), float("nan")]
NUMBERS = st.sampled_from([*_EDGES, *_FRACTIONS, True]) | st.integers(-1000, 1000)
DATES = st.sampled_from(
    [
        "2026-02-30",
        "2026-13-01",
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "2026-11-27",
        "27.11.2026",
        "2026-11-27 25:61:00",
        "0001-01-01 00:00:00",
        "9999-12-31 23:59:59",
        "2026-11-27T10:00:00Z",
        "2026-11-27 10:00:00+03:00",
        "now",
    ]
)
NEAR_DATES = st.integers(-400, 400).map(
    lambda days: str(date(2026, 11, 27) + timedelta(days=days))
)
SCALARS = TEXTS | NUMBERS | DATES | st.sampled_from([None, False])
THINGS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=2)
    ),
    max_leaves=4,
)
BAD_IDS = st.sampled_from(
    [0, -1, 2**31 - 1, 2**31, 2**63, HUGE, 1.5, True, None, False, "", "1", "первый"]
)
OPERATORS = st.sampled_from(
    [
        "=",
        "!=",
        ">",
        ">=",
        "<",
        "<=",
        "in",
        "not in",
        "like",
        "ilike",
        "=like",
        "=ilike",
        "not ilike",
        "any",
        "not any",
        "child_of",
        "parent_of",
        "<>",
        "==",
        "||",
        "any!",
        "~",
        "",
        "=?",
    ]
)


def commands(ids, values):
    """Return a strategy of x2many commands, right and wrong ones."""
    rows = st.one_of(
        st.tuples(st.just(0), st.sampled_from([0, False, "virtual_1"]), values),
        st.tuples(st.just(1), ids, values),
        st.tuples(st.sampled_from([2, 3, 4]), ids),
        st.just((5,)),
        st.tuples(st.just(6), st.just(0), st.lists(ids, max_size=3) | THINGS),
        st.sampled_from([(), (0,), (1, 1), (7, 0, 0), (-1,), (None, None, None)]),
        st.tuples(st.sampled_from([0, 1]), ids, SCALARS),
    )
    return st.lists(rows.map(list), max_size=2) | THINGS


def domains(names, values=THINGS):
    """Return a strategy of domains upon those fields, sound and senseless ones.

    :param names: strategy of names of fields
    """
    terms = st.tuples(names, OPERATORS, values).map(list)
    joints = st.sampled_from(["&", "|", "!"])
    return (
        st.lists(terms, min_size=1, max_size=2)
        | st.lists(terms | joints | SCALARS, max_size=3)
        | THINGS
    )
