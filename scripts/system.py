"""Programs that the machine itself must have."""

import re
import shutil
from pathlib import Path

from scripts import console, process

# The machine's own first cluster is not wanted, nor its web server at work: the project
# runs private ones.
_INSTALL = """
made=''
trap 'rm -f $made' EXIT
if [ -n "$1" ]; then
    mkdir -p /etc/postgresql-common/createcluster.d
    no_cluster=/etc/postgresql-common/createcluster.d/social.conf
    echo 'create_main_cluster = false' > "$no_cluster"
    made=$no_cluster
fi
no_start=/usr/sbin/policy-rc.d
if [ ! -e "$no_start" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$no_start"
    chmod 755 "$no_start"
    made="$made $no_start"
fi
shift
apt-get update || true
DEBIAN_FRONTEND=noninteractive apt-get install -o APT::Status-Fd=1 \
    --yes --no-install-recommends "$@"
"""
# Of each line that apt writes about its progress: the kind and the percentage.
_STATUS = re.compile(r"(dl|pm)status:[^:]*:([\d.]+):")
_STAGES = {"dl": "Downloaded", "pm": "Installed"}
_PLACES = {
    "fonts-dejavu-core": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "fonts-liberation": "/usr/share/fonts/truetype/liberation*/*Serif-Regular.ttf",
    "libreoffice-calc": "/usr/lib/libreoffice/program/libsclo.so",
    "libfaketime": "/usr/lib/*/faketime/libfaketime.so.1",
    "libmagic1": "/usr/lib/*/libmagic.so.1",
    "nginx": "/usr/sbin/nginx",
    "postgresql": "/usr/lib/postgresql/*/bin/postgres",
}
_COMMANDS = {
    "fontconfig": ("fc-list",),
    "chromium": ("chromium", "google-chrome"),
    "openssl": ("openssl",),
    "postgresql": ("postgres",),
    "postgresql-client": ("psql",),
}


def require(*packages):
    """Install those Debian packages whose programs the machine lacks."""
    missing = [package for package in packages if not _is_present(package)]
    if missing:
        console.step(f"Installing {', '.join(missing)}")
        _install(missing)


def _is_present(package):
    if any(shutil.which(command) for command in _COMMANDS.get(package, ())):
        return True
    place = _PLACES.get(package)
    return bool(place and any(Path("/").glob(place.lstrip("/"))))


def _install(packages):
    names = " ".join(packages)
    sentence = f"Install {names} as an administrator, then run the command again."
    if not shutil.which("apt-get"):
        raise console.Failure(sentence)
    is_server = "server" if "postgresql" in packages else ""
    script = ["sh", "-c", _INSTALL, "install", is_server, *packages]
    watch = _Watch()
    process.run_watched(
        process.as_root(script, sentence),
        f"The packages {names} are not installed: check the network and the apt "
        "sources, then run the command again",
        watch,
        log="apt",
    )
    watch.finish()


class _Watch:
    """Shows how far apt is with the download, then with the installation."""

    def __init__(self):
        self.stage = None
        self.progress = None

    def __call__(self, line):
        if match := _STATUS.match(line):
            stage, percentage = match.groups()
            if stage != self.stage:
                self.finish()
                self.stage = stage
                self.progress = console.Progress(_STAGES[stage], 100, "%")
            self.progress.show(round(float(percentage)))

    def finish(self):
        if self.progress:
            self.progress.show(100, is_last=True)
