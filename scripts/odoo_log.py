"""What a log of Odoo says about a run: tests, skipped tests, complaints."""

import re

_RECORD = re.compile(
    r"\d{4}-\d\d-\d\d [\d:,]+ \d+ "
    r"(?P<level>[A-Z]+) \S+ (?P<logger>[\w.]+): (?P<text>.*)"
)
_RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading")
_BAD = ("WARNING", "ERROR", "CRITICAL")
# Odoo's own code complains about the foundation; these complain about an addon.
_ABOUT_ADDONS = (
    "odoo.addons.social",
    "odoo.fields",
    "odoo.models",
    "odoo.modules",
    "odoo.orm",
    "odoo.registry",
    "odoo.schema",
    "odoo.tools.convert",
    "odoo.tools.translate",
    "py.warnings",
)


class OdooLog:
    def __init__(self, path):
        self.records = list(_read(path))

    def counts(self):
        """Return the numbers of tests that ran and that failed."""
        for record in reversed(self.records):
            if match := _RESULT.match(record["text"]):
                failed, errors, total = map(int, match.groups())
                return total, failed + errors
        return 0, 0

    def skipped(self):
        """Return the skipped tests: a tour without a browser is silently skipped."""
        return [
            record["text"]
            for record in self.records
            if record["text"].startswith("skipped ")
        ]

    def failures(self):
        return [
            record["text"]
            for record in self.records
            if record["text"].startswith(("FAIL: ", "ERROR: "))
        ]

    def complaints(self):
        """Return the warnings and errors that concern our addons outside a test."""
        return [
            f"{record['level']} {record['logger']}: {record['text']}"
            for record in self.records
            if record["level"] in _BAD
            and record["logger"].startswith(_ABOUT_ADDONS)
            and ".tests." not in record["logger"]
        ]


def _read(path):
    """Yield the records; lines without a head belong to the record before them."""
    record = None
    for line in path.read_text(errors="replace").splitlines():
        if match := _RECORD.match(line):
            if record:
                yield record
            record = match.groupdict()
        elif record:
            record["text"] += f"\n{line}"
    if record:
        yield record
