"""A session of requests whose sockets all close at a given moment."""

import ssl
import threading
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Watchdog:
    """Shut down every watched socket when the time of a call is out.

    The time-out of requests counts from the last byte: a peer that sends one byte
    now and then would hold the caller for hours.
    """

    def __init__(self):
        self.is_out = False
        self._sockets = []
        self._lock = threading.Lock()
        self._timer = None

    @contextmanager
    def limit(self, seconds):
        """Let what is called within last so many seconds."""
        self.is_out = False
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()
        try:
            yield self
        finally:
            self._timer.cancel()

    def watch(self, connection):
        """Watch the socket; a twin of it stays valid when TLS takes the socket."""
        with self._lock:
            twin = connection.dup()
            self._sockets.append(twin)
            if self.is_out:
                self._shut(twin)

    def close(self):
        """Forget the sockets."""
        with self._lock:
            while self._sockets:
                self._sockets.pop().close()

    def _end(self):
        with self._lock:
            self.is_out = True
            while self._sockets:
                twin = self._sockets.pop()
                self._shut(twin)
                twin.close()

    @staticmethod
    def _shut(twin):
        with suppress(OSError):
            twin.shutdown(SHUT_RDWR)


class _WatchedAdapter(HTTPAdapter):
    """Connections that tell the watchdog of their sockets, trust as the system has."""

    def __init__(self, watchdog):
        self._watchdog = watchdog
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args, **kwargs):
        context = ssl.create_default_context()
        super().init_poolmanager(*args, ssl_context=context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": self._make_pool(HTTPConnectionPool, HTTPConnection),
            "https": self._make_pool(HTTPSConnectionPool, HTTPSConnection),
        }

    def _make_pool(self, pool, connection):
        watchdog = self._watchdog

        class Connection(connection):
            def _new_conn(self):
                new = super()._new_conn()
                watchdog.watch(new)
                return new

        return type("Pool", (pool,), {"ConnectionCls": Connection})


def make_session():
    """Return a session and its watchdog, which the caller arms for each call.

    Neither proxies nor passwords are taken from the environment of the process.
    """
    watchdog, session = Watchdog(), requests.Session()
    session.trust_env = False
    adapter = _WatchedAdapter(watchdog)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session, watchdog


@contextmanager
def open_session(seconds):
    """Give a session and its watchdog; all of it ends after so many seconds."""
    session, watchdog = make_session()
    try:
        with session, watchdog.limit(seconds):
            yield session, watchdog
    finally:
        watchdog.close()
