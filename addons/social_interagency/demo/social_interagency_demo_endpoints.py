from datetime import timedelta
from random import Random

from odoo import api, models
from odoo.fields import Command
from odoo.tools import config

from ..exchange.probe import Outcome

DAYS_SERVED = 60
DAYS_CHECKED = 3
INTERVAL = 240
DAY_SECONDS = 24 * 3600
# Nothing listens there, and no call leaves this machine.
CLOSED_URL = "http://127.0.0.1:9/"
REFUSED = Outcome("refused", latency_ms=3)


class SocialInteragencyDemoEndpoints(models.AbstractModel):
    """Three electronic services: one works, one does not, one was never asked."""

    _inherit = "social.interagency.demo"

    @api.model
    def _load(self):
        super()._load()
        if self.env["social.interagency.endpoint"].search_count([], limit=1):
            return
        random = Random(6)  # noqa: S311
        self._load_service_that_works(random)
        self._load_service_that_fails(random)
        self._load_service_never_asked()

    def _load_service_that_works(self, random):
        url = f"http://127.0.0.1:{config['http_port']}/web/health"
        endpoint = self._create_endpoint(
            "health",
            name="Сведения о состоянии здоровья и медицинские заключения",
            code="ЭС-01",
            url=url,
            answer_text="pass",
        )
        self._load_days(random, endpoint)
        self._plan_maintenance(endpoint, 3, "Письмо № 41-05/164 о регламентных работах")
        self._load_checks(endpoint, lambda _moment: self._make_good(random))

    def _load_service_that_fails(self, random):
        endpoint = self._create_endpoint(
            "fund",
            name="Выписки из лицевого счёта и сведения о выплатах",
            code="ЭС-02",
            url=CLOSED_URL,
        )
        self._load_days(random, endpoint)
        self._load_past_outage(endpoint)
        since = self._get_now() - timedelta(hours=20)
        self._load_checks(
            endpoint,
            lambda moment: self._make_good(random) if moment < since else REFUSED,
        )

    def _load_service_never_asked(self):
        self._create_endpoint(
            "tax",
            name="Сведения о доходах физических лиц",
            code="ЭС-03",
            url="http://127.0.0.1:9/adapter",
            is_probed=False,
        )

    def _create_endpoint(self, body, **values):
        regulation = self.env["social.interagency.regulation"]._get_in_force()
        participant = self._ref(f"participant_{body}")
        model = self._as("operator", self.env["social.interagency.endpoint"])
        moment = self._get_now() - timedelta(days=DAYS_SERVED)
        endpoint = model._at(moment).create(
            {
                "participant_id": participant.id,
                "channel": "service",
                "regulation_id": regulation.id,
                "responsible_id": self._ref("user_operator").id,
                "consumer_ids": [Command.set(self._ref("participant_ministry").ids)],
                "document_type_ids": [Command.set(participant.document_type_ids.ids)],
                "availability_target": 99.5,
                "availability_basis": "Регламент, пункт 5.4",
                "probe_interval": INTERVAL,
                **values,
            }
        )
        return endpoint.with_env(self.env)

    def _load_days(self, random, endpoint):
        """Keep the figures of days whose checks are gone; some days had failures."""
        self.env["social.interagency.endpoint.day"]._unlocked().create(
            [
                self._prepare_day(random, endpoint, days_ago)
                for days_ago in range(DAYS_SERVED - 1, DAYS_CHECKED, -1)
            ]
        )

    def _prepare_day(self, random, endpoint, days_ago):
        down = random.choice([0] * 7 + [90, 240, 900])
        return {
            "endpoint_id": endpoint.id,
            "date": self._get_day(days_ago),
            "up_seconds": DAY_SECONDS - down,
            "down_seconds": down,
            "check_count": 288,
            "failure_count": -(-down // 300),
            "latency_ms": random.randint(60, 180),
        }

    def _load_checks(self, endpoint, get_outcome):
        """Check the service at its intervals up to the present."""
        moment = self._get_now() - timedelta(days=DAYS_CHECKED, hours=12)
        while moment <= self._get_now():
            endpoint._at(moment)._record(get_outcome(moment))
            moment += timedelta(minutes=INTERVAL)
        endpoint._plan_next_probe()

    def _load_past_outage(self, endpoint):
        """Let the service fail for a day and a half a month ago."""
        days = self.env["social.interagency.endpoint.day"]
        began_at = self._get_now().replace(hour=6, minute=12) - timedelta(days=20)
        incident = (
            self.env["social.interagency.endpoint.incident"]
            ._unlocked()
            .create(
                {
                    "endpoint_id": endpoint.id,
                    "participant_id": endpoint.participant_id.id,
                    "started_at": began_at,
                    "ended_at": began_at + timedelta(hours=33),
                    "reason": "timeout",
                    "failure_count": 396,
                    "cause": "Отказ системы хранения данных; узел заменён.",
                }
            )
        )
        for days_ago, hours in ((20, 14.8), (19, 18.2)):
            day = days.search(
                [
                    ("endpoint_id", "=", incident.endpoint_id.id),
                    ("date", "=", self._get_day(days_ago)),
                ]
            )
            down = round(hours * 3600)
            day._unlocked().write(
                {"up_seconds": DAY_SECONDS - down, "down_seconds": down}
            )

    def _plan_maintenance(self, endpoint, days, ground):
        start = self._get_now().replace(hour=19, minute=0) + timedelta(days=days)
        plans = self._as(
            "operator", self.env["social.interagency.endpoint.maintenance"]
        )
        plans._at(min(start, self._get_now()) - timedelta(days=3)).create(
            {
                "endpoint_id": endpoint.id,
                "start_at": start.replace(second=0, microsecond=0),
                "end_at": start + timedelta(hours=4),
                "ground": ground,
            }
        )

    def _make_good(self, random):
        return Outcome(http_status=200, latency_ms=random.randint(40, 220))
