"""The production calendar of Russia from the library ``holidays``, without the ORM.

>>> days = federal_days(2026, "Act")
>>> days[date(2026, 1, 9)].kind, days[date(2026, 1, 9)].act
('off', 'Act')
>>> [str(day) for day, entry in days.items() if entry.kind == "shortened"]
['2026-04-30', '2026-05-08', '2026-06-11', '2026-11-03']
"""

import re
from datetime import date, timedelta

from holidays import country_holidays

from .terms import WEEKEND, Day

LABOUR_CODE_OFF = "ТК РФ, ст. 112"
LABOUR_CODE_SHORTENED = "ТК РФ, ст. 95"
KNOWN_ACTS = {
    2024: "постановление Правительства РФ от 10.08.2023 № 1314",
    2025: "постановление Правительства РФ от 04.10.2024 № 1335",
    2026: "постановление Правительства РФ от 24.09.2025 № 1466",
}
_MOVED = re.compile(r"перенесено с (\d\d)\.(\d\d)\.(\d{4})")
_ONE_DAY = timedelta(days=1)


def federal_days(year, act=""):
    """Return ``{date: Day}`` of a year: days off, working weekends, shortened days.

    :param act: the government act that moves days off in this year
    """
    holidays = _get_holidays(year)
    moved = {day: _get_source(name) for day, name in holidays.items()}
    moved = {day: source for day, source in moved.items() if source}
    statutory = holidays.keys() - moved.keys()
    days = {
        day: Day("off", name, act if day in moved else LABOUR_CODE_OFF)
        for day, name in holidays.items()
    }
    days |= _get_working_weekends(moved, statutory, act)
    return dict(sorted((days | _get_eves(statutory, days)).items()))


def has_transfers(year):
    """Return whether the library knows how the government moved the days off."""
    return any(map(_get_source, _get_holidays(year).values()))


def _get_holidays(year):
    table = country_holidays("RU", years=year, language="ru", expand=False)
    return {day: name for day, name in table.items() if day.year == year}


def _get_source(name):
    if match := _MOVED.search(name):
        day, month, year = map(int, match.groups())
        return date(year, month, day)
    return None


def _get_working_weekends(moved, statutory, act):
    """Return weekends that became working, as long as the day they replace."""
    return {
        source: Day(
            "shortened" if day + _ONE_DAY in statutory else "working",
            f"Рабочий день (выходной перенесён на {day:%d.%m.%Y})",
            act,
        )
        for day, source in moved.items()
        if source.weekday() in WEEKEND and source not in statutory
    }


def _get_eves(statutory, days):
    """Return the working days before a holiday, shortened by an hour."""
    eves = {day - _ONE_DAY for day in statutory}
    return {
        eve: Day("shortened", "Предпраздничный день", LABOUR_CODE_SHORTENED)
        for eve in eves
        if eve not in days and eve.weekday() not in WEEKEND and eve.year == _year(days)
    }


def _year(days):
    return min(days).year


def move_holidays(base, own_days, movable):
    """Return the days off that regional holidays on a weekend give in exchange.

    :param base: :class:`WorkCalendar` of the layer above
    :param own_days: ``{date: Day}`` of the regional layer
    :param movable: dates of holidays which move to the next working day
    """
    given = {}
    for day in sorted(movable):
        if not base.is_weekend(day):
            continue
        target = day + _ONE_DAY
        while not base.is_working(target) or target in own_days or target in given:
            target += _ONE_DAY
        own = own_days[day]
        given[target] = Day("off", f"{own.name} (перенесено с {day:%d.%m.%Y})", own.act)
    return given
