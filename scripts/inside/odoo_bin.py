"""Odoo as a file to start: its processes for long polling start it by this name."""

from odoo.cli.command import main

if __name__ == "__main__":
    main()
