"""The files of the project as the static rules see them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
_MADE = {".git", ".pytest_cache", ".ruff_cache", ".social", "__pycache__"}
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
    """Return the text files of the project, made ones left out."""
    return sorted(path for path in _walk(ROOT) if path.suffix in _TEXTS)


def addon_files(suffix):
    return [p for p in tracked() if p.is_relative_to(ADDONS) and p.suffix == suffix]


def matches(pattern, paths):
    """Return `file:line: text` for each line that holds the pattern."""
    rule = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if rule.search(line)
    ]


def _walk(folder):
    for path in folder.iterdir():
        if path.name in _MADE:
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield path
