"""Time zones as people call them."""

from babel.dates import get_timezone_location


def name_zone(zone, moment, locale):
    """Return the city of a zone and its distance from UTC at the moment.

    :param zone: a ``ZoneInfo``
    :param moment: an aware moment
    :param locale: a locale of ``babel``

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> moment = datetime(2026, 3, 1, tzinfo=UTC)
    >>> name_zone(ZoneInfo("Europe/Moscow"), moment, "ru")
    'Москва (UTC+3)'
    >>> name_zone(ZoneInfo("Asia/Kolkata"), moment, "en")
    'Kolkata (UTC+5:30)'
    """
    city = get_timezone_location(zone, locale=locale, return_city=True)
    distance = f"{moment.astimezone(zone):%z}"
    sign, hours, minutes = distance[0], int(distance[1:3]), distance[3:]
    rest = f":{minutes}" if minutes != "00" else ""
    return f"{city} (UTC{sign}{hours}{rest})"
