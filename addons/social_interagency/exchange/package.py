"""A message with its signature and files as one ZIP, for exchange by disk or SFTP.

Nothing of a package is ever unpacked to the disk: its entries are read into memory,
each by its one allowed name.
"""

import io
import re
import zipfile
import zlib

from .errors import Malformed
from .parcel import Parcel

MESSAGE = "message.xml"
SIGNATURE = "message.xml.sig"
SUFFIX = ".zip"
MAX_BYTES = 128 * 1024 * 1024
MAX_ENTRIES = 102
_FILE = re.compile(r"files/([0-9a-f]{64})")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(parcel):
    """Return the bytes of the package of a parcel."""
    entries = {MESSAGE: parcel.content}
    if parcel.signature:
        entries[SIGNATURE] = parcel.signature
    entries |= {f"files/{sha256}": content for sha256, content in parcel.files.items()}
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(
                zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED
            )
    return package.getvalue()


def unpack(content, max_bytes=MAX_BYTES):
    """Return the parcel of a package.

    :raises Malformed: for what is no such package, or larger than ``max_bytes`` when
        unpacked, whatever its headers say
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = _read_entries(archive, max_bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        raise Malformed("bad_package") from None
    except RuntimeError:  # an encrypted entry
        raise Malformed("encrypted_package") from None
    if MESSAGE not in entries:
        raise Malformed("no_message")
    return Parcel(
        content=entries.pop(MESSAGE),
        signature=entries.pop(SIGNATURE, b""),
        files={_FILE.fullmatch(name)[1]: body for name, body in entries.items()},
    )


def _read_entries(archive, max_bytes):
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise Malformed("too_many_entries", MAX_ENTRIES)
    entries, left = {}, max_bytes
    for info in infos:
        _check_name(info.filename, entries)
        with archive.open(info) as entry:
            entries[info.filename] = entry.read(left + 1)
        left -= len(entries[info.filename])
        if left < 0:
            raise Malformed("too_large", max_bytes // (1024 * 1024))
    return entries


def _check_name(name, entries):
    if name in entries or not (name in (MESSAGE, SIGNATURE) or _FILE.fullmatch(name)):
        raise Malformed("bad_package")
