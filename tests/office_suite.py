"""LibreOffice without a window: what a spreadsheet program makes of a file."""

import subprocess
from pathlib import Path

_PATIENCE = 120  # seconds, for a cold start on a busy machine


def to_pdf(paths, folder):
    """Convert workbooks into PDF in the folder; return the paths by the file's stem.

    The profile is of this call alone: neither a running office nor an old profile
    changes the result.
    """
    profile = (folder / "profile").as_uri()
    command = ["soffice", "--headless", "--norestore", "--convert-to", "pdf"]
    command += [f"-env:UserInstallation={profile}", "--outdir", folder, *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
    return {Path(path).stem: folder / f"{Path(path).stem}.pdf" for path in paths}
