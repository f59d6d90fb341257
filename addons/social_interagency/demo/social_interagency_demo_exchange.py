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
        # In the order of time, as the queue has them.
        self._load_silent(random, applications, 120, [119, 90, 47])
        self._report_failure(self._load_smev(random, applications, 70), 69)
        self._load_answer(random, applications, 60)
        self._load_answer(random, applications, 40, reason="НЕТ-В-СПРАВОЧНИКЕ")
        self._load_answer(random, applications, 30, is_forged=True)
        self._load_smev(random, applications, 20)
        self._load_silent(random, applications, 6, [6, 5, 3])
        self._post_request(random, applications, "city", "http", 4)
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

    def _load_silent(self, random, applications, hours, tries):
        """Send to a gateway that is silent; the message waits or is given up."""
        message = self._post_request(random, applications, "boarding", "http", hours)
        for moment in tries:
            self._at_hour(message, moment)._send({})

    def _load_smev(self, random, applications, hours):
        """Hand a request over to the adapter and return its message."""
        message = self._post_request(random, applications, "tax", "smev", hours)
        receipt = Receipt(remote_id=self._make_id(random), is_delivered=False)
        self._at_hour(message, hours)._deliver(receipt)
        return message

    def _report_failure(self, message, hours):
        refusal = ("FAILURE", "учебный отказ: сервис адресата недоступен")
        self._at_hour(message, hours)._take_report(
            message.endpoint_id,
            Arrival(mark="", original_id=message.message_uuid, refusal=refusal),
        )

    def _load_answer(self, random, applications, hours, reason="", is_forged=False):
        """Let the city's system fetch a request and answer it."""
        message = self._post_request(random, applications, "city", "http", hours)
        fetching = self._at_hour(message, hours - 2)
        fetching._confirm_fetched(message.participant_id, message.message_uuid)
        answer = self._prepare_answer(random, message, reason)
        self._take_answer(self._at_hour(message, hours - 5), answer, is_forged)

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
