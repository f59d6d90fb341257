"""Run the benchmarks: ``python -m benchmarks [NAME …]``, by ``./social bench``."""

import importlib
import logging
import os
import sys

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

from benchmarks import (
    creation,
    evidence,
    families,
    indicators,
    volume,
    workbook,
)
from benchmarks.region import Region


def main(names):
    """Print a line for each figure; return 1 when a target is missed."""
    database, address = os.environ["SOCIAL_DB"], os.environ["SOCIAL_URL"]
    config.parse_config(["-d", database])
    logging.disable(logging.WARNING)
    with Registry(database).cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        region = Region(env)
        cursor.commit()
        figures = {
            "bulk": lambda: [creation.measure_bulk(env, region)],
            "rpc": lambda: [creation.measure_rpc(env, region, address, database)],
            "workbook": lambda: workbook.measure(env, region),
            "overdue": lambda: [volume.measure_overdue(env, region)],
            "assigning": lambda: [families.measure_assigning(env, region)],
            "board": lambda: [families.measure_board(env, region)],
            "indicators": lambda: [indicators.measure(env, region)],
            "exchange": lambda: _load("exchange").measure(env, region, database),
            "verifier": lambda: [evidence.measure_verifier(env, region, database)],
        }
        chosen = names or figures
        results = []
        for name in chosen:
            for result in figures[name]():
                print(result.as_line(), flush=True)
                results.append(result)
    return int(not all(result.is_met for result in results))


def _load(name):
    """Import what reads modules of the addons: they are there with the registry."""
    return importlib.import_module(f"benchmarks.{name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
