"""Classifiers and citizens come in through Odoo's own import, whole or not at all."""

import uuid

import pytest
from office import CITIZEN, PARTICIPANT, SERVICE, TYPE

TYPE_COLUMNS = ["code", "name", "legal_basis", "purpose", "data_asked"]
SERVICE_COLUMNS = ["code", "name", "kind", "is_at_home", "legal_basis"]
CITIZEN_COLUMNS = ["last_name", "first_name", "birth_date", "snils"]


def new_code():
    return f"П-{uuid.uuid4().hex[:8]}"


def snils(number):
    """Return an invented SNILS whose checksum is right."""
    digits = f"{number:09d}"
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(digits))
    return f"{digits}{total % 101 % 100:02d}"


def inn(number):
    """Return an invented INN of an organisation whose checksum is right."""
    digits = f"99{number % 10**7:07d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    total = sum(int(d) * weight for d, weight in zip(digits, weights, strict=True))
    return f"{digits}{total % 11 % 10}"


def load(client, model, columns, *rows):
    """Import the rows; return the ids and the sentences of the refusal."""
    result = client.call(model, "load", columns, [list(row) for row in rows])
    return result["ids"], [message["message"] for message in result["messages"]]


@pytest.fixture
def family():
    """Return a family name that nobody has."""
    return f"Импортов-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def count(rpc):
    """Return a counter of the cards of a family."""
    return lambda family: rpc("clerk").call(
        CITIZEN, "search_count", [["last_name", "=", family]]
    )


def test_document_types_are_loaded_and_loaded_again(rpc):
    code = new_code()
    row = [code, "Справка о нуждаемости", "442-ФЗ, ст. 15", "Оценка", "Сведения"]
    ids, messages = load(rpc("administrator"), TYPE, TYPE_COLUMNS, row)
    assert (len(ids), messages) == (1, [])
    again = [str(ids[0]), "Справка о нуждаемости гражданина"]
    assert load(rpc("administrator"), TYPE, [".id", "name"], again)[0] == ids
    [values] = rpc("clerk").call(TYPE, "read", ids, ["name", "code"])
    assert (values["name"], values["code"]) == (again[1], code)


def test_services_are_loaded_by_the_words_of_the_catalogue(rpc):
    row = [new_code(), "Услуга", "Социально-бытовые", "1", "442-ФЗ, ст. 20"]
    ids, messages = load(rpc("administrator"), SERVICE, SERVICE_COLUMNS, row)
    assert (len(ids), messages) == (1, [])
    [values] = rpc("clerk").call(SERVICE, "read", ids, ["kind"])
    assert values["kind"] == "household"


def test_a_row_without_required_items_names_them_all(rpc):
    ids, [message] = load(
        rpc("administrator"), TYPE, ["code", "name"], [new_code(), "Справка"]
    )
    assert not ids
    for words in ("Вид документа", "Правовое основание", "Цель"):
        assert words in message
    assert "Missing" not in message


def test_one_bad_row_keeps_the_good_ones_out(rpc):
    good, bad = new_code(), new_code()
    ids, messages = load(
        rpc("administrator"),
        *(TYPE, TYPE_COLUMNS),
        [good, "Справка", "442-ФЗ", "Оценка", "Сведения"],
        [bad, "Справка", "", "Оценка", "Сведения"],
    )
    assert not ids
    assert "Правовое основание" in messages[0]
    assert not rpc("clerk").call(TYPE, "search_count", [["code", "in", [good, bad]]])


def test_a_code_is_given_once(rpc):
    code = new_code()
    row = [code, "Справка", "442-ФЗ", "Оценка", "Сведения"]
    ids, messages = load(rpc("administrator"), TYPE, TYPE_COLUMNS, row, row)
    assert not ids
    assert any("код" in message for message in messages)


def test_a_participant_needs_a_right_inn(rpc):
    administrator, name = rpc("administrator"), f"Центр {new_code()}"
    columns = ["name", "kind", "inn"]
    row = [name, "Поставщик социальных услуг"]
    ids, [message] = load(administrator, PARTICIPANT, columns, [*row, "9900013708"])
    assert not ids
    assert "ИНН" in message
    assert not administrator.call(PARTICIPANT, "search_count", [["name", "=", name]])
    assert not administrator.call("res.partner", "search_count", [["name", "=", name]])
    ids, messages = load(
        administrator, PARTICIPANT, columns, [*row, inn(uuid.uuid4().int)]
    )
    assert (len(ids), messages) == (1, [])


def test_citizens_are_loaded_and_belong_to_the_clerks_body(rpc, family, count):
    seed = uuid.uuid4().int % 900_000_000 + 50_000_000
    rows = [
        [family, "Пётр", "1950-02-03", snils(seed)],
        [family, "Анна", "1952-04-05", snils(seed + 1)],
        [family, "Илья", "1990-10-11", ""],
    ]
    ids, messages = load(rpc("clerk"), CITIZEN, CITIZEN_COLUMNS, *rows)
    assert (len(ids), messages) == (3, [])
    assert count(family) == 3
    cards = rpc("clerk").call(CITIZEN, "read", ids, ["number", "participant_ids"])
    assert len({card["number"] for card in cards}) == 3
    assert all(card["participant_ids"] for card in cards)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["Пётр", "1950-02-03", "11223344596"], "СНИЛС"),
        (["Пётр", "1950-02-03", "123"], "СНИЛС"),
        (["Пётр", "", ""], "Дата рождения"),
        (["", "1950-02-03", ""], "Имя"),
        (["Пётр", "вчера", ""], "Дата рождения"),
        (["Пётр", "2950-02-03", ""], "дата рождения в будущем"),
    ],
)
def test_a_wrong_card_is_refused_without_a_trace(
    rpc, family, count, server_log, row, words
):
    good = [family, "Анна", "1952-04-05", ""]
    ids, messages = load(rpc("clerk"), CITIZEN, CITIZEN_COLUMNS, good, [family, *row])
    assert not ids
    assert any(words in message for message in messages)
    assert not count(family)
    assert family not in server_log() + " ".join(messages)


def test_one_snils_is_not_given_to_two_citizens(rpc, family, count, server_log):
    number = snils(uuid.uuid4().int % 900_000_000 + 50_000_000)
    rows = [[family, name, "1950-02-03", number] for name in ("Пётр", "Анна")]
    ids, messages = load(rpc("clerk"), CITIZEN, CITIZEN_COLUMNS, *rows)
    assert not ids
    assert any("СНИЛС" in message for message in messages)
    assert not count(family)
    ids, messages = load(rpc("clerk"), CITIZEN, CITIZEN_COLUMNS, rows[0])
    assert len(ids) == 1
    ids, [message] = load(rpc("clerk"), CITIZEN, CITIZEN_COLUMNS, rows[1])
    assert not ids
    assert "ЛД-" in message
    log = server_log()
    assert family not in log
    formatted = f"{number[:3]}-{number[3:6]}-{number[6:9]} {number[9:]}"
    assert number not in log
    assert formatted not in log + message


def test_roles_without_citizens_import_none(rpc, family, count):
    for login in ("operator", "administrator", "auditor"):
        row = [family, "Пётр", "1950-02-03", ""]
        assert not load(rpc(login), CITIZEN, CITIZEN_COLUMNS, row)[0]
    assert not count(family)


def test_a_clerk_imports_no_classifier(rpc):
    row = [new_code(), "Справка", "442-ФЗ", "Оценка", "Сведения"]
    assert not load(rpc("clerk"), TYPE, TYPE_COLUMNS, row)[0]
