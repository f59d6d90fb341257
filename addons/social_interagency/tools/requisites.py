"""Checksums of Russian registration numbers.

The checks themselves come from ``python-stdnum``; this module only names the
papers and strips the separators that people type.
"""

from stdnum.exceptions import ValidationError as StdnumError
from stdnum.ru import inn, ogrn


def clean(number):
    """Return only the digits of ``number``; an empty string for nothing."""
    return "".join(sign for sign in number or "" if sign.isdigit())


def is_inn(number):
    """Tell whether ``number`` is a correct INN (10 or 12 digits)."""
    return _holds(inn.validate, number)


def is_ogrn(number):
    """Tell whether ``number`` is a correct OGRN (13) or OGRNIP (15 digits)."""
    return _holds(ogrn.validate, number)


def is_snils(number):
    """Tell whether ``number`` is a correct SNILS.

    The checksum is defined for numbers above 001-001-998 only; smaller ones
    are accepted as they are. No library at hand knows the SNILS.
    """
    digits = clean(number)
    if len(digits) != 11:
        return False
    body, control = digits[:9], int(digits[9:])
    if int(body) <= 1001998:
        return True
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(body))
    return control == total % 101 % 100


def format_snils(number):
    """Return ``number`` as ``XXX-XXX-XXX YY``, or unchanged when not 11 digits."""
    digits = clean(number)
    if len(digits) != 11:
        return number
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:9]} {digits[9:]}"


def _holds(validate, number):
    try:
        validate(number or "")
    except StdnumError:
        return False
    return True
