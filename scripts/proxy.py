"""nginx before the servers of a region, by the rules that docs/deploy publishes."""

import contextlib
import getpass
from pathlib import Path

from scripts import process
from scripts.paths import HOME, LOGS, ROOT
from scripts.server import HOST

RULES = ROOT / "docs" / "deploy" / "nginx" / "social-locations.conf"
_PROGRAM = "/usr/sbin/nginx"
_FAILURE = "nginx does not start: mend the cause and run the command again"
_TEMPORARY = ("client_body", "proxy", "fastcgi", "scgi", "uwsgi")
_MAIN = """
user {user};
pid {folder}/nginx.pid;
error_log {log};
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log off;
{temporary}
{upstreams}
    server {{
        listen {host}:{port};
        set $social_filestore {files};
        include {rules};
    }}
}}
"""
_UPSTREAM = """
    upstream {name} {{
{servers}
    }}
"""


class Proxy:
    """The one address of a region, with its servers behind it.

    :param files: the folder of files that it hands out for the servers
    """

    def __init__(self, name, files):
        self.files = files
        self.folder = HOME / f"{name}-proxy"
        self.configuration = self.folder / "nginx.conf"
        self.log = LOGS / f"{name}-proxy.log"

    def start(self, port, **upstreams):
        """Start nginx on a port.

        :param upstreams: the ports of the servers by the name of their upstream
        """
        self.folder.mkdir(exist_ok=True)
        self.configuration.write_text(self._describe(port, upstreams))
        self._call("-t")
        self._call()

    def stop(self):
        """Stop nginx; return whether it ran."""
        pid = self._pid()
        if pid:
            process.kill([pid, *process.session(pid)])
        return bool(pid)

    def _pid(self):
        with contextlib.suppress(OSError, ValueError):
            pid = int((self.folder / "nginx.pid").read_text())
            command = Path("/proc", str(pid), "cmdline").read_text()
            return pid if str(self.configuration) in command else None
        return None

    def _describe(self, port, upstreams):
        temporary = [
            f"    {kind}_temp_path {self.folder}/{kind};" for kind in _TEMPORARY
        ]
        return _MAIN.format(
            user=getpass.getuser(),
            folder=self.folder,
            log=self.log,
            temporary="\n".join(temporary),
            upstreams="".join(
                _UPSTREAM.format(name=name, servers=_list(ports))
                for name, ports in upstreams.items()
            ),
            host=HOST,
            port=port,
            files=self.files,
            rules=RULES,
        )

    def _call(self, *arguments):
        command = [_PROGRAM, "-p", str(self.folder), "-c", str(self.configuration)]
        process.run([*command, "-e", str(self.log), *arguments], _FAILURE)


def _list(ports):
    return "\n".join(
        f"        server {HOST}:{port} max_fails=1 fail_timeout=5s;" for port in ports
    )
