"""The database of the previous version, on which the tests try the upgrade.

It is kept as a backup in the tests; a release renews it from its own last commit and
raises the versions of the addons.
"""

import tempfile
from pathlib import Path

from scripts import console, process, setup
from scripts.backup import backup
from scripts.database import Database, template
from scripts.paths import CHECKOUT, ROOT

KEPT = ROOT / "tests" / "data" / "previous_version.tar.xz"


def renew(commit):
    """Keep a new database of the addons of that commit, with their demo data."""
    odoo = setup.prepare()
    foundation = template(odoo)
    with tempfile.TemporaryDirectory() as folder:
        _check_out(commit, Path(folder))
        addons = Path(folder, "addons")
        odoo.environment["ODOO_ADDONS_PATH"] = str(addons)
        database = Database(odoo, f"social_{CHECKOUT}_previous")
        console.step(f"Installing the addons of {commit}")
        database.clone(foundation)
        database.install(sorted(path.name for path in addons.iterdir()))
        database.load_demo()
    database.finish()
    _keep(database)
    database.drop()


def _check_out(commit, folder):
    archive = folder / "addons.tar"
    process.run(
        ["git", "archive", f"--output={archive}", commit, "addons"],
        f"Git has no commit “{commit}”: name the last one of the previous version",
        cwd=ROOT,
    )
    process.run(
        ["tar", "-C", str(folder), "-xf", str(archive)],
        "The addons of the commit are not unpacked: make room and run it again",
    )


def _keep(database):
    KEPT.parent.mkdir(exist_ok=True)
    fresh = KEPT.with_name(f"fresh_{KEPT.name}")
    backup(database, fresh)
    fresh.replace(KEPT)
