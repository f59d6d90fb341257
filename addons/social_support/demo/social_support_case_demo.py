from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Command

# Stage, days since the signal, level, category, what the family lives through.
CASES = [
    ("signal", 1, None, "single", "Одинокий мужчина выписан из больницы, нужен уход"),
    ("assessment", 3, None, "danger", "Дети пропускают школу, отец пьёт"),
    ("assessment", 4, "crisis", "poor", "Мать потеряла работу, нет одежды к зиме"),
    ("planning", 6, "adaptation", "guardian", "Бабушка оформила опеку над внуком"),
    ("planning", 8, "crisis", "danger", "Насилие в семье, мать с ребёнком ушла"),
    ("active", 20, "crisis", "danger", "Родители лечатся от зависимости"),
    (
        "active",
        34,
        "basic",
        "disabled_child",
        "Ребёнку-инвалиду нужен школьный маршрут",
    ),
    ("active", 48, "basic", "large", "Пятеро детей, нет документов на пособие"),
    ("active", 60, "adaptation", "guardian", "Приёмная семья, трудности адаптации"),
    ("monitoring", 75, "basic", "poor", "Мать устроилась на работу, долг гасится"),
    ("monitoring", 90, "basic", "single", "Пожилая женщина после инсульта"),
    ("closed", 110, "basic", "veteran", "Семья участника боевых действий"),
    ("closed", 120, "crisis", "danger", "Семья уехала в другой регион"),
    ("closed", 190, "basic", "poor", "Отец потерял работу, долг за жильё"),
    ("closed", 240, "adaptation", "guardian", "Тётя взяла племянницу под опеку"),
    ("closed", 290, "basic", "large", "Семье с четырьмя детьми нужна помощь"),
    ("closed", 340, "basic", "single", "Пожилой мужчина остался без родных"),
    ("refused", 15, None, "other", "Соседи сообщили о шуме, нуждаемости нет"),
]
NEEDS = [
    ("Вернуть ребёнка в школу", "pedagogical", "school", "city"),
    ("Помощь психолога", "psychological", "counselling", "center"),
    ("Оформить пособие", "social", "benefits", "fund"),
    ("Одежда и продукты", "social", "in_kind", "family"),
]
FOLLOWED_DAYS = 100
PARTNERS = ("center", "city", "fund", "family")


