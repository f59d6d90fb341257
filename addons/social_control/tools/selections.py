"""Selections that several models share; labels are translated with the fields."""

REGIMES = [
    ("interaction", "Control of interagency interaction"),
    ("state", "Regional state control"),
    ("departmental", "Departmental control"),
]

FORMS = [
    ("documentary", "Documentary inspection"),
    ("on_site", "On-site inspection"),
    ("inspection_visit", "Inspection visit"),
    ("raid", "Raid inspection"),
]

OWNERSHIPS = [
    ("authority", "Authority"),
    ("institution", "State or municipal institution"),
    ("private", "Private organisation"),
    ("sole_trader", "Sole trader"),
]

ANSWERS = [
    ("compliant", "Compliant"),
    ("partial", "Compliant in part"),
    ("violation", "Violation"),
    ("not_applicable", "Not applicable"),
    ("not_checked", "Not checked"),
]

FAILED_ANSWERS = {"partial", "violation"}

SEVERITIES = [
    ("minor", "Minor"),
    ("significant", "Significant"),
    ("gross", "Gross"),
]

PERIOD_KINDS = [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")]

FIGURE_KINDS = [
    ("share", "Share, %"),
    ("count", "Count"),
    ("days", "Working days"),
]

PART_KINDS = [
    ("total", "In all"),
    ("participant", "Participant"),
    ("document_type", "Document type"),
    ("channel", "Channel"),
    ("reason", "Reason of refusal"),
]

FIGURE_STATUSES = [
    ("met", "Target met"),
    ("warning", "Within the threshold"),
    ("missed", "Beyond the threshold"),
    ("none", "Not judged"),
]
