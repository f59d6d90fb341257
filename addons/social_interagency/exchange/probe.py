"""Ask an electronic service whether it works: one request, one outcome.

No ORM: a few threads run this at the same time while no transaction waits.
"""

import ssl
import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import requests
from cryptography import x509

from ..tools.addresses import get_url_fault
from .errors import Malformed
from .transport import open_session
from .xml import make_schema, parse, validate

BODY_LIMIT = 1 << 20
REDIRECT_LIMIT = 3
WORKERS = 8
GRACE = 5  # seconds for what no time-out covers, such as finding the name
_CHUNK = 1 << 14
_UNREACHED = ("timeout", "name", "refused")
_HEADERS = {"User-Agent": "social-interagency-probe", "Accept-Encoding": "identity"}


@dataclass(frozen=True)
class Target:
    """What is asked and what a good answer looks like.

    ``timeout`` is the time in seconds for the whole check; ``schema`` is an XSD,
    ``text`` is what the answer must contain.
    """

    url: str
    timeout: float = 10
    schema: str = ""
    text: str = ""


@dataclass(frozen=True)
class Outcome:
    """What the check found; ``reason`` is "" when the service is good."""

    reason: str = ""
    http_status: int = 0
    latency_ms: int = 0
    certificate_until: datetime | None = None

    @property
    def is_good(self):
        return not self.reason


class _Failure(Exception):
    """The check ends here, for the reason given."""

    def __init__(self, reason, http_status=0):
        super().__init__(reason)
        self.reason = reason
        self.http_status = http_status


def probe(target):
    """Return the outcome of one check; no failure of the network raises."""
    if get_url_fault(target.url):
        return Outcome("address")
    start = time.perf_counter()
    reason, status = _ask(target)
    latency = round((time.perf_counter() - start) * 1000)
    until = None if reason in _UNREACHED else _get_certificate_end(target)
    return Outcome(reason, status, latency, until)


def probe_all(targets):
    """Return the outcomes in the order of the targets; a stalled one delays itself.

    A check that is not over after its time and a grace is a time-out: its thread
    ends by itself and nobody waits for it.
    """
    if not targets:
        return []
    pool = ThreadPoolExecutor(max_workers=min(WORKERS, len(targets)))
    rounds = -(-len(targets) // WORKERS)
    patience = rounds * max(target.timeout for target in targets) * 2 + GRACE
    futures = [pool.submit(probe, target) for target in targets]
    done, _late = wait(futures, timeout=patience)
    pool.shutdown(wait=False, cancel_futures=True)
    return [
        future.result() if future in done else Outcome("timeout") for future in futures
    ]


def _ask(target):
    """Return the reason of the failure, "" if there is none, and the HTTP status."""
    with open_session(target.timeout) as (session, watchdog):
        try:
            status, body = _fetch(session, target)
            return _judge(target, status, body), status
        except _Failure as failure:
            return failure.reason, failure.http_status
        except (requests.RequestException, OSError) as error:
            return ("timeout" if watchdog.is_out else _get_reason(error)), 0


def _fetch(session, target):
    url = target.url
    for _number in range(REDIRECT_LIMIT + 1):
        with session.get(
            url,
            timeout=target.timeout,
            stream=True,
            allow_redirects=False,
            headers=_HEADERS,
        ) as response:
            if not response.is_redirect:
                return response.status_code, _read(response)
            url = _follow(url, response)
    raise _Failure("redirect", response.status_code)


def _follow(url, response):
    """Return where the answer points to, if that is the same server."""
    target = urljoin(url, response.headers["location"])
    if get_url_fault(target) or urlsplit(target).hostname != urlsplit(url).hostname:
        raise _Failure("redirect", response.status_code)
    return target


def _read(response):
    body = b""
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > BODY_LIMIT:
            raise _Failure("size", response.status_code)
    return body


def _judge(target, status, body):
    if not 200 <= status < 300:
        return "status"
    if target.text and target.text.encode() not in body:
        return "text"
    if target.schema and not _is_valid(target.schema, body):
        return "schema"
    return ""


def _is_valid(schema, body):
    try:
        validate(parse(body), make_schema(schema.encode()))
    except Malformed:
        return False
    return True


def _get_reason(error):
    """Return the code of what a failed connection says, the deepest cause first."""
    causes = []
    while error is not None and error not in causes:
        causes.append(error)
        error = _get_cause(error)
    names = {type(cause).__name__ for cause in causes}
    codes = {
        "certificate": {"SSLCertVerificationError", "CertificateError"},
        "tls": {"SSLError"},
        "timeout": {"ConnectTimeout", "ReadTimeout", "TimeoutError"},
        "name": {"NameResolutionError", "gaierror"},
        "refused": {"ConnectionRefusedError", "NewConnectionError"},
    }
    return next((code for code, known in codes.items() if known & names), "cut")


def _get_cause(error):
    wrapped = [part for part in error.args if isinstance(part, BaseException)]
    inner = getattr(error, "reason", None)
    if isinstance(inner, BaseException):
        return inner
    return error.__cause__ or error.__context__ or next(iter(wrapped), None)


def _get_certificate_end(target):
    """Return until when the certificate is valid (naive UTC), whoever issued it."""
    parts = urlsplit(target.url)
    if parts.scheme != "https":
        return None
    address = parts.hostname, parts.port or 443
    try:
        pem = ssl.get_server_certificate(address, timeout=target.timeout)
        certificate = x509.load_pem_x509_certificate(pem.encode())
    except (OSError, ValueError):
        return None
    return certificate.not_valid_after_utc.replace(tzinfo=None)
