"""The addons of this checkout, read from their manifests."""

import ast

from scripts.paths import ADDONS


def manifests():
    """Return the manifests by addon name, a lower addon before a higher one."""
    found = {
        path.parent.name: ast.literal_eval(path.read_text())
        for path in sorted(ADDONS.glob("*/__manifest__.py"))
    }
    return dict(sorted(found.items(), key=lambda item: _height(found, item[0])))


def names():
    return list(manifests())


def foundation():
    """Return the addons of Odoo itself that ours stand on."""
    found = manifests()
    needed = {name for manifest in found.values() for name in manifest["depends"]}
    return sorted(needed - found.keys())


def versions():
    return {name: manifest["version"] for name, manifest in manifests().items()}


def _height(found, name):
    own = [lower for lower in found[name]["depends"] if lower in found]
    return 1 + max((_height(found, lower) for lower in own), default=0)
