"""A small client of Odoo's web RPC, with the rights of one user."""

import http.cookiejar
import json
import urllib.error
import urllib.request


class Fault(Exception):
    """The server refused the call.

    :param kind: the name of the exception on the server, without its module
    """

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


class Client:
    """A session of one user in Russian, as the browser opens it."""

    def __init__(self, address, database, login, password):
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        self.address = address
        session = self.post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": password},
        )
        self.uid = session["uid"]
        self.identity = (database, self.uid, password)

    def call(self, model, method, *args, **kwargs):
        """Call a public method of a model; raise `Fault` when the server refuses."""
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}",
            {
                "model": model,
                "method": method,
                "args": args,
                "kwargs": self._speak_russian(kwargs),
            },
        )

    def call_by_older_gate(self, model, method, *args, **kwargs):
        """Call as `call` does, by the gate that programs used before ``/json/2``."""
        call = (model, method, args, self._speak_russian(kwargs))
        return self.post(
            "/jsonrpc",
            {
                "service": "object",
                "method": "execute_kw",
                "args": [*self.identity, *call],
            },
        )

    def _speak_russian(self, kwargs):
        return {**kwargs, "context": {"lang": "ru_RU", **kwargs.get("context", {})}}

    def post(self, path, params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        request = urllib.request.Request(
            f"{self.address}{path}",
            data=body.encode(),
            headers={"Content-Type": "application/json"},
        )
        with self.opener.open(request, timeout=60) as response:
            answer = json.load(response)
        if error := answer.get("error"):
            details = error["data"]
            raise Fault(details["name"].rsplit(".", 1)[-1], details["message"])
        return answer.get("result")

    def make_key(self, password):
        """Go the way of the profile: confirm the password, name the key, read it."""
        action = self.call("res.users", "api_key_wizard", [self.uid])
        if action["res_model"] == "res.users.identitycheck":
            action = self.call(
                "res.users.identitycheck",
                "run_check",
                [action["res_id"]],
                context={"password": password},
            )
        wizard = self.call(
            action["res_model"], "create", [{"name": "Проверка", "duration": "1"}]
        )
        shown = self.call(action["res_model"], "make_key", wizard)
        return shown["context"]["default_key"]

    def get(self, path):
        """Return the status and the body of a page as this user sees it."""
        return self._open(urllib.request.Request(f"{self.address}{path}"))

    def send(self, path, body, kind, headers=()):
        """Post a body of that media type; return the status and the answer's body."""
        headers = {"Content-Type": kind, **dict(headers)}
        return self._open(
            urllib.request.Request(f"{self.address}{path}", body, headers)
        )

    def _open(self, request):
        try:
            with self.opener.open(request, timeout=60) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
