"""One process that sends what is queued, as the job of the server does."""

import importlib
import os
import sys
import time

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

if __name__ == "__main__":
    config.parse_config(["-d", os.environ["SOCIAL_DB"]])
    registry = Registry(os.environ["SOCIAL_DB"])
    queue = importlib.import_module(
        "odoo.addons.social_interagency.models.social_interagency_message_queue"
    )
    with registry.cursor() as cursor:
        messages = api.Environment(cursor, SUPERUSER_ID, {})[
            "social.interagency.message"
        ]
        # The job stays a second for what may come: that is no part of the speed.
        queue.LINGER = 0
        print("ready", flush=True)
        sys.stdin.readline()
        start = time.perf_counter()
        messages._cron_send()
        print(time.perf_counter() - start, flush=True)
