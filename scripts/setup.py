"""What every command needs before it can start."""

from scripts import odoo_source, paths, postgres, python_env, system
from scripts.odoo import Odoo


def prepare(*requirements):
    """Install what is missing and return an Odoo that can be called."""
    paths.make_home()
    system.require("fonts-dejavu-core", "libmagic1", "wkhtmltopdf")
    source = odoo_source.ensure()
    python_env.ensure(source, python_env.RUNTIME, *requirements)
    return Odoo(postgres.ensure())
