"""Ways to call Odoo with the project's configuration."""

import os
import subprocess

from scripts import gost_engine, process, python_env, wkhtmltopdf
from scripts.paths import ADDONS, CONFIG, DATA, ROOT

INSIDE = ROOT / "scripts" / "inside"


class Odoo:
    """An Odoo that is ready to be called, with its database server.

    :param server: the variables that lead to the PostgreSQL server
    :param data: the folder of its files and sessions
    """

    _start = ("-m", "odoo")

    def __init__(self, server, data=DATA):
        self.data = data
        self.environment = {
            **os.environ,
            **server,
            **gost_engine.variables(),
            "PATH": os.pathsep.join([str(wkhtmltopdf.BIN), os.environ["PATH"]]),
            "ODOO_RC": str(CONFIG),
            "ODOO_ADDONS_PATH": str(ADDONS),
            "ODOO_DATA_DIR": str(data),
        }

    def command(self, *arguments):
        """Return the command line; the first argument may be a subcommand of Odoo."""
        return [str(python_env.PYTHON), *self._start, *map(str, arguments)]

    def serve(self, *arguments):
        """Return the command line of a server."""
        return self.command("server", *arguments)

    def call(self, *arguments):
        """Hand the console over to Odoo and return its exit code."""
        return subprocess.run(
            self.command(*arguments), cwd=ROOT, env=self.environment, check=False
        ).returncode

    def run(self, failure, *arguments, log, **options):
        """Run Odoo to its end with its output in a log file."""
        process.run(
            self.command(*arguments),
            failure,
            log=log,
            cwd=ROOT,
            env=self.environment,
            **options,
        )

    def execute(self, database, script, failure, *, log):
        """Run a script of this package inside Odoo's shell."""
        with script.open() as source:
            arguments = ("shell", "-d", database, "--no-http")
            self.run(failure, *arguments, log=log, stdin=source)


class ForkingOdoo(Odoo):
    """An Odoo whose processes start others of their kind, by the name of its file.

    Its servers are started again when they end by themselves.
    """

    _start = (str(INSIDE / "odoo_bin.py"),)

    def __init__(self, server, data=DATA):
        super().__init__(server, data)
        # One that reloads itself looks for its Python by name.
        path = [str(python_env.VENV / "bin"), self.environment["PATH"]]
        self.environment["PATH"] = os.pathsep.join(path)

    def serve(self, *arguments):
        keeper = [str(python_env.PYTHON), str(INSIDE / "keeper.py")]
        return [*keeper, *super().serve(*arguments)]
