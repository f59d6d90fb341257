"""A small region to measure in: participants, a regulation in force, a head."""

import itertools

from stdnum.ru import inn

from odoo.fields import Command

PASSWORD = "bench-2026"  # noqa: S105
LOGIN = "bench_head"


class Region:
    """The records that a request needs, made once for a database."""

    def __init__(self, env):
        self.env = env
        self.numbers = itertools.count(1)
        self.types = env["social.interagency.document.type"].search([], limit=4)
        self.types.holder_kind_ids = False
        self.service = env["social.interagency.service"].search([], limit=1)
        self.sender = self._create_participant("regional_authority")
        self.addressee = self._create_participant("provider")
        self.addressee.document_type_ids = self.types
        self.head = self._create_head()
        self.regulation = self._create_regulation()
        self.citizens = env["social.interagency.citizen"].create(
            [self._prepare_citizen(number) for number in range(100)]
        )
        consents = [self._prepare_consent(citizen) for citizen in self.citizens]
        self.consents = env["social.interagency.consent"].create(consents)

    def _create_participant(self, kind):
        number = next(self.numbers)
        body = f"99{number:07d}"
        return self.env["social.interagency.participant"].create(
            {
                "name": f"Participant {number}",
                "kind": kind,
                "inn": body + inn.calc_company_check_digit(body),
                "email": f"participant{number}@example.org",
                "phone": "+7 000 000-00-00",
            }
        )

    def _create_head(self):
        group = self.env.ref("social_interagency.group_head")
        head = self.env["res.users"].create(
            {
                "name": "Head",
                "login": LOGIN,
                "password": PASSWORD,
                "email": "head@example.org",
                "group_ids": [Command.set(group.ids)],
                "social_participant_ids": [Command.set(self.sender.ids)],
            }
        )
        head.partner_id.write({"function": "Head", "phone": "+7 000 000-00-01"})
        return head

    def _create_regulation(self):
        regulation = self.env["social.interagency.regulation"].create(
            {
                "name": "Regulation",
                "number": "1",
                "date": "2026-01-12",
                "effective_from": "2026-01-12",
                "coordinator_id": self.sender.id,
                "member_ids": [
                    Command.create(
                        {
                            "participant_id": self.sender.id,
                            "ask_type_ids": [Command.set(self.types.ids)],
                        }
                    ),
                    Command.create(
                        {
                            "participant_id": self.addressee.id,
                            "answer_type_ids": [Command.set(self.types.ids)],
                        }
                    ),
                ],
                "term_rule_ids": [
                    Command.create(
                        {"step": "prepare", "value": 2, "start_event": "created"}
                    ),
                    Command.create({"step": "answer", "value": 5}),
                ],
            }
        )
        regulation._unlocked().write({"state": "in_force"})
        return regulation

    def _prepare_citizen(self, number):
        return {
            "last_name": f"Surname {number}",
            "first_name": "Name",
            "birth_date": "1950-01-01",
            "participant_ids": [Command.set(self.sender.ids)],
        }

    def _prepare_consent(self, citizen):
        return {
            "citizen_id": citizen.id,
            "number": str(citizen.id),
            "signed_date": "2026-01-12",
            "purpose": "Measurement",
        }

    def prepare_request(self, number):
        """Return the values of a complete request with two lines."""
        place = number % len(self.citizens)
        return {
            "sender_id": self.sender.id,
            "addressee_id": self.addressee.id,
            "citizen_id": self.citizens[place].id,
            "consent_id": self.consents[place].id,
            "service_id": self.service.id,
            "line_ids": [
                Command.create({"document_type_id": kind.id}) for kind in self.types[:2]
            ],
        }

    def prepare_ticket(self, number):
        """Return the values of a ticket of the peer."""
        return {"name": f"Ticket {number}", "description": "<p>Measurement</p>"}
