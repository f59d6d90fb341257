from freezegun import freeze_time

from odoo.addons.base.tests.common import BaseCommon
from odoo.fields import Command
from odoo.tests import new_test_user

NOW = "2026-03-11 07:00:00"  # Wednesday, 10:00 in Moscow
INNS = {"ministry": "9901000010", "fund": "9901000027", "provider": "9901000034"}


class InteragencyCommon(BaseCommon):
    """Three invented participants, a regulation in force and a user per role."""

    now = NOW

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(cls.now))
        cls._create_participants()
        cls._create_users()
        cls._create_types()
        cls.regulation = cls._create_regulation()
        cls.citizen = cls._create_citizen()

    @classmethod
    def _create_participants(cls):
        cls.ministry = cls._create_participant("Министерство", "regional_authority")
        cls.fund = cls._create_participant("Фонд", "extrabudgetary_fund", key="fund")
        cls.provider = cls._create_participant("Центр", "provider", key="provider")

    @classmethod
    def _create_participant(cls, name, kind, key="ministry", **values):
        return cls.env["social.interagency.participant"].create(
            {
                "name": name,
                "kind": kind,
                "inn": INNS[key],
                "email": f"{key}@example.org",
                "phone": "+7 000 000-00-00",
                **values,
            }
        )

    @classmethod
    def _create_users(cls):
        for role in ("clerk", "head", "operator", "auditor", "administrator"):
            user = cls._create_user(role, f"social_interagency.group_{role}")
            setattr(cls, role, user)
        cls.ministry.user_ids = cls.clerk | cls.head
        cls.portal_user = cls._create_user("portal", "base.group_portal")
        cls.provider.user_ids = cls.portal_user
        cls.stranger = cls._create_user("stranger", "base.group_portal")
        cls.fund.user_ids = cls.stranger

    @classmethod
    def _create_user(cls, role, group):
        user = new_test_user(
            cls.env,
            login=f"social_{role}",
            groups=group,
            tz="Europe/Moscow",
            name=f"Officer {role}",
        )
        user.partner_id.write({"function": "Specialist", "phone": "+7 000 000-00-01"})
        return user

    @classmethod
    def _create_types(cls):
        cls.survey = cls._create_type("T-SURVEY", validity_days=30)
        cls.places = cls._create_type("T-PLACES")
        cls.pension = cls._create_type("T-PENSION", is_snils_sent=True)
        cls.service = cls.env["social.interagency.service"].create(
            {
                "code": "T-1",
                "name": "Test service",
                "kind": "household",
                "is_at_home": True,
                "legal_basis": "442-ФЗ",
                "document_type_ids": [Command.set([cls.survey.id, cls.pension.id])],
            }
        )

    @classmethod
    def _create_type(cls, code, **values):
        return cls.env["social.interagency.document.type"].create(
            {
                "code": code,
                "name": f"Type {code}",
                "legal_basis": "442-ФЗ, ст. 28",
                "purpose": "Test purpose",
                "data_asked": "Test data",
                **values,
            }
        )

    @classmethod
    def _create_regulation(cls, **values):
        """Return a regulation in force by which the ministry asks the other two."""
        cls.provider.document_type_ids = cls.survey | cls.places
        cls.fund.document_type_ids = cls.pension
        regulation = cls.env["social.interagency.regulation"].create(
            {
                "name": "Test regulation",
                "number": "1-ПП",
                "date": "2026-01-12",
                "scope": "art28",
                "coordinator_id": cls.ministry.id,
                "operator_id": cls.ministry.id,
                "effective_from": "2026-01-12",
                "member_ids": cls._prepare_members(),
                "term_rule_ids": cls._prepare_term_rules(),
                **values,
            }
        )
        regulation._unlocked().write({"state": "in_force"})
        return regulation

    @classmethod
    def _prepare_members(cls):
        asked = cls.survey | cls.places | cls.pension
        return [
            cls._prepare_member(cls.ministry, ask_type_ids=asked),
            cls._prepare_member(cls.provider, answer_type_ids=cls.survey | cls.places),
            cls._prepare_member(cls.fund, answer_type_ids=cls.pension),
        ]

    @classmethod
    def _prepare_member(cls, participant, **types):
        return Command.create(
            {
                "participant_id": participant.id,
                **{name: [Command.set(kinds.ids)] for name, kinds in types.items()},
            }
        )

    @classmethod
    def _prepare_term_rules(cls):
        return [
            Command.create({"step": "prepare", "value": 2, "start_event": "created"}),
            Command.create({"step": "answer", "value": 5, "extension_limit": 3}),
        ]

    @classmethod
    def _create_citizen(cls, **values):
        return cls.env["social.interagency.citizen"].create(
            {
                "last_name": "Проверкин",
                "first_name": "Тест",
                "patronymic": "Образцович",
                "birth_date": "1950-02-03",
                "snils": "112-233-445 95",
                "address": "Примерная улица, 1",
                "participant_ids": [Command.set(cls.ministry.ids)],
                **values,
            }
        )

    @classmethod
    def _create_request(cls, *types, user=None, **values):
        """Return a draft of the clerk to the provider, complete unless told."""
        types = types or (cls.survey,)
        return (
            cls.env["social.interagency.request"]
            .with_user(user or cls.clerk)
            .create(
                {
                    "sender_id": cls.ministry.id,
                    "addressee_id": cls.provider.id,
                    "citizen_id": cls.citizen.id,
                    "service_id": cls.service.id,
                    "line_ids": [
                        Command.create({"document_type_id": kind.id}) for kind in types
                    ],
                    **values,
                }
            )
        )

    @classmethod
    def _create_sent_request(cls, *types, **values):
        request = cls._create_request(*types, **values)
        request.with_user(cls.head).action_send()
        return request

    @classmethod
    def _answer(cls, request, outcome="full", **values):
        """Answer as the provider's portal user and return the answer."""
        values.setdefault("text", "Test information")
        answer_id = request.with_user(cls.portal_user).action_answer(outcome, **values)
        return cls.env["social.interagency.answer"].browse(answer_id)
