"""The benchmarks of `benchmarks/`, on a database and a server of their own."""

import json
import subprocess

from scripts import addons, console, load, process, python_env, setup
from scripts.database import Database
from scripts.paths import CHECKOUT, HOME, ROOT
from scripts.server import Server, free_port

_PEERS = HOME / "peers"
_PEER_ADDONS = ("helpdesk_mgmt",)
_PORTS = 8269


def bench(arguments):
    """Run `python -m benchmarks` and return its exit code.

    It finds the database by PG* and SOCIAL_DB, the server by SOCIAL_URL, and may call
    Odoo by `python -m odoo`.
    """
    odoo = setup.prepare()
    _fetch_peers()
    odoo.environment["PYTHONPATH"] = str(_PEERS)
    console.step("Preparing the database of the benchmarks")
    database = Database(odoo, f"social_{CHECKOUT}_bench")
    database.create([*addons.names(), *_PEER_ADDONS])
    server = Server("bench-server")
    address = server.start(database, free_port(_PORTS))
    try:
        return _measure(odoo, database, address, arguments)
    finally:
        server.stop()
        database.drop()


def _measure(odoo, database, address, arguments):
    command = [python_env.PYTHON, "-m", "benchmarks", *arguments]
    leads = {"SOCIAL_DB": database.name, "SOCIAL_URL": address}
    environment = {**odoo.environment, **leads}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def scale(small=load.SMALL, large=load.LARGE):
    """Compare screens and deeds in a small and a large database; write the page.

    The databases of `./social load` are kept for the next time.
    """
    odoo = setup.prepare()
    sizes = (small, large)
    files = [_measure_size(odoo, size) for size in sizes]
    arguments = [f"{size}={file}" for size, file in zip(sizes, files, strict=True)]
    command = [python_env.PYTHON, "-m", "benchmarks.scale.report", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _measure_size(odoo, size):
    database = load.fill(odoo, size)
    console.step(f"Measuring screens and deeds among {size:,} requests")
    file = HOME / f"scale-{size}.json"
    measure_screens(database, file)
    return file


def measure_screens(database, file, *rounds):
    """Measure the screens of a database; write the rows into a JSON file."""
    command = [python_env.PYTHON, "-m", "benchmarks.scale", file, *map(str, rounds)]
    environment = {**database.odoo.environment, "SOCIAL_DB": database.name}
    process.run(
        command,
        "The screens are not measured: mend the cause named in the log and run the "
        "command again.",
        log=f"scale-{database.name}",
        cwd=ROOT,
        env=environment,
    )
    return json.loads(file.read_text("utf-8"))


def _fetch_peers():
    """Keep the peers out of the environment that runs the addons."""
    if _PEERS.exists():
        return
    console.step("Fetching the peers to compare with")
    command = [python_env.PYTHON, "-m", "pip", "install", "--no-deps", "--quiet"]
    command += ["--target", _PEERS, "-r", ROOT / "requirements-bench.txt"]
    process.run(
        command,
        "The peers are not fetched: check the network and run the command again.",
    )