class SocialSupportCaseDemo(models.AbstractModel):
    """Invented families in every stage, made by users of the past."""

    _inherit = "social.support.demo"

    @api.model
    def _load_cases(self, citizens):
        for number, (citizen, family) in enumerate(zip(citizens, CASES, strict=True)):
            self._load_case(number, citizen, *family)

    def _load_case(self, number, citizen, stage, days, level, category, situation):
        values = self._prepare_case(number, citizen, days, category, situation)
        if number % 3 == 1:
            signal = self._signal(citizen, days + 4, situation)
            values["signal_id"] = signal.id
        case = self._by("curator", "social.support.case", days).create(values)
        if stage == "refused":
            ground = self.env.ref("social_support.closing_ground_no_need")
            self._again("support_head", case, days - 2).action_refuse(
                ground.id, "Нуждаемость не подтверждена, дана консультация."
            )
        if stage in ("signal", "refused"):
            return
        self._assess(case, days - 1)
        if level:
            self._again("curator", case, days - 2).action_set_level(
                self.env.ref(f"social_support.level_{level}").id, "По акту обследования"
            )
        if stage != "assessment":
            self._plan(case, stage, days - 3, number)

    def _signal(self, citizen, days, situation):
        """Return a signal that was surveyed and found to need support."""
        signal = self._by("curator", "social.support.signal", days).create(
            {
                "participant_id": self._participant("ministry").id,
                "received_at": self._moment(days),
                "source_kind": "participant",
                "informant_id": self._participant("city").id,
                "family": f"{citizen.last_name}, улица Небывалая",
                "content": situation,
            }
        )
        acting = self._again("curator", signal, days - 2)
        acting.action_survey("given", citizen.id)
        acting.action_close("support", "Семье нужно социальное сопровождение")
        return signal

    def _prepare_case(self, number, citizen, days, category, situation):
        consent = self._create_paper(number, citizen, days, "consent")
        contract = number % 3 == 0 and self._create_paper(
            number, citizen, days, "contract"
        )
        return {
            "citizen_id": citizen.id,
            "participant_id": self._participant("ministry").id,
            "officer_id": self.env.ref("social_support.user_curator").id,
            "opened_date": self._get_day(-days),
            "family_category_id": self.env.ref(
                f"social_support.family_category_{category}"
            ).id,
            "consent_id": consent.id,
            "contract_id": contract and contract.id,
            "situation": situation,
        }

    def _create_paper(self, number, citizen, days, kind):
        prefix = "С" if kind == "consent" else "Д"
        bodies = [self._participant(name).id for name in PARTNERS]
        return self.env["social.interagency.consent"].create(
            {
                "citizen_id": citizen.id,
                "kind": kind,
                "number": f"{prefix}-{number + 1}",
                "signed_date": self._get_day(-days),
                "valid_until": self._get_day(365 - days),
                "purpose": "Социальное сопровождение",
                "participant_ids": [Command.set(bodies)],
            }
        )

    def _assess(self, case, days):
        self._again("curator", case, days).action_assess()
        act = self._by("curator", "social.support.assessment", days).create(
            {
                "case_id": case.id,
                "visit_date": self._get_day(-days),
                "present": "Мать, специалист центра «Забота»",
                "housing_kind": "own",
                "housing_rooms": 2,
                "housing_area": 44.5,
                "housing_state": "Требуется ремонт отопления, спальные места есть.",
                "subsistence_minimum": 17733,
                "income_note": "Пенсия, пособие на ребёнка",
                "health": "Хронических заболеваний нет.",
                "resources": "Помогают родственники, ребёнок любит спорт.",
                "conclusion": "Семья нуждается в социальном сопровождении.",
                "need_ids": [
                    Command.create({"name": name, "help_kind": kind})
                    for name, kind, _measure, _body in NEEDS
                ],
            }
        )
        act.member_ids[0].income = 21500
        act.action_sign()

    def _plan(self, case, stage, days, number):
        self._again("curator", case, days).action_plan()
        plan = self._by("curator", "social.support.plan", days).create(
            {
                "case_id": case.id,
                "start_date": self._get_day(-days),
                "goal": "Семья справляется с трудностями сама.",
                "line_ids": self._prepare_lines(case, number),
            }
        )
        if stage == "planning":
            return
        self._again("support_head", plan, days - 1).action_approve()
        self._again("curator", plan, days - 1).action_assign()
        self._answer(case, stage, days - 3)
        closed = max(7, days - FOLLOWED_DAYS) if stage == "closed" else 0
        self._visit(case, closed)
        if stage == "active":
            self._hold_consilium(case, number)
            return
        self._again("curator", case, days - 45).action_monitor()
        if stage == "closed":
            self._close(case, number, closed)

    def _prepare_lines(self, case, number):
        """Leave one need of every third family without a measure."""
        rows = list(zip(case.need_ids, NEEDS, strict=True))
        return [
            Command.create(
                {
                    "need_id": need.id,
                    "measure_id": self.env.ref(f"social_support.measure_{measure}").id,
                    "participant_id": self._participant(body).id,
                    "content": name,
                }
            )
            for need, (name, _kind, measure, body) in rows[: 3 if number % 3 else 4]
        ]

    def _answer(self, case, stage, days):
        """Let organisations answer: some are silent while the case is active."""
        case = self._again("curator", case, days)
        for place, assignment in enumerate(case.assignment_ids.sorted("id")):
            if stage == "active" and place == case.id % 4:
                continue
            body = assignment.participant_id
            user = "user_curator" if place == 3 else None
            theirs = self._as_body(assignment, body, user, days)
            if stage == "active" and place == (case.id + 1) % 4:
                reason = self.env.ref("social_support.refusal_reason_capacity")
                theirs.action_refuse(reason.id, "Свободных мест нет до конца месяца")
                continue
            theirs.action_accept("Специалист организации")
            if stage != "active" or place == (case.id + 2) % 4:
                done = self._as_body(assignment, body, user, days - 5)
                done.action_report("done", "Мера предоставлена, семья довольна.")

    def _as_body(self, assignment, body, user, days):
        if user:
            user = self.env.ref(f"social_support.{user}")
        return assignment.with_user(user or body.user_ids[:1])._at(self._moment(days))

    def _visit(self, case, closed):
        """Write down the visits that were due before the last few days of the case."""
        for _round in range(30):
            visit = case.visit_ids.filtered(
                lambda visit: (
                    visit.state == "planned"
                    and visit.planned_date < self._get_day(-case.id % 3 - 1 - closed)
                )
            )
            if not visit:
                return
            moment = datetime.combine(visit.planned_date, time(10))
            curator = self.env.ref("social_support.user_curator")
            visit.with_user(curator)._at(moment).action_done(
                "better", "Семья дома, дети накормлены, договорённости выполняются."
            )
            case.invalidate_recordset(["visit_ids"])

    def _hold_consilium(self, case, number):
        if number % 2:
            return
        consilium = self._by("curator", "social.support.consilium", 5).create(
            {
                "case_id": case.id,
                "held_at": self._moment(6),
                "place": "Кабинет 12",
                "chair_name": "Кленов Михаил Юрьевич",
                "participant_ids": [
                    Command.set([self._participant(name).id for name in PARTNERS])
                ],
                "attendees": "Психолог центра, инспектор администрации города",
                "agenda": "Ход сопровождения семьи",
                "minutes": "Заслушали куратора. Отметили улучшение обстановки.",
                "decision_ids": [
                    Command.create({"text": "Продолжить сопровождение"}),
                    Command.create(
                        {
                            "text": "Провести групповые занятия",
                            "measure_id": self.env.ref(
                                "social_support.measure_group"
                            ).id,
                            "participant_id": self._participant("center").id,
                        }
                    ),
                ],
            }
        )
        self._again("support_head", consilium, 4).action_sign()
        self._again("curator", consilium, 4).action_assign()

    def _close(self, case, number, days):
        ground, outcome = ("goals", "improved") if number % 2 else ("moved", "stable")
        self._again("support_head", case, days).action_close(
            self.env.ref(f"social_support.closing_ground_{ground}").id,
            outcome,
            "План выполнен, рекомендовано наблюдение по месту жительства.",
        )

    def _moment(self, days):
        return fields.Datetime.now() - timedelta(days=days)

    def _by(self, role, model, days):
        return self._again(role, self.env[model], days)

    def _again(self, role, records, days):
        """Return the records as the user of the role had them so many days ago."""
        user = self.env.ref(f"social_support.user_{role}")
        return records.with_user(user)._at(self._moment(days))
