"""What is copied of the demonstration region, and what differs from copy to copy.

A copy of a paper keeps what it says and its links to other papers of the same copy. It
gets a number and participants of its own and, if it is dated, weeks of its own.
"""

from dataclasses import dataclass, field

# In so many of a thousand copies there is a family's support, in so many an inspection.
SUPPORT, CONTROL = 540, 54
PREFIXES = [
    "Бело",
    "Верхо",
    "Добро",
    "Древо",
    "Звездо",
    "Зелено",
    "Злато",
    "Камено",
    "Красно",
    "Лесо",
    "Лето",
    "Лугово",
    "Медо",
    "Мило",
    "Много",
    "Море",
    "Ново",
    "Озеро",
    "Остро",
    "Перво",
    "Поле",
    "Право",
    "Прямо",
    "Речно",
    "Светло",
    "Северо",
    "Сине",
    "Снего",
    "Старо",
    "Степо",
    "Тепло",
    "Тихо",
    "Травно",
    "Хлебо",
    "Холмо",
    "Храбро",
    "Черно",
    "Чисто",
    "Юго",
    "Ясно",
]

# A number ends with digits; "/" is that of a paper that has none yet.
_NUMBER = (
    "CASE WHEN t.{0} = '/' THEN '/' ELSE "
    "regexp_replace(t.{0}, '[0-9]+$', '') || to_char(new.id, 'FM00000000') END"
)
_SURNAME = "initcap(load.prefix(c.k) || lower(t.last_name))"


@dataclass(frozen=True)
class Table:
    """A table whose rows are copied.

    :param share: in how many of a thousand copies
    :param is_dated: the moments of a copy are moved into its own weeks
    :param where: SQL, which rows are copied
    :param is_open: SQL, which rows stand in copies of these days only
    :param values: ``{column: SQL}``; ``t`` is the row, ``new.id`` the id of its copy,
        ``c.k`` the number of the copy
    :param links: ``{column: table}`` where the database has no foreign key
    """

    name: str
    share: int = 1000
    is_dated: bool = True
    where: str = "TRUE"
    is_open: str = "FALSE"
    values: dict = field(default_factory=dict)
    links: dict = field(default_factory=dict)


def _numbered(*columns, **values):
    return {column: _NUMBER.format(column) for column in columns} | values


def _at_peer(column, **values):
    """Put another participant of the same kind in place of the one of the row."""
    return {column: f"load.peer(t.{column}, c.k)"} | values


def _plain(prefix, names, **options):
    return [Table(f"{prefix}_{name}", **options) for name in names.split()]


_PERSON = _numbered(
    "number",
    snils="CASE WHEN t.snils IS NOT NULL THEN load.snils(new.id) END",
    last_name=_SURNAME,
    name=f"concat_ws(' ', {_SURNAME}, t.first_name, t.patronymic)",
    birth_date="t.birth_date - c.k % 9000",
)
_APPLICATIONS = [
    Table("social_interagency_citizen", values=_PERSON),
    *_plain("social_interagency", "citizen_participant_rel consent"),
    *_plain("social_interagency", "consent_participant_rel"),
    Table("social_interagency_application", values=_numbered("name")),
    *_plain("social_interagency", "application_service_rel application_step"),
]


def _support(table, /, **values):
    return Table(
        f"social_support_{table}", share=SUPPORT, is_dated=False, values=values
    )


_SUPPORT = [
    _support("family_member"),
    _support("citizen_circumstance", document_id="NULL"),
    _support("consent_detail_rel"),
    _support("programme", **_numbered("name")),
    *map(_support, ["programme_line", "programme_measure", "programme_provider_rel"]),
    _support("signal", **_numbered("name")),
    _support("case", **_numbered("name")),
    _support("case_level"),
    _support("assessment", **_numbered("name")),
    *map(_support, ["assessment_member", "need"]),
    _support("plan", **_numbered("name")),
    _support("plan_line"),
    _support("consilium", **_numbered("name")),
    *map(_support, ["consilium_participant_rel", "decision"]),
    _support("assignment", **_numbered("name"), **_at_peer("participant_id")),
    _support("visit"),
]
_REQUESTS = [
    Table(
        "social_interagency_request",
        is_open="state NOT IN ('accepted', 'cancelled')",
        values=_numbered(
            "name",
            **_at_peer("addressee_id"),
            message_uuid="gen_random_uuid()",
            measure_id="NULL",
            previous_request_id="NULL",
        ),
    ),
    Table("social_interagency_answer", values=_numbered("name")),
    # A file on disk is there once for all rows with its content.
    Table(
        "ir_attachment",
        where="res_model = 'social.interagency.answer'",
        links={"res_id": "social_interagency_answer"},
        values={"access_token": "NULL"},
    ),
    Table("social_interagency_answer_attachment_rel"),
    Table("social_interagency_document", values=_numbered("name")),
    Table("social_interagency_request_line"),
]


def _control(table, where="TRUE", /, **values):
    return Table(f"social_control_{table}", share=CONTROL, where=where, values=values)


_CONTROL = [
    _control(
        "inspection",
        **_numbered("name"),
        **_at_peer("subject_id"),
        plan_line_id="NULL",
        ground_id="(SELECT min(id) FROM social_control_ground)",
    ),
    *map(_control, ["inspection_inspector_rel", "inspection_line"]),
    _control("line_attachment_rel", ir_attachment_id="t.ir_attachment_id"),
    _control(
        "finding",
        "request_id IS NULL",
        **_numbered("name"),
        **_at_peer("subject_id"),
    ),
    _control("order", **_numbered("name"), **_at_peer("subject_id")),
    *map(_control, ["order_item", "proof"]),
]
TABLES = [*_APPLICATIONS, *_SUPPORT, *_REQUESTS, *_CONTROL]
# Columns of the officer whose work a paper is.
OFFICERS = {"executor_id", "officer_id"}
# Keys of a journal's details that are ids of copied rows.
PAYLOAD_LINKS = {
    "answer": "social_interagency_answer",
    "assessment": "social_support_assessment",
    "consent": "social_interagency_consent",
    "consilium": "social_support_consilium",
    "line": "social_support_plan_line",
    "plan": "social_support_plan",
    "proof": "social_control_proof",
    "step": "social_interagency_application_step",
    "visit": "social_support_visit",
}
JOURNALS = (
    "social_interagency_journal",
    "social_support_journal",
    "social_control_journal",
)
