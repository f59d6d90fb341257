from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Close the free registration, which Odoo opens by itself.

    New databases are closed from the start.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2b")
