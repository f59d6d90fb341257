"""The subcommands of `./social`."""

import argparse
import subprocess

from scripts import (
    bench,
    console,
    lint,
    load,
    previous,
    region,
    service,
    setup,
    testing,
    translations,
)


def main(arguments):
    """Run the subcommand and return the exit code."""
    parser = _parser()
    choice, rest = parser.parse_known_args(arguments)
    if rest and choice.name not in _HANDED_ON:
        parser.error(f"unknown arguments: {' '.join(rest)}")
    try:
        return choice.command(choice, rest) or 0
    except console.Failure as failure:
        console.failed(failure)
    except OSError as error:
        console.failed(f"{error}: mend this and run the command again.")
    except KeyboardInterrupt:
        console.failed("Interrupted; run the command again to go on.")
    return 1


def _parser():
    parser = argparse.ArgumentParser(prog="./social", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (command, help_text) in _COMMANDS.items():
        is_plain = name not in _HANDED_ON
        subparser = commands.add_parser(name, help=help_text, add_help=is_plain)
        subparser.set_defaults(name=name, command=command)
        for option, settings in _OPTIONS.get(name, {}).items():
            subparser.add_argument(option, **settings)
    return parser


def _run(_choice, _rest):
    service.run()


def _stop(_choice, _rest):
    service.stop()


def _region(choice, _rest):
    _REGION[choice.action]()


def _reset(choice, _rest):
    service.reset(choice.yes)


def _backup(choice, _rest):
    return service.backup(choice.file)


def _restore(choice, _rest):
    return service.restore(choice.file, choice.database)


def _previous(choice, _rest):
    return previous.renew(choice.commit)


def _shell(_choice, rest):
    return service.shell(rest)


def _test(choice, _rest):
    return testing.test(choice.stages)


def _lint(_choice, _rest):
    passed, failed = lint.lint()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def _terms(_choice, _rest):
    return translations.update()


def _bench(_choice, rest):
    if rest[:1] == ["scale"]:
        return bench.scale(*map(int, rest[1:]))
    return bench.bench(rest)


def _load(choice, _rest):
    load.load(choice.size)


def _stage(name):
    if name not in testing.STAGES:
        raise argparse.ArgumentTypeError(f"choose from {', '.join(testing.STAGES)}")
    return name


def _odoo(_choice, rest):
    arguments = rest[1:] if rest[:1] == ["--"] else rest
    return setup.prepare().call(*arguments)


def _psql(_choice, rest):
    environment = setup.prepare().environment
    return subprocess.run(["psql", *rest], env=environment, check=False).returncode


def _fake_smev(_choice, _rest):
    return service.serve_fake_smev()


# These hand their arguments on to another program.
_HANDED_ON = {"bench", "odoo", "psql", "shell"}
_REGION = {"start": region.run, "stop": region.stop}
_OPTIONS = {
    "backup": {"file": {"nargs": "?", "help": "not there yet; .xz compresses it"}},
    "restore": {
        "file": {"help": "made by ./social backup"},
        "--database": {"metavar": "NAME", "help": "instead of that of SOCIAL_DB"},
    },
    "previous": {"commit": {"help": "the last one of the previous version"}},
    "load": {"--size": {"type": int, "default": load.LARGE, "metavar": "REQUESTS"}},
    "region": {"action": {"nargs": "?", "choices": _REGION, "default": "start"}},
    "reset": {"--yes": {"action": "store_true"}},
    "test": {"stages": {"nargs": "*", "type": _stage}},
}
_COMMANDS = {
    "run": (_run, "install what is missing, start Odoo and print its address"),
    "stop": (_stop, "stop Odoo and its private database server"),
    "region": (_region, "start a region of many servers on this machine; or stop it"),
    "reset": (_reset, "remove the database with all that is in it"),
    "backup": (_backup, "copy the database and its files into one archive"),
    "restore": (_restore, "make a database of such an archive and verify it"),
    "shell": (_shell, "open Odoo's Python shell on the database"),
    "test": (_test, "run all tests, or the stages: static, addons, black-box"),
    "lint": (_lint, "run the linters"),
    "terms": (
        _terms,
        "write new terms into the translation files and tables of the exchange",
    ),
    "previous": (_previous, "renew the database on which the tests try the upgrade"),
    "bench": (_bench, "run the benchmarks"),
    "load": (_load, "fill a database with the papers of a region's three years"),
    "fake-smev": (_fake_smev, "serve a fake of the SMEV adapter: it is not SMEV"),
    "odoo": (_odoo, "call Odoo itself: ./social odoo -- -d NAME …"),
    "psql": (_psql, "call psql on the project's server"),
}
