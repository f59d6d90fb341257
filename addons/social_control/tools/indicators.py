"""How figures are described, judged and ranked: plain Python, without the ORM.

>>> judge(96, 95, 80, True), judge(85, 95, 80, True), judge(70, 95, 80, True)
('met', 'warning', 'missed')
>>> judge(2, 5, 10, False), judge(7, 5, 10, False), judge(11, 5, 10, False)
('met', 'warning', 'missed')
>>> rank([("a", 90.0, 10), ("b", 70.0, 12), ("c", 90.0, 11)], 5, True)
{'a': 1, 'c': 1, 'b': 3}
>>> rank([("a", 4.0, 10), ("b", 1.0, 2), ("c", 3.0, 5)], 5, False)
{'c': 1, 'a': 2}
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Method:
    """How a figure is counted: which records, which of them, divided by what.

    :param kind: ``share``, ``count`` or ``days``
    :param model: the model of the records
    :param moment: the field by which a record falls into a period
    :param base: the domain of the records that are counted, the denominator
    :param hits: the domain of those that the figure speaks of, the numerator
    :param parts: the path to what divides the figure, by the kind of a part
    :param start: for days, the path to the moment from which they run to ``moment``
    """

    kind: str
    model: str
    moment: str
    base: object
    hits: object = None
    parts: dict = field(default_factory=dict)
    start: str = ""


@dataclass(frozen=True)
class Span:
    """The days of a period, as its body lives them, and the moment of counting."""

    first: date
    last: date
    zone: ZoneInfo
    at: datetime

    def as_moments(self):
        """Return the beginning of the first day and of the day after the last, UTC.

        >>> day = date(2026, 3, 1)
        >>> span = Span(day, day, ZoneInfo("Europe/Moscow"), datetime(2026, 4, 1))
        >>> [str(moment) for moment in span.as_moments()]
        ['2026-02-28 21:00:00', '2026-03-01 21:00:00']
        """
        days = (self.first, self.last + timedelta(days=1))
        return [
            datetime.combine(day, time(), self.zone)
            .astimezone(ZoneInfo("UTC"))
            .replace(tzinfo=None)
            for day in days
        ]


def judge(value, target, threshold, is_higher_better):
    """Return whether a value meets its target, and if not, whether the threshold."""
    sign = 1 if is_higher_better else -1
    if sign * value >= sign * target:
        return "met"
    return "warning" if sign * value >= sign * threshold else "missed"


def rank(figures, min_cases, is_higher_better):
    """Return the places: equal values share one, those with few cases have none.

    :param figures: tuples of a key, a value and the number of cases
    """
    ranked = sorted(
        (figure for figure in figures if figure[2] >= min_cases),
        key=lambda figure: figure[1],
        reverse=is_higher_better,
    )
    places = {}
    for number, (key, value, _cases) in enumerate(ranked, 1):
        previous = ranked[number - 2] if number > 1 else None
        is_tie = previous and previous[1] == value
        places[key] = places[previous[0]] if is_tie else number
    return places
