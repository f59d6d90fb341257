from itertools import count

from odoo.fields import Command

from .common import InteragencyCommon


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
