"""A user's session of the web client against Odoo within this process."""

import json
import threading
import time
from dataclasses import dataclass

from werkzeug.test import Client

from odoo import http
from odoo.tools import config

HOST = "http://127.0.0.1"
PEER = {"REMOTE_ADDR": "127.0.0.1"}


@dataclass(frozen=True)
class Answer:
    """What a call gave and what it cost."""

    seconds: float
    queries: int
    content: object


class Refused(Exception):
    """The program has refused the call in one sentence, as it should."""


class Session:
    """One user at work; every call goes through all of Odoo but the network."""

    def __init__(self, database, login):
        config["db_name"], config["dbfilter"] = [database], f"^{database}$"
        self.client = Client(http.root)
        params = {"db": database, "login": login, "password": login}
        self.uid = self._post("/web/session/authenticate", params).content["uid"]

    def call(self, model, method, *args, **kwargs):
        """Call a method as the web client does; return the ``Answer``."""
        context = {"lang": "ru_RU", "tz": "Europe/Moscow", "uid": self.uid}
        context |= kwargs.pop("context", {})
        params = {"model": model, "method": method, "args": args}
        params["kwargs"] = kwargs | {"context": context}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", params)

    def get(self, path):
        """Open a page; return the ``Answer`` with its text."""
        return self._take(
            lambda: self.client.get(path, base_url=HOST, environ_base=PEER)
        )

    def _post(self, path, params):
        body = json.dumps({"jsonrpc": "2.0", "params": params})
        answer = self._take(
            lambda: self.client.post(
                path,
                data=body,
                content_type="application/json",
                base_url=HOST,
                environ_base=PEER,
            )
        )
        content = json.loads(answer.content)
        if "error" in content:
            if content["error"]["data"]["name"].startswith("odoo.exceptions."):
                raise Refused(content["error"]["data"]["message"])
            raise RuntimeError(f"{path}: {content['error']['data']['debug'][-800:]}")
        return Answer(answer.seconds, answer.queries, content["result"])

    def _take(self, call):
        start = time.perf_counter()
        response = call()
        text = response.get_data(as_text=True)
        seconds = time.perf_counter() - start
        if response.status_code != 200:
            raise RuntimeError(f"HTTP {response.status_code}: {text[:300]}")
        return Answer(seconds, threading.current_thread().query_count, text)
