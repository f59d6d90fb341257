"""Run in Odoo's shell: Russian defaults, then the demo data of our addons alone.

Odoo's own switch loads the demo data of every module, invented companies included.
"""

from pathlib import Path

from odoo.modules.loading import load_data
from odoo.modules.module_graph import ModuleGraph
from odoo.tools import config

REGION = {"lang": "ru_RU", "tz": "Europe/Moscow"}

env = globals()["env"]
for name, value in REGION.items():
    env["ir.default"].set("res.partner", name, value)
env["res.users"].with_context(active_test=False).search([]).write(REGION)

installed = env["ir.module.module"].search([("state", "=", "installed")])
graph = ModuleGraph(env.cr, mode="load")
graph.extend(installed.mapped("name"))
own_folders = {Path(folder).resolve() for folder in config["addons_path"]}
for package in graph:
    if Path(package.manifest.path).resolve().parent in own_folders:
        load_data(env(su=True), {}, "init", kind="demo", package=package)
        installed.filtered_domain([("name", "=", package.name)]).demo = True
env.cr.commit()
