"""Ways to call Odoo with the project's configuration."""

import os
import subprocess

from scripts import process, python_env
from scripts.paths import ADDONS, CONFIG, HOME


class Odoo:
    """An Odoo that is ready to be called, with its database server.

    :param server: the variables that lead to the PostgreSQL server
    """

    def __init__(self, server):
        self.environment = {**os.environ, **server}

    def command(self, *arguments):
        """Return the command line; the first argument may be a subcommand of Odoo."""
        subcommand, options = "server", list(arguments)
        if options and not options[0].startswith("-"):
            subcommand = options.pop(0)
        return [
            str(python_env.PYTHON),
            "-m",
            "odoo",
            subcommand,
            f"--config={CONFIG}",
            f"--addons-path={ADDONS}",
            f"--data-dir={HOME / 'data'}",
            *options,
        ]

    def call(self, *arguments):
        """Hand the console over to Odoo and return its exit code."""
        command = self.command(*arguments)
        return subprocess.run(command, env=self.environment, check=False).returncode

    def run(self, failure, *arguments, log, **options):
        process.run(
            self.command(*arguments),
            failure,
            log=log,
            env=self.environment,
            **options,
        )
