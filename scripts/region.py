"""A region as it stands on many machines, all of them on this one.

Two Odoo servers with several processes each, nginx before them, a PostgreSQL primary
with a replica that streams from it, and one folder of files and sessions.
"""

import os
import shutil
import signal

from scripts import addons, console, process, setup
from scripts.cluster import Primary, Replica
from scripts.database import Database
from scripts.odoo import ForkingOdoo
from scripts.paths import HOME
from scripts.proxy import Proxy
from scripts.server import Server, chosen_port, free_port

PACKAGES = ("nginx", "postgresql", "postgresql-client")
_NAME = "region"
_DATABASE = "social_region"
_MACHINES = 2
# Each machine: processes for people, one for jobs, one for notices on the screen.
_WORKERS = 2
_OPTIONS = ("--proxy-mode", f"--workers={_WORKERS}", "--max-cron-threads=1")


class Machine:
    """One Odoo server of the region."""

    def __init__(self, name):
        self.server = Server(name)
        self.port = self.gevent_port = None

    def choose_ports(self, after):
        """Take two free ports, which it keeps over restarts; return the last one."""
        self.port = free_port(after + 1)
        self.gevent_port = free_port(self.port + 1)
        return self.gevent_port

    def start(self, database, address):
        self.server.start(
            database,
            self.port,
            *_OPTIONS,
            f"--gevent-port={self.gevent_port}",
            "--x-sendfile",
            address=address,
        )

    def reload(self):
        """Let new processes take over from the old ones, as after new code."""
        [master] = process.children(self.server.running()["pid"])
        os.kill(master, signal.SIGHUP)

    def kill(self):
        """Kill all its processes without a word, as a power cut does."""
        self.server.kill()

    def stop(self):
        return self.server.stop()


class Region:
    """All servers of a region.

    :param name: tells this region from another of the checkout
    :param database_name: the name of its one database
    """

    def __init__(self, name, database_name):
        self.primary = Primary(f"{name}-primary")
        self.replica = Replica(f"{name}-replica", self.primary)
        # Its clock may jump, and Odoo then throws away all sessions of the folder.
        self.data = HOME / f"{name}-data"
        self.proxy = Proxy(name, self.data / "filestore")
        self.machines = [
            Machine(f"{name}-{number}") for number in range(1, _MACHINES + 1)
        ]
        self.address = None
        odoo = ForkingOdoo(self.primary.variables, self.data)
        odoo.environment |= {
            "PGHOST_REPLICA": str(self.replica.socket),
            "PGPORT_REPLICA": self.replica.variables["PGPORT"],
        }
        self.database = Database(odoo, database_name)

    def start_databases(self):
        self.primary.ensure()
        self.replica.ensure()

    def start(self, port):
        """Start all and wait until it answers.

        :param port: of the region's address; the servers take the next free ones
        """
        self.start_databases()
        self.address, last = Server.address(port), port
        for machine in self.machines:
            last = machine.choose_ports(last)
            machine.start(self.database, self.address)
        self.proxy.start(
            port,
            social_odoo=[machine.port for machine in self.machines],
            social_websocket=[machine.gevent_port for machine in self.machines],
        )

    def stop(self):
        """Stop all; return whether an Odoo server ran."""
        self.proxy.stop()
        stopped = [machine.stop() for machine in self.machines]
        for cluster in (self.replica, self.primary):
            if cluster.binaries:
                cluster.stop()
        return any(stopped)

    def load(self, source):
        """Fill the region's new database with a copy of another one."""
        self.primary.ensure()
        self.database.copy(source)

    def remove(self):
        """Kill all and remove the databases and their files."""
        self.proxy.stop()
        for machine in self.machines:
            machine.kill()
        for cluster in (self.replica, self.primary):
            cluster.remove()
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.database.files, ignore_errors=True)


def run():
    """Start the region; create its database when there is none."""
    setup.install(packages=PACKAGES)
    region = Region(_NAME, _DATABASE)
    region.stop()
    region.primary.ensure()
    if not region.database.is_ready():
        console.step("Creating the database of the region (about two minutes)")
        region.database.create(addons.names())
        region.database.load_demo()
        region.database.finish()
    console.step("Starting the replica, two Odoo servers and nginx")
    region.start(chosen_port())
    _tell(region)


def stop():
    was_running = Region(_NAME, _DATABASE).stop()
    console.done("The region is stopped" if was_running else "The region did not run")


def _tell(region):
    console.done(f"The region answers at {region.address}")
    for number, machine in enumerate(region.machines, 1):
        console.step(
            f"Odoo {number}: {Server.address(machine.port)}, log {machine.server.log}"
        )
    console.step(f"PostgreSQL: primary {region.primary.socket}")
    console.step(f"PostgreSQL: replica {region.replica.socket}")
    print("\n  Stop: ./social region stop")
