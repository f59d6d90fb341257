"""Linters over the whole checkout; each is one check that passes or fails."""

import os
import subprocess
from dataclasses import dataclass, field

from scripts import addons, console, odoo_source, python_env, setup
from scripts.paths import ADDONS, ROOT

_BIN = python_env.VENV / "bin"
# The checks that Odoo's own test_lint runs over Odoo, here over our addons.
_ODOO_PLUGINS = (
    "_pylint_path_setup",
    "pylint.extensions.bad_builtin",
    "_odoo_checker_sql_injection",
    "_odoo_checker_gettext",
    "_odoo_checker_unlink_override",
)
_ODOO_MESSAGES = (
    "used-before-assignment",
    "undefined-variable",
    "eval-used",
    "unreachable",
    "function-redefined",
    "sql-injection",
    "missing-gettext",
    "gettext-variable",
    "gettext-placeholders",
    "gettext-repr",
    "raise-unlink-override",
)


@dataclass
class _Linter:
    title: str
    command: list
    environment: dict = field(default_factory=dict)


def lint():
    """Run all linters and return how many passed and failed."""
    setup.prepare(python_env.TESTS)
    outcomes = [_run(linter) for linter in _linters()]
    return outcomes.count(True), outcomes.count(False)


def _linters():
    folders = [str(ADDONS / name) for name in addons.names()]
    pylint = [_BIN / "pylint", "--score=no"]
    return [
        _Linter("ruff check", [_BIN / "ruff", "check", "."]),
        _Linter("ruff format", [_BIN / "ruff", "format", "--check", "."]),
        _Linter("pylint-odoo", [*pylint, "--rcfile=pyproject.toml", *folders]),
        _odoo_pylint([*pylint, f"--rcfile={os.devnull}"], folders),
    ]


def _odoo_pylint(pylint, folders):
    odoo = odoo_source.ensure()
    plugins = odoo / "odoo" / "addons" / "test_lint" / "tests"
    command = [
        *pylint,
        f"--load-plugins={','.join(_ODOO_PLUGINS)}",
        "--disable=all",
        f"--enable={','.join(_ODOO_MESSAGES)}",
        "--bad-functions=input",
    ]
    environment = {
        "PYTHONPATH": os.pathsep.join([str(plugins), str(odoo)]),
        "ADDONS_PATH": str(ADDONS),
    }
    return _Linter("Odoo's pylint checks", [*command, *folders], environment)


def _run(linter):
    result = subprocess.run(
        linter.command,
        cwd=ROOT,
        env={**os.environ, **linter.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode == 0:
        console.done(linter.title)
        return True
    console.failed(f"{linter.title}\n{result.stdout}{result.stderr}")
    return False
