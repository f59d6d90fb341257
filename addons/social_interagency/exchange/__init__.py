"""Electronic exchange in plain Python: nothing here knows of Odoo."""
