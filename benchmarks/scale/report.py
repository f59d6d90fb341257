"""Write ``docs/scale.md``: ``python -m benchmarks.scale.report SIZE=FILE SIZE=FILE``.

Ratios come first, then what they are made of. Ends with 1 when a target is missed.
"""

import json
import os
import platform
import re
import sys
from datetime import date
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scale.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
MOST_QUERIES = 60
MOST_TIMES = 2
# Below this the ratio is one of noise: what opens so fast is fast at any size.
UNFELT = 0.05  # seconds


def write(path, sizes, small, large):
    """Put the tables of two measured databases between the marks of the page.

    :param sizes: how many requests they hold
    """
    page = path.read_text("utf-8")
    body = "\n".join(_describe(sizes, small, large))
    path.write_text(
        re.sub(
            f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{body}\n{END}", page, flags=re.S
        ),
        "utf-8",
    )


def find_missed(small, large):
    """Return the rows that miss a target: ``(name, what)``."""
    before = {row["name"]: row for row in small}
    missed = []
    for row in large:
        if row["name"] in before and not _is_met(before[row["name"]], row):
            missed.append((row["name"], "time"))
        if "few" in row and row["queries"] > MOST_QUERIES:
            missed.append((row["name"], "queries"))
    return missed


def _is_met(before, after):
    if after.get("grows"):
        return True
    return after["p50"] <= max(MOST_TIMES * before["p50"], UNFELT)


def _describe(sizes, small, large):
    before = {row["name"]: row for row in small}
    both = [(before[row["name"]], row) for row in large if row["name"] in before]
    yield f"\nИзмерено {date.today():%d.%m.%Y}: {_get_machine()}.\n"
    few, many = (f"{size:,}".replace(",", " ") for size in sizes)
    yield (
        f"| Экран или действие | во сколько раз дольше | {many}: p50 / p95, мс "
        f"| {few}: p50 / p95, мс | запросов к базе | цель |"
    )
    yield "|---|---:|---:|---:|---:|---|"
    for old, new in sorted(both, key=lambda pair: pair[0]["p50"] / pair[1]["p50"]):
        verdict = "да" if _is_met(old, new) else "**нет**"
        if new.get("grows"):
            verdict = "растёт с объёмом"
        yield (
            f"| {new['name']} | {new['p50'] / old['p50']:.2f} | {_get_times(new)} "
            f"| {_get_times(old)} | {new['queries']} | {verdict} |"
        )
    memory = max(row["memory"] for row in large)
    yield f"\nБольше всего памяти занял процесс Odoo: {memory:.0f} МБ."


def _get_times(row):
    return f"{row['p50'] * 1000:.1f} / {row['p95'] * 1000:.1f}"


def _get_machine():
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = model[1] if model else platform.machine()
    return f"{os.cpu_count()} ядра ({name}), {memory:.0f} ГБ памяти"


def main(arguments):
    """Write the page from two measured databases, the smaller first."""
    pairs = [argument.split("=", 1) for argument in arguments]
    sizes = [int(size) for size, _file in pairs]
    small, large = (json.loads(Path(file).read_text("utf-8")) for _size, file in pairs)
    write(PAGE, sizes, small, large)
    missed = find_missed(small, large)
    for name, what in missed:
        print(f"MISSED  {what:<8} {name}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
