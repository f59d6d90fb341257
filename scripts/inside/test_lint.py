"""Odoo with its own `test_lint` pointed at the addons of the project.

Called like Odoo itself. The tests of `test_lint` walk all addons that Odoo can see;
while they run, only those of the project are shown to them.
"""

import os
from pathlib import Path
from unittest.mock import patch

import odoo.cli
from odoo.modules import Manifest
from odoo.tests import loader

_OWN = Path(os.environ["ODOO_ADDONS_PATH"])
_all_manifests = Manifest.all_addon_manifests
_run_suite = loader.run_suite


def _own_manifests():
    return [manifest for manifest in _all_manifests() if _is_own(manifest)]


def _is_own(manifest):
    return Path(manifest.path).parent == _OWN


def _run_on_own_addons(suite, global_report=None):
    with patch.object(Manifest, "all_addon_manifests", _own_manifests):
        return _run_suite(suite, global_report)


if __name__ == "__main__":
    loader.run_suite = _run_on_own_addons
    odoo.cli.main()
