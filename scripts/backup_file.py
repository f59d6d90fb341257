"""The file of a backup: a tar of the dump in pieces, the files, and their digests.

The last member, `manifest.json`, says what the archive must hold; `SHA256SUMS` before
it names each member with its digest, so that `sha256sum -c` judges them by hand.
"""

import contextlib
import hashlib
import io
import json
import lzma
import os
import re
import tarfile
import tempfile
import time
from pathlib import Path

from scripts import console

VERSION = 1
DUMP = "database/"
FILES = "filestore/"
_SUMS = "SHA256SUMS"
_MANIFEST = "manifest.json"
_MEMBER = re.compile(rf"{DUMP}\d{{6}}|{FILES}[\w-]+/[\w-]+|{_SUMS}|{_MANIFEST}")
_PIECE = 16 * 1024 * 1024


def is_packed(path):
    """Tell whether the whole archive is compressed: slow, for small databases."""
    return path.suffix == ".xz"


@contextlib.contextmanager
def writing(path):
    """Yield a `Writer`; the file appears under its name when all went well."""
    if path.exists():
        raise console.Failure(f"{path} exists already: name another file.")
    handle, part = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as output:
            mode = "w|xz" if is_packed(path) else "w|"
            with tarfile.open(fileobj=output, mode=mode) as archive:
                yield Writer(archive)
            output.flush()
            os.fsync(output.fileno())
        Path(part).rename(path)
    finally:
        Path(part).unlink(missing_ok=True)


class Writer:
    def __init__(self, archive):
        self.archive = archive
        self.sums = {}

    def add_dump(self, stream):
        """Add a stream of unknown length piece by piece."""
        number = 0
        while piece := stream.read(_PIECE):
            number += 1
            self.add(f"{DUMP}{number:06}", io.BytesIO(piece), len(piece))

    def add_file(self, name, path):
        """Add a file of the folder of files; return its SHA-1, which names it."""
        with path.open("rb") as source:
            return self.add(FILES + name, source, os.fstat(source.fileno()).st_size)

    def finish(self, manifest):
        sums = "".join(f"{digest}  {name}\n" for name, digest in self.sums.items())
        manifest = {
            "version": VERSION,
            **manifest,
            "members": len(self.sums),
            "sums": hashlib.sha256(sums.encode()).hexdigest(),
        }
        for name, text in (
            (_SUMS, sums),
            (_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1)),
        ):
            self.add(name, io.BytesIO(text.encode()), len(text.encode()))

    def add(self, name, source, size):
        """Add a member of that size; return the SHA-1 of its content."""
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = size, int(time.time()), 0o600
        hashed = _Hashed(source)
        self.archive.addfile(member, hashed)
        self.sums[name] = hashed.sha256.hexdigest()
        return hashed.sha1.hexdigest()


class _Hashed:
    """A stream that counts the digests of what is read from it."""

    def __init__(self, source):
        self.source = source
        self.sha256 = hashlib.sha256()
        # Odoo names its files so; it is no protection here.
        self.sha1 = hashlib.sha1(usedforsecurity=False)

    def read(self, size):
        piece = self.source.read(size)
        self.sha256.update(piece)
        self.sha1.update(piece)
        return piece


class Reader:
    """A backup that has been read to its end and found whole."""

    def __init__(self, path):
        self.path = path
        self.sums = {}
        self.manifest = {}
        try:
            self._check()
        except FileNotFoundError:
            raise console.Failure(
                f"{path} does not exist: name another file."
            ) from None
        except (EOFError, KeyError, lzma.LZMAError, tarfile.TarError, ValueError):
            raise self._get_failure() from None

    def members(self):
        """Yield name and open stream of each member in its order."""
        with tarfile.open(self.path, mode="r|*") as archive:
            for member in archive:
                if not member.isfile() or not _MEMBER.fullmatch(member.name):
                    raise self._get_failure()
                yield member.name, archive.extractfile(member)

    def get_file_digests(self):
        """Return ``{name in the folder of files: SHA-256}``."""
        return {
            name.removeprefix(FILES): digest
            for name, digest in self.sums.items()
            if name.startswith(FILES)
        }

    def _check(self):
        found, texts = {}, {}
        for name, stream in self.members():
            if name in (_SUMS, _MANIFEST):
                texts[name] = stream.read()
            else:
                found[name] = hashlib.file_digest(stream, "sha256").hexdigest()
        self.manifest = json.loads(texts[_MANIFEST])
        self.sums = dict(_parse(line) for line in texts[_SUMS].decode().splitlines())
        sums = hashlib.sha256(texts[_SUMS]).hexdigest()
        if self.manifest["version"] > VERSION:
            raise console.Failure(
                f"{self.path} was made by a newer version of this project: update the "
                "project and run the command again."
            )
        if self.manifest["sums"] != sums or found != self.sums:
            raise self._get_failure()

    def _get_failure(self):
        return console.Failure(
            f"{self.path} is damaged or is no whole backup: take another backup; "
            "nothing was restored."
        )


def _parse(line):
    digest, name = line.split("  ", 1)
    return name, digest
