"""Invented people: every name, number and address is made up."""

from datetime import date, timedelta

SURNAMES = [
    "Заречнов",
    "Луговск",
    "Полянск",
    "Озерцов",
    "Ветлугин",
    "Сосновск",
    "Рябинин",
    "Метелин",
    "Звягинцев",
    "Ольховск",
    "Тростников",
    "Камышин",
    "Росин",
    "Туманов",
    "Облаков",
    "Гранитов",
    "Янтарёв",
    "Кварцев",
]
FEMALE = ("Агния", "Варвара", "Дарина", "Злата", "Кира", "Лидия", "Марта", "Нина")
MALE = ("Арсений", "Богдан", "Глеб", "Демьян", "Захар", "Лев", "Мирон", "Савва")
PATRONYMICS = ("Аркадьев", "Вениамин", "Германов", "Леонтьев", "Назаров", "Родионов")
STREETS = ("Придуманная", "Небывалая", "Образцовая", "Примерная")


def make_person(random):
    """Return the values of a card; SNILS numbers pass their checksum."""
    is_female = random.random() < 0.6
    return {
        "last_name": _get_surname(random.choice(SURNAMES), is_female),
        "first_name": random.choice(FEMALE if is_female else MALE),
        "patronymic": _get_patronymic(random.choice(PATRONYMICS), is_female),
        "gender": "female" if is_female else "male",
        "birth_date": date(1935, 1, 1) + timedelta(days=random.randint(0, 30000)),
        "snils": _make_snils(random),
        "identity_number": f"99 00 {random.randint(0, 999999):06d}",
        "identity_issued_by": "Отдел по вопросам миграции города Заозёрска",
        "address": f"Заозёрск, {random.choice(STREETS)} улица, "
        f"дом {random.randint(1, 90)}, квартира {random.randint(1, 60)}",
        "phone": f"+7 (000) 00{random.randint(0, 9)}-{random.randint(10, 99)}-00",
    }


def _get_surname(stem, is_female):
    if stem.endswith(("н", "в")):
        return f"{stem}а" if is_female else stem
    return f"{stem}ая" if is_female else f"{stem}ий"


def _get_patronymic(stem, is_female):
    if is_female:
        return f"{stem}на" if stem.endswith("в") else f"{stem}овна"
    return f"{stem}ич" if stem.endswith("в") else f"{stem}ович"


def _make_snils(random):
    body = f"{random.randint(900000000, 998999999)}"
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(body))
    return f"{body}{total % 101 % 100:02d}"
