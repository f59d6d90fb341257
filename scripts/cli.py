"""The subcommands of `./social`."""

import subprocess

from scripts import console, setup


def main(arguments):
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except console.Failure as failure:
        console.failed(failure)
        return 1


def odoo(arguments):
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    return setup.prepare().call(*arguments)


def psql(arguments):
    environment = setup.prepare().environment
    return subprocess.run(
        ["psql", *arguments], env=environment, check=False
    ).returncode


COMMANDS = {"odoo": odoo, "psql": psql}
