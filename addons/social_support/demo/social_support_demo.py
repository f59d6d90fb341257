from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

PROGRAMME_STATES = [
    "draft",
    "agreed",
    "in_force",
    "in_force",
    "completed",
    "superseded",
    "terminated",
]
SIGNALS = [
    ("registered", "neighbour", "Соседи слышат плач детей, взрослых дома нет", None),
    ("registered", "participant", "Ребёнок две недели не посещает занятия", None),
    ("surveyed", "participant", "Выписан одинокий пациент, нужен уход", "given"),
    ("closed", "citizen", "Просит помочь с лекарствами и продуктами", "given"),
    ("closed", "anonymous", "В квартире шумно по ночам", "refused"),
]


class SocialSupportDemo(models.AbstractModel):
    """Invented programmes, acts and signals; only the demo data call it.

    The people are those of the region below; every paper goes the way of users.
    """

    _name = "social.support.demo"
    _description = "Demonstration of social support"

    @api.model
    def _load(self):
        """Fill a region without programmes once; a second call does nothing."""
        if self.env["social.support.programme"].search_count([], limit=1):
            return
        citizens = self.env["social.interagency.citizen"].search([], limit=24)
        self._load_circumstances(citizens)
        for citizen, state in zip(citizens, PROGRAMME_STATES, strict=False):
            self._load_programme(citizen, state)
        self._load_urgent(citizens[-3:])
        for number, signal in enumerate(SIGNALS):
            self._load_signal(number, citizens[number], *signal)
        self._load_cases(citizens[5:23])
        while self.env["social.journal.seal"]._seal():
            continue

    def _as_curator(self, records):
        return records.with_user(self.env.ref("social_support.user_curator"))

    def _as_head(self, records):
        return records.with_user(self.env.ref("social_support.user_support_head"))

    def _participant(self, name):
        return self.env.ref(f"social_interagency.participant_{name}")

    def _get_day(self, days):
        return fields.Date.today() + timedelta(days=days)

    def _load_circumstances(self, citizens):
        circumstances = self.env["social.support.circumstance"].search([])
        self.env["social.support.citizen.circumstance"].create(
            [
                {
                    "citizen_id": citizen.id,
                    "circumstance_id": circumstances[number % len(circumstances)].id,
                    "start_date": self._get_day(-60),
                    "ground": f"Акт обследования № {number + 1}",
                }
                for number, citizen in enumerate(citizens)
            ]
        )
        self.env["social.support.family.member"].create(
            [
                {
                    "citizen_id": citizen.id,
                    "name": f"{citizen.last_name} Тихон",
                    "kinship": "grandchild",
                    "birth_date": "2015-05-05",
                    "occupation": "Школа № 0",
                }
                for citizen in citizens[::2]
            ]
        )

    def _load_programme(self, citizen, state):
        programme = self._as_curator(self.env["social.support.programme"]).create(
            self._prepare_programme(citizen)
        )
        if state in ("draft", "terminated"):
            if state == "terminated":
                self._as_head(programme).action_terminate("Заявление гражданина № 7")
            return
        programme.action_agree()
        if state == "agreed":
            return
        self._as_head(programme).action_activate()
        programme.line_ids[:1].action_mark_performed()
        if state == "completed":
            programme.line_ids.action_mark_performed()
            programme.measure_ids.action_mark_performed()
            self._as_head(programme).action_complete(
                "Услуги предоставлены в полном объёме, условия жизни улучшены.",
                "Продолжить социальное обслуживание на дому.",
            )
        if state == "superseded":
            self._load_next_version(programme)

    def _load_next_version(self, programme):
        action = programme.action_new_version()
        draft = programme.browse(action["res_id"])
        draft.action_agree()
        self._as_head(draft).action_activate()

    def _prepare_programme(self, citizen):
        services = self.env["social.interagency.service"].search(
            [("kind", "!=", "urgent"), ("is_paid", "=", False)], limit=3
        )
        return {
            "citizen_id": citizen.id,
            "participant_id": self._participant("ministry").id,
            "issue_date": self._get_day(-20),
            "valid_from": self._get_day(-20),
            "valid_until": self._get_day(700),
            "conditions": "Предоставить доступ в жилое помещение",
            "provider_ids": [Command.set(self._participant("center").ids)],
            "line_ids": [
                Command.create(
                    {
                        "service_id": service.id,
                        "volume": "1 час",
                        "frequency": "2 раза в неделю",
                        "term": "1 год",
                    }
                )
                for service in services
            ],
            "measure_ids": [
                Command.create(
                    {
                        "measure_id": self.env.ref(
                            f"social_support.measure_{measure}"
                        ).id,
                        "participant_id": self._participant(body).id,
                    }
                )
                for measure, body in (
                    ("referral", "health"),
                    ("benefits", "fund"),
                    ("in_kind", "family"),
                )
            ],
        }

    def _load_urgent(self, citizens):
        service = self.env.ref("social_interagency.service_8_1")
        acts = self._as_curator(self.env["social.support.urgent"]).create(
            [
                {
                    "citizen_id": citizen.id,
                    "participant_id": self._participant("ministry").id,
                    "provider_id": self._participant("center").id,
                    "basis": "information",
                    "informant_id": self._participant("health").id,
                    "basis_details": f"Письмо № {number}",
                    "line_ids": [
                        Command.create({"service_id": service.id, "volume": "1"})
                    ],
                }
                for number, citizen in enumerate(citizens, start=1)
            ]
        )
        acts[:1].action_cancel("Помощь оказана родственниками")
        acts[1:2].action_done()

    def _load_signal(self, number, citizen, state, source, content, consent):
        moment = fields.Datetime.now() - timedelta(days=2 + 3 * number)
        informant = self._participant("city")
        signal = self._as_curator(self.env["social.support.signal"]).create(
            {
                "participant_id": self._participant("ministry").id,
                "received_at": moment,
                "source_kind": source,
                "informant_id": source == "participant" and informant.id,
                "family": f"{citizen.last_name}, улица Небывалая, {number + 1}",
                "content": content,
            }
        )
        if state == "registered":
            return
        surveyed_at = moment + timedelta(days=number % 2 + 1)
        signal._at(surveyed_at).action_survey(consent, citizen.id)
        if state == "closed":
            decision = "support" if consent == "given" else "no_consent"
            signal.action_close(decision, "Семья обследована, акт составлен")
