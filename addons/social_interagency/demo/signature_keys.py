"""Keys and certificates made on the spot: root, intermediate authority, signers."""

import os
import subprocess
import tempfile
from pathlib import Path

from ..exchange.openssl import Openssl

GOST = ("gost2012_256", "-pkeyopt", "paramset:A")
CURVE = ("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
FROM, UNTIL = "20200101000000Z", "20491231235959Z"
INN, COMPANY_INN = "1.2.643.3.131.1.1", "1.2.643.100.4"
OGRN, TRADER_OGRN = "1.2.643.100.1", "1.2.643.100.5"
COMPANY = {
    "CN": "Центр",
    "O": "Центр",
    "SN": "Образцов",
    "GN": "Тест Проверович",
    "1.2.643.100.3": "11223344595",  # SNILS
    COMPANY_INN: "9901000034",
    OGRN: "1029900000034",
}
_SETTINGS = """
openssl_conf = settings
[settings]
{use_engine}
[engines]
gost = gost
[gost]
engine_id = gost
dynamic_path = {engine}
default_algorithms = ALL
[req]
distinguished_name = name
prompt = no
utf8 = yes
string_mask = utf8only
[ca]
default_ca = authority_settings
[authority_settings]
database = index.txt
new_certs_dir = .
rand_serial = yes
policy = anything
default_md = default
unique_subject = no
[anything]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[owner]
basicConstraints = CA:FALSE
keyUsage = digitalSignature,nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[encipherer]
basicConstraints = CA:FALSE
keyUsage = keyEncipherment
"""


class SignatureKeys:
    """A folder of keys, removed at ``close``; certificates last from 2020 to 2049.

    :param algorithm: ``GOST`` or ``CURVE``
    :param root: name of the root authority
    :param authority: name of the intermediate authority
    """

    def __init__(self, algorithm=GOST, root="Test root", authority="Test authority"):
        self.algorithm = algorithm
        self._place = tempfile.TemporaryDirectory(prefix="social_keys_")
        self.folder = Path(self._place.name)
        engine = Openssl.of_machine().engine
        use_engine = "engines = engines" if engine else ""
        self._settings = _SETTINGS.format(engine=engine, use_engine=use_engine)
        (self.folder / "index.txt").touch()
        self.issue("root", None, {"CN": root}, "authority")
        self.issue("authority", "root", {"CN": authority}, "authority")

    def close(self):
        self._place.cleanup()

    def issue(
        self,
        name,
        issuer=None,
        subject=None,
        kind="owner",
        since=FROM,
        until=UNTIL,
        algorithm=None,
    ):
        """Make ``name.key`` and ``name.pem``; without an issuer it signs itself."""
        self._write_subject(subject or {"CN": f"Test {name}"})
        self.run(
            *("req", "-new", "-newkey", *(algorithm or self.algorithm), "-nodes"),
            *("-keyout", f"{name}.key", "-out", f"{name}.csr"),
        )
        by = issuer or name
        own = () if issuer else ("-selfsign",)
        self.run(
            *("ca", "-batch", "-notext", "-preserveDN", "-utf8", *own),
            *("-keyfile", f"{by}.key", "-extensions", kind),
            *(("-cert", f"{issuer}.pem") if issuer else ()),
            *("-startdate", since, "-enddate", until),
            *("-in", f"{name}.csr", "-out", f"{name}.pem"),
        )

    def _write_subject(self, subject):
        """Write the names; a number before the first dot only orders them."""
        lines = [f"{place}.{key} = {subject[key]}" for place, key in enumerate(subject)]
        text = self._settings + "\n[name]\n" + "\n".join(lines)
        (self.folder / "settings.cnf").write_text(text)

    def sign(self, name, content, *options):
        """Return a detached signature that carries the chain of ``name``."""
        return self.run(
            *("cms", "-sign", "-binary", "-outform", "DER", *options),
            *("-signer", f"{name}.pem", "-inkey", f"{name}.key"),
            *("-certfile", "authority.pem"),
            stdin=content,
        )

    def has(self, name):
        """Tell whether a certificate of that name was issued."""
        return (self.folder / f"{name}.pem").exists()

    def path(self, name):
        return str(self.folder / name)

    def pem(self, name):
        return (self.folder / f"{name}.pem").read_bytes()

    def run(self, *arguments, stdin=b""):
        return subprocess.run(
            ["openssl", *arguments],
            input=stdin,
            capture_output=True,
            cwd=self.folder,
            env={**os.environ, "OPENSSL_CONF": self.path("settings.cnf")},
            check=True,
        ).stdout
