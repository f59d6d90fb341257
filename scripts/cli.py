"""The subcommands of `./social`."""

import argparse
import subprocess

from scripts import console, service, setup


def main(arguments):
    """Run the subcommand and return the exit code."""
    choice, rest = _parser().parse_known_args(arguments)
    try:
        return choice.command(choice, rest) or 0
    except console.Failure as failure:
        console.failed(failure)
    except KeyboardInterrupt:
        console.failed("Interrupted; run the command again to go on.")
    return 1


def _parser():
    parser = argparse.ArgumentParser(prog="./social", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (command, help_text) in _COMMANDS.items():
        subparser = commands.add_parser(name, help=help_text, add_help=False)
        subparser.set_defaults(command=command)
        if name == "reset":
            subparser.add_argument("--yes", action="store_true")
    return parser


def _run(_choice, _rest):
    service.run()


def _stop(_choice, _rest):
    service.stop()


def _reset(choice, _rest):
    service.reset(choice.yes)


def _shell(_choice, rest):
    return service.shell(rest)


def _odoo(_choice, rest):
    arguments = rest[1:] if rest[:1] == ["--"] else rest
    return setup.prepare().call(*arguments)


def _psql(_choice, rest):
    environment = setup.prepare().environment
    return subprocess.run(["psql", *rest], env=environment, check=False).returncode


_COMMANDS = {
    "run": (_run, "install what is missing, start Odoo and print its address"),
    "stop": (_stop, "stop Odoo and its private database server"),
    "reset": (_reset, "remove the database with all that is in it"),
    "shell": (_shell, "open Odoo's Python shell on the database"),
    "odoo": (_odoo, "call Odoo itself: ./social odoo -- -d NAME …"),
    "psql": (_psql, "call psql on the project's server"),
}
