"""The terms of the addons: exported for the tests, merged into the files on demand."""

import subprocess

from scripts import addons, exchange_tables, process, python_env, setup
from scripts.database import Database, template
from scripts.paths import CHECKOUT, HOME, ROOT

FOLDER = HOME / "translations"


def export(odoo, database):
    """Export the terms that the addons have now; return the folder with the files."""
    FOLDER.mkdir(exist_ok=True)
    for name in addons.names():
        odoo.run(
            f"The terms of {name} are not exported: mend the cause named in the log",
            *("i18n", "export", "-d", database.name, "-l", "pot"),
            *("-o", FOLDER / f"{name}.pot", name),
            log=f"export-{name}",
        )
    process.run(
        _inside("hand_up"),
        "The exported terms are not read: export them anew",
        cwd=ROOT,
    )
    return FOLDER


def update():
    """Bring the addons' files up to date; return 1 while a term has no Russian.

    The tables of the exchange, which its schema explains in Russian, are renewed too.
    """
    exchange_tables.update()
    odoo = setup.prepare()
    database = Database(odoo, f"social_{CHECKOUT}_terms")
    database.clone(template(odoo))
    database.install(addons.names())
    export(odoo, database)
    database.drop()
    return subprocess.run(_inside("update"), cwd=ROOT, check=False).returncode


def _inside(step):
    return [python_env.PYTHON, "-m", "scripts.inside.terms", step]
