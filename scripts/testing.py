"""All tests of the project, from the linters to the browser."""

import os
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from scripts import (
    addons,
    console,
    lint,
    python_env,
    region,
    setup,
    translations,
)
from scripts.database import Database, template
from scripts.odoo_log import OdooLog
from scripts.paths import CHECKOUT, LOGS, ROOT
from scripts.server import Server, free_port

_TESTS = ROOT / "tests"
_STATIC = ("test_house.py",)
_AFTER_EXPORT = ("test_translations.py",)
# Left out: eslint needs Node, the checkers' own tests say nothing of our addons, and
# Odoo's pylint run over all of Odoo is made over our addons by the linters.
_ODOO_LINT_TAGS = (
    "/test_lint",
    "-/test_lint:TestESLint",
    "-/test_lint:TestPyLint",
    "-/test_lint:TestGetTextLint",
    "-/test_lint:TestSqlLint",
    "-/test_lint:TestI18nChecks",
)
_TEST_PORTS = 8169
# Spare copies of the demonstration region: two instances that exchange papers with each
# other, one in which every screen is opened, one for nonsense and a region of many
# servers.
_COPIES = ("ministry", "center", "screens", "trial", "region")
_PROGRAMS = ("chromium", "libreoffice-calc", "libfaketime", *region.PACKAGES)


@dataclass
class Score:
    passed: int = 0
    failed: int = 0

    def add(self, passed, failed):
        self.passed += passed
        self.failed += failed


def test(chosen):
    """Run the chosen stages, or all, and return the exit code."""
    odoo = setup.prepare(python_env.TESTS, packages=_PROGRAMS)
    score = Score()
    for name, stage in _STAGES.items():
        if not chosen or name in chosen:
            _run_stage(name, stage, odoo, score)
    print(f"{score.passed} passed, {score.failed} failed", flush=True)
    return 1 if score.failed else 0


def _run_stage(name, stage, odoo, score):
    console.step(f"Stage “{name}”")
    start = time.monotonic()
    before = score.failed
    try:
        stage(odoo, score)
    except console.Failure as failure:
        console.failed(failure)
        score.add(0, 1)
    verdict = console.failed if score.failed > before else console.done
    verdict(f"Stage “{name}” took {time.monotonic() - start:.0f} s")


def _static(_odoo, score):
    score.add(*lint.lint())
    score.add(*_pytest("house", _STATIC))


def _addons(odoo, score):
    """Install each addon upon the lower ones and run its tests at once."""
    database = _clone(odoo, "addons")
    for name in addons.names():
        arguments = ("-d", database.name, "-i", name, "--test-tags", f"/{name}")
        command = odoo.command(*arguments, *_until_tested())
        score.add(*_odoo_tests(odoo, command, f"test-{name}"))
    _lint_by_odoo(odoo, database, score)
    _translations(odoo, database, score)
    database.drop()


def _lint_by_odoo(odoo, database, score):
    tags = ",".join(_ODOO_LINT_TAGS)
    arguments = ("-d", database.name, "-i", "test_lint", "--test-tags", tags)
    start = [python_env.PYTHON, "-m", "scripts.inside.test_lint"]
    command = [*start, *arguments, *_until_tested()]
    score.add(*_odoo_tests(odoo, command, "test-odoo-lint"))


def _translations(odoo, database, score):
    """Export the terms that the addons have now and compare them with the files."""
    folder = translations.export(odoo, database)
    score.add(*_pytest("translations", _AFTER_EXPORT, SOCIAL_TRANSLATIONS=str(folder)))


def _black_box(odoo, score):
    """Run the tests of `tests/` against a server with the demo data."""
    server = Server("test-server")
    server.stop()
    database = _clone(odoo, "demo")
    database.install(addons.names())
    score.add(*_judge_installation(database))
    database.load_demo()
    database.finish()
    copies = {name: _copy(database, name) for name in _COPIES}
    port = free_port(_TEST_PORTS)
    address = server.start(database, port)
    rest = {path.name for path in _TESTS.glob("test_*.py")}
    rest -= {*_STATIC, *_AFTER_EXPORT}
    leads = {
        **odoo.environment,
        "SOCIAL_URL": address,
        "SOCIAL_DB": database.name,
        "SOCIAL_LOG": str(server.log),
        "SOCIAL_COPIES": ",".join(f"{key}={one.name}" for key, one in copies.items()),
    }
    try:
        score.add(*_pytest("black-box", sorted(rest), **leads))
    finally:
        server.stop()
    for one in (database, *copies.values()):
        one.drop()


def _copy(database, name):
    copy = Database(database.odoo, f"{database.name}_{name}")
    copy.clone(database)
    return copy


def _clone(odoo, purpose):
    database = Database(odoo, f"social_{CHECKOUT}_{purpose}")
    database.clone(template(odoo))
    return database


def _until_tested():
    return ("--stop-after-init", "--http-port", str(free_port(_TEST_PORTS)))


def _odoo_tests(odoo, command, log):
    """Run Odoo with tests; return how many passed and failed."""
    path = LOGS / f"{log}.log"
    with path.open("w") as output:
        result = subprocess.run(
            command,
            cwd=ROOT,
            env=odoo.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    found = OdooLog(path)
    total, failed = found.counts()
    skipped, complaints = found.skipped(), found.complaints()
    for text in (*found.failures(), *skipped, *complaints):
        console.failed(text)
    is_broken = result.returncode and not failed
    if is_broken:
        console.failed(f"Odoo ended with code {result.returncode} (details: {path})")
    console.step(f"{log}: {total} tests")
    bad = len(complaints) + bool(is_broken)
    return max(total - failed - len(skipped), 0), failed + len(skipped) + bad


def _judge_installation(database):
    complaints = OdooLog(LOGS / f"init-{database.name}.log").complaints()
    for text in complaints:
        console.failed(text)
    return (0, len(complaints)) if complaints else (1, 0)


def _pytest(title, names, **environment):
    """Run the test files; a skipped test counts as failed."""
    report = LOGS / f"pytest-{title}.xml"
    report.unlink(missing_ok=True)
    command = [python_env.PYTHON, "-m", "pytest", "-qq", "--tb=short"]
    command += [f"--junitxml={report}", *(_TESTS / name for name in names)]
    result = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, check=False
    )
    total, failed = _read_report(report)
    return total - failed, failed or (1 if result.returncode else 0)


def _read_report(report):
    if not report.exists():
        return 0, 0
    suite = ElementTree.parse(report).getroot().find("testsuite")
    kinds = ("failures", "errors", "skipped")
    return int(suite.get("tests")), sum(int(suite.get(kind)) for kind in kinds)


_STAGES = {"static": _static, "addons": _addons, "black-box": _black_box}
STAGES = tuple(_STAGES)
