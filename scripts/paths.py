"""Where things are. All that the command makes lies in one ignored folder."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
CONFIG = ROOT / "odoo.conf"
HOME = Path(os.environ.get("SOCIAL_HOME") or ROOT / ".social").resolve()
LOGS = HOME / "log"
# Files and sessions of the servers.
DATA = HOME / "data"
# Tells parallel checkouts apart where they share a machine or a database server.
CHECKOUT = hashlib.sha256(str(HOME).encode()).hexdigest()[:8]


def make_home():
    """Create the ignored folder so that the database's own user may pass it."""
    for folder in (HOME, LOGS):
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
