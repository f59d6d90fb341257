"""Databases with the papers of a region's years, for measuring and for trying."""

import os
import subprocess

from scripts import addons, console, python_env, setup
from scripts.database import Database, template
from scripts.paths import CHECKOUT, ROOT

SMALL, LARGE = 10_000, 1_000_000


def load(size):
    """Fill a database with `size` requests and all that belongs to them.

    An interrupted call goes on where it stopped when it is repeated.
    """
    database = fill(setup.prepare(), size)
    console.done(f"The database “{database.name}” holds {size:,} requests")
    print(f"  Start Odoo on it: SOCIAL_DB={database.name} ./social run")


def fill(odoo, size):
    """Return the database of that size, filled as far as it was not."""
    name = os.environ.get("SOCIAL_DB") or f"social_{CHECKOUT}_load_{size}"
    database = Database(odoo, name)
    if not database.is_ready():
        console.step(f"Creating the database “{name}” with the demonstration region")
        database.clone(template(odoo))
        database.install(addons.names())
        database.load_demo()
        database.finish()
    _copy(database, size)
    return database


def _copy(database, size):
    console.step(f"Filling it up to {size:,} requests")
    command = [str(python_env.PYTHON), "-m", "benchmarks.load", str(size)]
    environment = {**database.odoo.environment, "SOCIAL_DB": database.name}
    result = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if result.returncode:
        raise console.Failure(
            "The database is not filled: mend the cause named above and run the "
            "command again; what is filled already stays."
        )
