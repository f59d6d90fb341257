"""Calls to other bodies' servers that can neither hang nor flood this one."""

import time

import requests

from .errors import Postponed

CONNECT_SECONDS = 5
MAX_BYTES = 32 * 1024 * 1024
_CHUNK = 64 * 1024


def call(session, method, url, timeout, max_bytes=MAX_BYTES, **options):
    """Return the answer of a server with its whole content read.

    :param timeout: seconds for the whole call, from the first byte out to the last in
    :raises Postponed: when it was not reached, was slow or said too much
    """
    ends_at = time.monotonic() + timeout
    try:
        with session.request(
            method,
            url,
            timeout=(min(CONNECT_SECONDS, timeout), timeout),
            allow_redirects=False,
            stream=True,
            **options,
        ) as answer:
            answer._content = _read(answer, ends_at, max_bytes)
            return answer
    except requests.exceptions.SSLError:
        raise Postponed("certificate") from None
    except requests.exceptions.Timeout:
        raise Postponed("timeout", timeout) from None
    except requests.exceptions.RequestException:
        raise Postponed("unreachable") from None


def _read(answer, ends_at, max_bytes):
    content = bytearray()
    for chunk in answer.iter_content(_CHUNK):
        content += chunk
        if len(content) > max_bytes:
            raise Postponed("answer_too_large")
        if time.monotonic() > ends_at:
            raise requests.exceptions.ReadTimeout
    return bytes(content)
