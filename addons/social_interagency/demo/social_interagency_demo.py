from datetime import timedelta
from random import Random

from odoo import api, fields, models
from odoo.fields import Command

from .people import make_person

APPLICATIONS = 40
REQUESTS = 200
DAYS_BACK = 75
OUTCOMES = ["full"] * 7 + ["partial", "no_data", "refused"]


class SocialInteragencyDemo(models.AbstractModel):
    """An invented region for demonstration; only the demo data call it.

    Every paper goes the way that users go: by the public actions, with a clock
    set back, so that terms, journal and files are real.
    """

    _name = "social.interagency.demo"
    _description = "Demonstration region"

    @api.model
    def _load(self):
        """Fill an empty region once; a second call does nothing."""
        if self.env["social.interagency.application"].search_count([], limit=1):
            return
        self.env.ref("social_interagency.calendar_federal")
        random = Random(889)  # noqa: S311
        regulation = self._load_regulation()
        citizens = self._load_citizens(random)
        applications = self._load_applications(random, citizens)
        self._load_requests(random, regulation, applications)
        while self.env["social.journal.seal"]._seal():
            continue

    def _ref(self, name):
        return self.env.ref(f"social_interagency.{name}")

    def _as(self, role, records):
        """Return the records as an officer of the role sees them."""
        return records.with_user(self._ref(f"user_{role}"))

    def _load_regulation(self):
        """Approve a regulation in the usual way and put it into force."""
        regulation = self.env["social.interagency.regulation"].create(
            self._prepare_regulation()
        )
        for section in regulation.section_ids:
            section.text = section.wording
        regulation.action_submit()
        self._as("head", regulation).action_sign("Постановление № 1-ПП")
        regulation.action_activate()
        return regulation

    def _prepare_regulation(self):
        ministry = self._ref("participant_ministry")
        services = self.env["social.interagency.service"].search([])
        return {
            "name": "Об утверждении Регламента межведомственного взаимодействия "
            "органов государственной власти Заозёрской области при предоставлении "
            "социальных услуг и социальном сопровождении",
            "number": "1-ПП",
            "date": self._get_day(DAYS_BACK + 60),
            "effective_from": self._get_day(DAYS_BACK + 30),
            "issuer_ids": [Command.set(self.env.company.partner_id.ids)],
            "coordinator_id": ministry.id,
            "operator_id": ministry.id,
            "controller_id": ministry.id,
            "service_ids": [Command.set(services.ids)],
            "member_ids": self._prepare_members(ministry),
            "term_rule_ids": self._prepare_term_rules(),
            "procedure_ids": [
                Command.link(self._ref(f"procedure_{name}").copy().id)
                for name in ("recognition", "urgent", "support")
            ],
            "approval_ids": [
                Command.create(
                    {
                        "user_id": self._ref("user_head").id,
                        "signer_name": "Лебедева Т. Н.",
                        "position": "Министр",
                    }
                )
            ],
        }

    def _prepare_members(self, ministry):
        types = self.env["social.interagency.document.type"].search([])
        bodies = self.env["social.interagency.participant"].search([])
        return [
            Command.create(
                {
                    "participant_id": body.id,
                    "activity": "Предоставление документов и сведений в пределах "
                    "компетенции; участие в социальном сопровождении",
                    "ask_type_ids": [
                        Command.set(types.ids if body == ministry else [])
                    ],
                    "answer_type_ids": [Command.set(body.document_type_ids.ids)],
                }
            )
            for body in ministry | bodies
        ]

    def _prepare_term_rules(self):
        basis = "Регламент, пункт 5.2"
        rules = [
            {"step": "prepare", "value": 1, "start_event": "created"},
            {"step": "send", "value": 2, "start_event": "created"},
            {"step": "answer", "value": 5, "start_event": "received"},
            {"step": "acceptance", "value": 2, "start_event": "received"},
            {
                "step": "answer",
                "value": 48,
                "unit": "hours",
                "start_event": "queued",
                "channel": "smev",
            },
            {
                "step": "answer",
                "value": 10,
                "unit": "calendar_days",
                "start_event": "received",
                "document_type_id": self._ref("document_type_medical_report").id,
            },
        ]
        return [
            Command.create({"legal_basis": basis, "extension_limit": 5, **rule})
            for rule in rules
        ]

    def _load_citizens(self, random):
        ministry = self._ref("participant_ministry")
        citizens = self.env["social.interagency.citizen"].create(
            [
                {**make_person(random), "participant_ids": [Command.set(ministry.ids)]}
                for _number in range(60)
            ]
        )
        self.env["social.interagency.consent"].create(
            [
                {
                    "citizen_id": citizen.id,
                    "number": f"С-{number:03d}",
                    "signed_date": self._get_day(DAYS_BACK + 10),
                    "purpose": "Предоставление социальных услуг",
                }
                for number, citizen in enumerate(citizens, start=1)
            ]
        )
        return citizens

    def _load_applications(self, random, citizens):
        procedure = self._ref("procedure_recognition")
        services = self.env["social.interagency.service"].search(
            [("is_paid", "=", False), ("kind", "!=", "urgent")]
        )
        applications = self.env["social.interagency.application"]
        for citizen in citizens[:APPLICATIONS]:
            moment = self._get_moment(random, 1, DAYS_BACK)
            chosen = random.sample(services.ids, random.randint(1, 3))
            application = (
                self._as("clerk", applications)
                ._at(moment)
                .create(
                    {
                        "citizen_id": citizen.id,
                        "participant_id": self._ref("participant_ministry").id,
                        "officer_id": self._ref("user_clerk").id,
                        "procedure_id": procedure.id,
                        "service_ids": [Command.set(chosen)],
                        "received_at": moment,
                    }
                )
            )
            applications |= application.with_env(self.env)
        self._start_applications(applications)
        self._close_applications(random, applications)
        return applications

    def _start_applications(self, applications):
        """Take all but the two newest into work; two are withdrawn at once."""
        by_age = applications.sorted("received_at")
        for application in by_age[:-2]:
            started_at = application.received_at + timedelta(hours=1)
            acting = self._as("clerk", application)._at(started_at)
            acting.action_start()
            if application in by_age[-6:-4]:
                acting.action_cancel("Заявление гражданина об отзыве")

    def _close_applications(self, random, applications):
        """Carry most applications on; leave the newest with open steps."""
        for application in applications.filtered(
            lambda one: one.state == "in_progress"
        ):
            age = (self._get_now() - application.received_at).days
            steps = application.step_ids if age > 25 else application.step_ids[:2]
            for step in steps:
                done_at = step.deadline - timedelta(days=random.choice([0, 1, 1, 2]))
                done_at = max(done_at, application.received_at)
                if done_at < self._get_now():
                    self._as("clerk", step)._at(done_at).action_done()
            if age > 30:
                last = max(step.closed_at for step in application.step_ids)
                acting = self._as("head", application)._at(last)
                if random.random() < 0.85:
                    acting.action_grant(
                        "Решение о признании нуждающимся, ИППСУ вручена"
                    )
                else:
                    acting.action_refuse("Обстоятельства статьи 15 не подтверждены")

    def _load_requests(self, random, regulation, applications):
        """Draft and move requests, so that every state and term is seen."""
        holders = self._get_questions(regulation)
        for number in range(REQUESTS):
            application = applications[number % len(applications)]
            oldest = 6 if number % 20 in (3, 8) else DAYS_BACK
            moment = max(application.received_at, self._get_moment(random, 0, oldest))
            addressee, types = holders[number % len(holders)]
            request = self._draft(random, application, addressee, types, moment)
            self._carry(random, request, moment, number)

    def _get_questions(self, regulation):
        """Return pairs of an addressee and document types to ask for."""
        questions = []
        ministry = self._ref("participant_ministry")
        for addressee in regulation.member_ids.participant_id - ministry:
            allowed = regulation._get_allowed_types(ministry, addressee)
            questions += [(addressee, document_type) for document_type in allowed]
            if len(allowed) > 1:
                questions.append((addressee, allowed[:2]))
        return questions

    def _draft(self, random, application, addressee, types, moment):
        clerk = random.choice(["clerk", "clerk", "clerk2"])
        model = self._as(clerk, self.env["social.interagency.request"])
        service = types.service_ids[:1] or application.service_ids[:1]
        return model._at(moment).create(
            {
                "sender_id": self._ref("participant_ministry").id,
                "addressee_id": addressee.id,
                "citizen_id": application.citizen_id.id,
                "application_id": application.id,
                "service_id": service.id,
                "consent_id": application.citizen_id.consent_ids[:1].id,
                "created_at": moment,
                "line_ids": [
                    Command.create({"document_type_id": kind.id}) for kind in types
                ],
            }
        )

    def _carry(self, random, request, moment, number):
        """Take one request as far as its place in the list says."""
        if number % 20 == 0:
            return
        sent_at = self._later(moment, random.randint(2, 30))
        if number % 20 == 1:
            request._at(sent_at).action_submit()
            return
        self._as("head", request)._at(sent_at).action_send()
        if number % 20 == 2:
            self._as("head", request)._at(sent_at).action_cancel("Гражданин отозвал")
            return
        if number % 20 == 3:
            return
        received_at = self._later(sent_at, random.randint(1, 40))
        acting = self._as_addressee(request)._at(received_at)
        acting.action_receive(received_at, f"{number + 100}-вх")
        if not request.deadline or number % 20 in (4, 8):
            return
        self._answer(random, request, received_at, number)

    def _as_addressee(self, request):
        """Return the request as the addressee's user, or as the clerk with a paper."""
        user = request.addressee_id.user_ids[:1] or self._ref("user_clerk")
        return request.with_user(user)

    def _answer(self, random, request, received_at, number):
        hours = random.randint(10, 110) if number % 6 else random.randint(220, 300)
        answered_at = self._later(received_at, hours)
        if answered_at >= self._get_now():
            return
        outcome = random.choice(OUTCOMES)
        lines = request.line_ids
        if outcome == "partial" and len(lines) < 2:
            outcome = "full"
        acting = self._as_addressee(request)._at(answered_at)
        acting.action_answer(
            outcome,
            text="Запрошенные сведения приведены в приложении к ответу.",
            reason_id=outcome != "full" and self._get_reason(random).id,
            provided_line_ids=lines[:1].ids,
            attachment_ids=self._attach_files(acting, number).ids,
            own_number=f"{number + 500}-исх",
            signer_name=request.addressee_id.head_name,
            signer_position=request.addressee_id.head_position,
        )
        judged_at = answered_at + timedelta(hours=20)
        clerk = self._as("clerk", request)._at(min(judged_at, self._get_now()))
        if number % 20 == 5:
            clerk.action_return("Нет подписи уполномоченного лица")
        elif number % 20 != 6:
            clerk.action_accept(is_complete=outcome == "full")

    def _attach_files(self, acting, number):
        """Return the files of one answer, uploaded by the one who answers."""
        return acting.env["ir.attachment"]

    def _get_reason(self, random):
        reasons = self.env["social.interagency.refusal.reason"].search([])
        return random.choice(reasons)

    def _get_now(self):
        return fields.Datetime.now()

    def _get_day(self, days_ago):
        return fields.Date.today() - timedelta(days=days_ago)

    def _get_moment(self, random, newest, oldest):
        """Return a moment of office hours so many days ago."""
        days = random.randint(newest, oldest)
        moment = self._get_now() - timedelta(days=days)
        return min(
            moment.replace(hour=random.randint(6, 13), minute=random.randint(0, 59)),
            self._get_now(),
        )

    def _later(self, moment, hours):
        """Return a moment of office hours about so many hours later, at most now."""
        later = moment + timedelta(hours=hours)
        if not 6 <= later.hour < 14:
            later = later.replace(hour=6) + timedelta(days=later.hour >= 14)
        return min(later, self._get_now())
