"""Calls to other bodies' servers that can neither hang nor flood this one."""

import requests

from .errors import Postponed
from .transport import make_session

MAX_BYTES = 32 * 1024 * 1024
_CHUNK = 64 * 1024


class Web:
    """The calls to one server; its connections are kept from call to call.

    :param timeout: seconds for a whole call, from the first byte out to the last in
    :param token: the key that the server gave us, empty if it asks for none
    """

    def __init__(self, timeout, token=""):
        self.timeout = timeout
        self.session, self.watchdog = make_session()
        if token:
            self.session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method, url, max_bytes=MAX_BYTES, **options):
        """Return the answer of the server with its whole content read.

        :raises Postponed: when it was not reached, was slow or said too much
        """
        try:
            with self.watchdog.limit(self.timeout):
                return self._call(method, url, max_bytes, options)
        except requests.exceptions.SSLError:
            raise self._explain("certificate") from None
        except requests.exceptions.Timeout:
            raise Postponed("timeout", self.timeout) from None
        except requests.exceptions.RequestException:
            raise self._explain("unreachable") from None

    def _call(self, method, url, max_bytes, options):
        with self.session.request(
            method,
            url,
            timeout=self.timeout,
            allow_redirects=False,
            stream=True,
            **options,
        ) as answer:
            content = bytearray()
            for chunk in answer.iter_content(_CHUNK):
                content += chunk
                if len(content) > max_bytes:
                    raise Postponed("answer_too_large")
            answer._content = bytes(content)
            return answer

    def _explain(self, code):
        """Return why a call ended; one that the watchdog ended was too slow."""
        if self.watchdog.is_out:
            return Postponed("timeout", self.timeout)
        return Postponed(code)
