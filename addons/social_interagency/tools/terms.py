"""Terms of law in plain Python, without the ORM.

A term is counted in the days of the body that answers. It begins on the day after
its event (Civil Code, art. 191); a term in calendar days or months that ends on a
day off ends on the next working day (art. 193); the last day lasts until its last
second (art. 194). Hours run on from the moment of the event, days off included. With
``hours_run_on=False`` only working days have hours: each of them has 24, from midnight
to midnight, so 48 such hours are two whole working days.

>>> from zoneinfo import ZoneInfo
>>> moscow = ZoneInfo("Europe/Moscow")
>>> holiday = {date(2026, 3, 9): Day("off", "Women's Day, moved")}
>>> work_calendar = WorkCalendar.from_days(holiday, years=(2026,))
>>> event = datetime(2026, 3, 6, 10, 0, tzinfo=moscow)
>>> due = count(Term(2, "working_days"), event, work_calendar, moscow)
>>> due.moment.isoformat()
'2026-03-11T20:59:59+00:00'
>>> for step in due.steps:
...     print(step.date.day, step.reason, step.number)
6 event None
7 weekend None
8 weekend None
9 off None
10 working 1
11 working 2
>>> count(Term(10, "months"), event, work_calendar, moscow)
... # doctest: +IGNORE_EXCEPTION_DETAIL
Traceback (most recent call last):
    ...
YearNotLoaded: the production calendar has no year 2027
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

UNITS = ("working_days", "calendar_days", "hours", "months")
WEEKEND = (5, 6)
LAST_SECOND = time(23, 59, 59)
ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)
ONE_SECOND = timedelta(seconds=1)


class YearNotLoaded(LookupError):
    """A term needs a day of a year that the production calendar does not have."""

    def __init__(self, year):
        super().__init__(f"the production calendar has no year {year}")
        self.year = year


@dataclass(frozen=True)
class Day:
    """What a calendar says about a date: ``off``, ``working`` or ``shortened``."""

    kind: str
    name: str = ""
    act: str = ""


@dataclass(frozen=True)
class Term:
    """A term as an act states it.

    ``include_start_day`` makes the day of the event the first day of the term;
    ``move_off_day`` moves the end of calendar days and months off a day off.
    """

    value: int
    unit: str
    include_start_day: bool = False
    hours_run_on: bool = True
    move_off_day: bool = True

    def __post_init__(self):
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit of a term: {self.unit}")
        if self.value < 1:
            raise ValueError("a term is at least one unit long")


@dataclass(frozen=True)
class Step:
    """One day of the explanation; ``number`` is what was counted up to this day.

    Reasons: ``event`` (not counted), ``working``, ``working_weekend``, ``shortened``
    (counted working days), ``weekend``, ``off`` (skipped), ``calendar``, ``month``,
    ``hours`` (counted), ``moved`` (the working day to which the end moves).
    """

    date: date
    reason: str
    number: int | None = None
    name: str = ""
    act: str = ""

    def as_json(self):
        """Return the step with plain values only."""
        return {
            "date": self.date.isoformat(),
            "weekday": self.date.weekday(),
            "reason": self.reason,
            "number": self.number,
            "name": self.name,
            "act": self.act,
        }


@dataclass(frozen=True)
class Due:
    """The result of a count: the due moment in UTC and the days that led to it."""

    moment: datetime
    steps: tuple


class WorkCalendar:
    """Working days by year over a plain week of five working days.

    :param load_year: callable that returns ``{date: Day}`` of the days which differ
        from the plain week or carry a name, or ``None`` for a year not loaded.
    """

    def __init__(self, load_year, weekend=WEEKEND):
        self._load_year = load_year
        self._weekend = weekend
        self._years = {}

    @classmethod
    def from_days(cls, days, years=None, weekend=WEEKEND):
        """Return a calendar over one table of days and the years it is valid for."""
        years = set(years or (day.year for day in days))
        return cls(lambda year: days if year in years else None, weekend)

    def get_listed(self, day):
        """Return the entry of the table for this date, or ``None`` for a plain day."""
        if day.year not in self._years:
            self._years[day.year] = self._load_year(day.year)
        days = self._years[day.year]
        if days is None:
            raise YearNotLoaded(day.year)
        return days.get(day)

    def get_reason(self, day):
        """Return why the date counts or not, as the reason of a step."""
        is_weekend = day.weekday() in self._weekend
        listed = self.get_listed(day)
        if not listed:
            return "weekend" if is_weekend else "working"
        if listed.kind == "off":
            return "off"
        if is_weekend:
            return "working_weekend"
        return "shortened" if listed.kind == "shortened" else "working"

    def is_weekend(self, day):
        """Return whether the date is a day off by the plain week alone."""
        return day.weekday() in self._weekend and not self.get_listed(day)

    def is_working(self, day):
        """Return whether the date counts in working days."""
        return self.get_reason(day) not in ("weekend", "off")

    def get_step(self, day, number=None, reason=None):
        """Return the explanation of one date."""
        listed = self.get_listed(day) or Day("")
        reason = reason or self.get_reason(day)
        return Step(day, reason, number, listed.name, listed.act)

    def count_working_days(self, first, last):
        """Return the number of working days from the first to the last date."""
        length = (last - first).days + 1
        return sum(self.is_working(first + timedelta(n)) for n in range(length))


def count(term, event_at, work_calendar, tz):
    """Return the :class:`Due` of a term.

    :param event_at: aware moment from which the term runs.
    :param tz: time zone of the body whose days are counted.
    """
    if event_at.tzinfo is None:
        raise ValueError("the moment of an event needs a time zone")
    event_at = event_at.astimezone(tz)
    if term.unit == "hours":
        return _count_hours(term, event_at, work_calendar, tz)
    steps, anchor = _get_start(term, event_at.date(), work_calendar)
    steps += _COUNTERS[term.unit](term, anchor, work_calendar)
    last = datetime.combine(steps[-1].date, LAST_SECOND, tz)
    return Due(last.astimezone(UTC), tuple(steps))


def _get_start(term, event_day, work_calendar):
    """Return the first steps and the date after which counting begins."""
    if term.include_start_day:
        return [], event_day - ONE_DAY
    return [work_calendar.get_step(event_day, reason="event")], event_day


def _count_working_days(term, anchor, work_calendar):
    steps, number, day = [], 0, anchor
    while number < term.value:
        day += ONE_DAY
        is_counted = work_calendar.is_working(day)
        number += is_counted
        steps.append(work_calendar.get_step(day, number if is_counted else None))
    return steps


def _count_calendar_days(term, anchor, work_calendar):
    steps = [
        work_calendar.get_step(anchor + timedelta(number), number, "calendar")
        for number in range(1, term.value + 1)
    ]
    return steps + _move_off_day(term, steps[-1].date, work_calendar)


def _count_months(term, anchor, work_calendar):
    steps = [
        work_calendar.get_step(add_months(anchor, number), number, "month")
        for number in range(1, term.value + 1)
    ]
    return steps + _move_off_day(term, steps[-1].date, work_calendar)


def _move_off_day(term, day, work_calendar):
    """Return the steps from an end on a day off to the next working day."""
    steps = []
    if not term.move_off_day or work_calendar.is_working(day):
        return steps
    while not work_calendar.is_working(day := day + ONE_DAY):
        steps.append(work_calendar.get_step(day))
    return [*steps, work_calendar.get_step(day, reason="moved")]


_COUNTERS = {
    "working_days": _count_working_days,
    "calendar_days": _count_calendar_days,
    "months": _count_months,
}


def add_months(day, months):
    """Return the same date months later, or the last date of a shorter month.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    >>> add_months(date(2026, 12, 15), 2)
    datetime.date(2027, 2, 15)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _count_hours(term, event_at, work_calendar, tz):
    left = term.value * ONE_HOUR
    moment, day, steps = event_at.astimezone(UTC), event_at.date(), []
    while True:
        midnight = _get_midnight(day + ONE_DAY, tz)
        is_counted = term.hours_run_on or work_calendar.is_working(day)
        span = min(left, midnight - moment) if is_counted else timedelta()
        left -= span
        number = (term.value * ONE_HOUR - left) // ONE_HOUR if is_counted else None
        reason = "hours" if is_counted else None
        steps.append(work_calendar.get_step(day, number, reason))
        if not left:
            return Due(_get_exact_end(moment + span, midnight, term), tuple(steps))
        moment, day = midnight, day + ONE_DAY


def _get_exact_end(moment, midnight, term):
    """Return the exact moment; hours of working days never end on the next day."""
    if moment == midnight and not term.hours_run_on:
        return moment - ONE_SECOND
    return moment


def _get_midnight(day, tz):
    return datetime.combine(day, time(), tz).astimezone(UTC)
