"""The program ``openssl``: without a shell, with a time-out, in a private folder.

Environment variables of the server:

- ``SOCIAL_GOST_ENGINE``: the file of the GOST engine, or ``off``; without it the
  engine that the machine's OpenSSL itself would find.
"""

import contextlib
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

TIMEOUT = 20  # seconds for one run of the program
_KEPT = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
_CONFIG = """openssl_conf = settings
[settings]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
dynamic_path = {engine}
default_algorithms = ALL
"""


class OpensslFailure(Exception):
    """The program cannot do its work.

    :param code: one of ``no_openssl``, ``no_engine``, ``timeout``, ``failed``
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Openssl:
    """How the program is called.

    :param engine: file of the GOST engine; empty when there is none
    """

    program: str = "openssl"
    engine: str = ""
    timeout: float = TIMEOUT

    @classmethod
    def of_machine(cls):
        """Return the program of this machine with the engine it has."""
        wanted = os.environ.get("SOCIAL_GOST_ENGINE")
        if wanted == "off":
            return cls()
        engine = wanted or cls()._find_engine()
        return cls(engine=engine if engine and Path(engine).is_file() else "")

    @contextlib.contextmanager
    def session(self):
        """Open a folder that only this user may enter; yield the call of the program.

        The call takes arguments and the bytes of the standard input.
        """
        with tempfile.TemporaryDirectory(prefix="social_cms_") as name:
            folder = Path(name)
            config = _CONFIG.format(engine=self.engine) if self.engine else ""
            (folder / "openssl.cnf").write_text(config)
            yield Session(self, folder)

    def has_gost(self):
        """Tell whether the GOST algorithms can be used."""
        if not self.engine:
            return False
        with self.session() as session:
            result = session.run("engine", "-t", "gost")
        return b"[ available ]" in result.stdout

    def get_version(self):
        """Return the version of the program, as it names itself."""
        with self.session() as session:
            return session.run("version").stdout.decode().strip()

    def _find_engine(self):
        try:
            with self.session() as session:
                text = session.run("version", "-e").stdout.decode()
        except OpensslFailure:
            return ""
        found = re.search(r'"(.+)"', text)
        return str(Path(found.group(1), "gost.so")) if found else ""


@dataclass(frozen=True)
class Session:
    """Calls of the program that share one private folder."""

    openssl: Openssl
    folder: Path

    def write(self, name, content):
        """Put a file into the folder; return its name for the command line."""
        (self.folder / name).write_bytes(content)
        return name

    def read(self, name):
        """Return a file that the program wrote; nothing when it wrote none."""
        file = self.folder / name
        return file.read_bytes() if file.exists() else b""

    def run(self, *arguments, stdin=b""):
        """Return the ended process, with its output as bytes.

        :raises OpensslFailure: when the program is missing or takes too long
        """
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        try:
            return subprocess.run(
                [self.openssl.program, *arguments],
                input=stdin,
                capture_output=True,
                cwd=self.folder,
                env={
                    **environment,
                    "LC_ALL": "C",
                    "OPENSSL_CONF": str(self.folder / "openssl.cnf"),
                },
                timeout=self.openssl.timeout,
                start_new_session=True,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise OpensslFailure("timeout") from error
        except OSError as error:
            raise OpensslFailure("no_openssl") from error
