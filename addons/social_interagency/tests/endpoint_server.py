"""Small servers on this machine that answer a probe in every possible way."""

import ssl
import threading
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from socket import create_server
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

CERTIFICATE_END = datetime(2049, 5, 6, 7, 8, 9)  # UTC


class _Handler(BaseHTTPRequestHandler):
    """Answer by the path: a number is a status, other words are below."""

    def do_GET(self):
        self.server.seen.append(dict(self.headers))
        name = self.path.strip("/")
        if name.isdigit():
            self._answer(int(name), b"")
        else:
            getattr(self, f"_do_{name}")()

    def log_message(self, *arguments):
        pass

    def _answer(self, status, body, **headers):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for header, value in headers.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body)

    def _do_good(self):
        self._answer(200, b'{"status": "pass"}')

    def _do_xml(self):
        self._answer(200, b"<status>pass</status>")

    def _do_doctype(self):
        self._answer(200, b"<!DOCTYPE s [<!ENTITY e 'x'>]><status>&e;</status>")

    def _do_large(self):
        self._answer(200, b"x" * (3 << 20))

    def _do_near(self):
        self._answer(302, b"", Location="/good")

    def _do_loop(self):
        self._answer(302, b"", Location="/loop")

    def _do_far(self):
        self._answer(302, b"", Location="http://example.org/good")

    def _do_local(self):
        self._answer(302, b"", Location="file:///etc/passwd")

    def _do_drip(self):
        """Send one byte now and then until the peer has gone."""
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while not self.server.is_over.wait(0.1):
            self.wfile.write(b"x")
            self.wfile.flush()

    def _do_cut(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Say nothing of peers that have gone."""


@contextmanager
def serve(context=None):
    """Give a running server with ``url`` and what it has ``seen``."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.seen, server.is_over = [], threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}"
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.url = f"https://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def stall():
    """Give the address of a server that takes calls and never answers."""
    with create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


@contextmanager
def certify(until=CERTIFICATE_END):
    """Give a TLS context of a self-signed certificate, and the path of that."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _make_certificate(key, until)
    with TemporaryDirectory() as folder:
        path, key_path = Path(folder, "server.crt"), Path(folder, "server.key")
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        key_path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path, key_path)
        yield context, path


def _make_certificate(key, until):
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.IPAddress(ip_address("127.0.0.1"))
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - timedelta(days=365 * 40))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
