import uuid
from datetime import timedelta
from random import Random

from odoo import api, models

from ..exchange import papers
from ..exchange.parcel import Arrival, Parcel, Receipt

# Nobody answers there, unless `./social fake-smev` plays the adapter.
ADAPTER = "http://127.0.0.1:8095"
SILENT_GATEWAY = "http://127.0.0.1:9/social/exchange/v1"
OTHER = b"Something else was signed than what came."
TEXT = "Учебные сведения по запросу, переданные информационной системой."


class SocialInteragencyDemoExchange(models.AbstractModel):
    """Messages of the exchange in every state, made the way that real ones are.

    Only addresses of this machine are called. The one key that is issued is revoked
    at the end: no demonstration leaves a secret.
    """

    _inherit = "social.interagency.demo"

    @api.model
    def _load(self):
        super()._load()
        if self.env["social.interagency.message"].search_count([], limit=1):
            return
        random = Random(6)  # noqa: S311
        applications = self.env["social.interagency.application"].search([])
        self._open_services()
        self._issue_key("city")
        self._load_lost(random, applications)
        self._load_smev(random, applications)
        self._load_fetched(random, applications)
        self._load_waiting(random, applications)
        self._revoke_keys()

    def _open_services(self):
        services = self._as("administrator", self.env["social.interagency.endpoint"])
        services.create(
            [
                {
                    "name": "СМЭВ: учебная заглушка адаптера (./social fake-smev)",
                    "code": "DEMO01",
                    "participant_id": self._ref("participant_tax").id,
                    "channel": "smev",
                    "url": ADAPTER,
                    "is_probed": False,
                },
                {
                    "name": "Шлюз Приозёрного дома (не отвечает)",
                    "code": "DEMO-BOARDING",
                    "participant_id": self._ref("participant_boarding").id,
                    "channel": "http",
                    "url": SILENT_GATEWAY,
                    "is_probed": False,
                },
            ]
        )

    def _issue_key(self, name):
        keys = self._as("administrator", self.env["social.interagency.exchange.key"])
        keys._issue(self._ref(f"participant_{name}"))

    def _revoke_keys(self):
        keys = self._as("administrator", self.env["social.interagency.exchange.key"])
        keys.search([]).action_revoke()

    def _load_lost(self, random, applications):
        """Send to a gateway that is silent: one message waits, one is given up."""
        old = self._post_request(random, applications, "boarding", "http", hours=120)
        for hours in (119, 90, 47):
            self._at_hour(old, hours)._send({})
        fresh = self._post_request(random, applications, "boarding", "http", hours=6)
        for hours in (6, 5, 3):
            self._at_hour(fresh, hours)._send({})

    def _load_smev(self, random, applications):
        """Hand over two messages to the adapter; one comes back refused."""
        for hours in (70, 20):
            message = self._post_request(
                random, applications, "tax", "smev", hours=hours
            )
            receipt = Receipt(remote_id=self._make_id(random), is_delivered=False)
            self._at_hour(message, hours)._deliver(receipt)
            if hours == 70:
                self._report_failure(self._at_hour(message, hours - 1))

    def _report_failure(self, message):
        refusal = ("FAILURE", "учебный отказ: сервис адресата недоступен")
        message._take_report(
            message.endpoint_id,
            Arrival(mark="", original_id=message.message_uuid, refusal=refusal),
        )

    def _load_fetched(self, random, applications):
        """Let the city's system fetch requests and answer: well, wrongly, unsigned."""
        for hours, reason, is_forged in (
            (60, "", False),
            (40, "НЕТ-В-СПРАВОЧНИКЕ", False),
            (30, "", True),
        ):
            message = self._post_request(
                random, applications, "city", "http", hours=hours
            )
            fetching = self._at_hour(message, hours - 2)
            fetching._confirm_fetched(message.participant_id, message.message_uuid)
            answer = self._prepare_answer(random, message, reason)
            self._take_answer(self._at_hour(message, hours - 20), answer, is_forged)

    def _take_answer(self, message, answer, is_forged):
        participant = message.participant_id
        signature = b""
        if is_forged:
            signer = self._get_signer(participant)
            signature = self.env.context["demo_keys"].sign(signer, OTHER, "-noattr")
        parcel = Parcel(content=papers.write(answer), signature=signature)
        accepted = message._accept(participant, message.channel, parcel)
        if accepted.state == "queued":
            accepted._execute()

    def _load_waiting(self, random, applications):
        """Leave a request in the queue until the city's system fetches it."""
        self._post_request(random, applications, "city", "http", hours=4)

    def _post_request(self, random, applications, name, channel, hours):
        """Send a request so many hours ago; return the message that it became."""
        addressee = self._ref(f"participant_{name}")
        moment = self._get_now() - timedelta(hours=hours)
        application = random.choice(
            applications.filtered(lambda one: one.received_at < moment)
        )
        types = addressee.document_type_ids[:1]
        request = self._draft(
            random, application.citizen_id, addressee, types, moment, application
        )
        request.channel = channel
        self._as("head", request)._at(moment).action_send()
        return request.with_env(self.env).message_queue_ids

    def _at_hour(self, message, hours):
        return message._at(self._get_now() - timedelta(hours=hours))

    def _prepare_answer(self, random, message, reason):
        sent = papers.read(message.content.encode())
        participant = message.participant_id
        return papers.Message(
            header=papers.Header(
                message_id=self._make_id(random),
                original_message_id=message.message_uuid,
                sent_at=message.sent_at,
                sender=sent.header.recipient,
                recipient=sent.header.sender,
            ),
            answer=papers.Answer(
                number=f"{random.randint(100, 900)}-исх",
                outcome="no_data" if reason else "full",
                reason=papers.Named(code=reason) if reason else None,
                text=TEXT,
                signer=papers.Person(
                    name=participant.head_name, position=participant.head_position
                ),
            ),
        )

    def _make_id(self, random):
        return str(uuid.UUID(int=random.getrandbits(128), version=4))
