from contextlib import contextmanager
from itertools import count
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command

from ..exchange.probe import Outcome
from ..models import social_interagency_endpoint_probing
from .common import InteragencyCommon

GOOD = Outcome(http_status=200, latency_ms=40)
BAD = Outcome("timeout", latency_ms=10_000)


class EndpointCommon(InteragencyCommon):
    """An electronic service of the provider that the ministry consumes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = count(1)
        cls.endpoint = cls._create_endpoint()

    @classmethod
    def _create_endpoint(cls, **values):
        return cls.env["social.interagency.endpoint"].create(
            {
                "name": "Test service",
                "code": f"E-{next(cls.numbers)}",
                "participant_id": cls.provider.id,
                "responsible_id": cls.operator.id,
                "channel": "http",
                "url": "https://service.example.org/v1",
                "consumer_ids": [Command.set(cls.ministry.ids)],
                **values,
            }
        )

    @classmethod
    def _check(cls, moment, outcome=GOOD):
        """Record a check of the service at the moment, given without the date."""
        with freeze_time(f"2026-03-11 {moment}:00"):
            cls.endpoint._record(outcome)

    @classmethod
    def _plan(cls, start, end, **values):
        """Announce maintenance of the service at times of the test's day."""
        return cls.env["social.interagency.endpoint.maintenance"].create(
            {
                "endpoint_id": cls.endpoint.id,
                "start_at": f"2026-03-11 {start}:00",
                "end_at": f"2026-03-11 {end}:00",
                "ground": "Letter 1",
                **values,
            }
        )

    @contextmanager
    def _network(self, *outcomes):
        """Put outcomes in place of the network and give what was asked."""
        asked = []

        def answer(targets):
            asked.extend(target.url for target in targets)
            return [outcomes[0] if outcomes else GOOD for _target in targets]

        with patch.object(social_interagency_endpoint_probing, "probe_all", answer):
            yield asked
