"""What every command needs before it can start."""

import contextlib
import fcntl

from scripts import (
    gost_engine,
    odoo_source,
    paths,
    postgres,
    python_env,
    system,
    wkhtmltopdf,
)
from scripts.odoo import Odoo


def prepare(*requirements, packages=()):
    """Install what is missing and return an Odoo that can be called.

    :param requirements: files of Python packages besides those of the run time
    :param packages: Debian packages besides those of the run time
    """
    install(*requirements, packages=packages)
    with _one_at_a_time():
        return Odoo(postgres.ensure())


def install(*requirements, packages=()):
    """Install what is missing, with the parameters of ``prepare``."""
    paths.make_home()
    with _one_at_a_time():
        system.require(
            *("fontconfig", "fonts-dejavu-core", "fonts-liberation", "libmagic1"),
            "openssl",
            *packages,
        )
        gost_engine.ensure()
        wkhtmltopdf.ensure()
        source = odoo_source.ensure()
        python_env.ensure(source, python_env.RUNTIME, *requirements)


@contextlib.contextmanager
def _one_at_a_time():
    with (paths.HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
