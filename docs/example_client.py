"""Пример программы, которая направляет запрос и читает его через /json/2.

    python example_client.py https://odoo.example.org social КЛЮЧ ИНН КОД СНИЛС

КЛЮЧ — ключ API пользователя с ролью «Руководитель» (Настройки профиля →
Безопасность → Ключи API); ИНН — чей ответ нужен; КОД — код вида документа;
СНИЛС — о ком. Все методы с описаниями: /doc того же сервера.
"""

import json
import sys
import urllib.request


class Office:
    """Вызовы моделей от имени владельца ключа."""

    def __init__(self, address, database, key):
        self.address = address
        self.headers = {
            "Authorization": f"bearer {key}",
            "Content-Type": "application/json",
            "X-Odoo-Database": database,
        }

    def call(self, model, method, **arguments):
        """Вызвать метод модели; отказ — исключение HTTPError с одним предложением."""
        request = urllib.request.Request(
            f"{self.address}/json/2/{model}/{method}",
            json.dumps(arguments).encode(),
            self.headers,
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def find(self, model, field, value):
        """Вернуть номер записи, у которой поле равно значению."""
        domain = [[field, "=", value]]
        [found] = self.call(f"social.interagency.{model}", "search", domain=domain)
        return found


def main(address, database, key, inn, code, snils):
    office = Office(address, database, key)
    kind = office.find("document.type", "code", code)
    [service, *_others] = office.call(
        "social.interagency.service",
        "search",
        domain=[["document_type_ids", "in", kind]],
    )
    values = {
        "addressee_id": office.find("participant", "inn", inn),
        "citizen_id": office.find("citizen", "snils", snils),
        "service_id": service,
        "line_ids": [[0, 0, {"document_type_id": kind}]],
    }
    sent = office.call(
        "social.interagency.request", "create_and_send", vals_list=[values]
    )
    fields = ["name", "state", "sent_at", "deadline", "deadline_state"]
    print(*office.call("social.interagency.request", "read", ids=sent, fields=fields))


if __name__ == "__main__":
    main(*sys.argv[1:])
