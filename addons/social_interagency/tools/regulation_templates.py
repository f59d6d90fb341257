"""Starting points for regulations, kept as JSON files beside the addon's data.

A template is named by its file; the text of a user never becomes a path.
"""

import json
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "templates"


def read_templates():
    """Return ``{code: content}`` of every template file, by name of the file."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(_FOLDER.glob("*.json"))
    }
