"""The files of the project as the static rules see them."""

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
_TEXTS = {
    ".cfg",
    ".conf",
    ".css",
    ".csv",
    ".js",
    ".md",
    ".po",
    ".pot",
    ".py",
    ".rst",
    ".scss",
    ".sh",
    ".toml",
    ".txt",
    ".xml",
    "",
}


def tracked():
    """Return the text files that git knows or would add."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in set(listing.stdout.split("\0")) if name)
    return sorted(p for p in paths if p.is_file() and p.suffix in _TEXTS)


def addon_files(suffix):
    return [p for p in tracked() if p.is_relative_to(ADDONS) and p.suffix == suffix]


def manifests():
    """Return the manifests by addon name, a lower addon before a higher one."""
    found = {
        path.parent.name: ast.literal_eval(path.read_text())
        for path in sorted(ADDONS.glob("*/__manifest__.py"))
    }
    return dict(sorted(found.items(), key=lambda item: _height(found, item[0])))


def addon_of(path):
    return path.relative_to(ADDONS).parts[0]


def matches(pattern, paths):
    """Return `file:line: text` for each line that holds the pattern."""
    rule = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if rule.search(line)
    ]


def _height(found, name):
    own = [lower for lower in found[name]["depends"] if lower in found]
    return 1 + max((_height(found, lower) for lower in own), default=0)
