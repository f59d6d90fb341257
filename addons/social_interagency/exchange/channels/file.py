import os
from pathlib import Path

from ..errors import Malformed, Postponed
from ..package import MAX_BYTES, SUFFIX, pack, unpack
from ..parcel import Arrival, Receipt
from .base import Channel


class File(Channel):
    """Packages in a folder that both sides see, by disk, by SFTP or by courier.

    ``out`` holds what the other side takes, ``in`` what it has brought; what is stored
    moves to ``done``, what cannot be read to ``bad``. A package appears under its name
    only when it is whole.
    """

    code = "file"
    label = "File package"
    sequence = 70
    is_queued = True
    is_polled = True

    def __init__(self, endpoint):
        super().__init__(endpoint)
        self.folder = endpoint._get_folder()

    def send(self, parcel):
        """Write the package; a second time it replaces itself."""
        target = self._room("out") / f"{parcel.message_id}{SUFFIX}"
        part = target.with_suffix(".part")
        try:
            with part.open("wb") as package:
                package.write(pack(parcel))
                package.flush()
                os.fsync(package.fileno())
            part.replace(target)
        except OSError as error:
            raise Postponed("folder", error.errno) from None
        return Receipt(is_delivered=False)

    def fetch(self, limit):
        """Yield the packages, the oldest first; unreadable ones are put aside."""
        for path in self._list(limit):
            try:
                yield Arrival(mark=path.name, parcel=self._open(path))
            except Malformed as error:
                self._move(path.name, "bad")
                yield Arrival(mark="", failure=(error.code, error.detail))
            except OSError as error:
                raise Postponed("folder", error.errno) from None

    def confirm(self, mark):
        """Put a stored package aside."""
        self._move(mark, "done")

    def _list(self, limit):
        try:
            found = [
                path
                for path in self._room("in").iterdir()
                if path.suffix == SUFFIX and path.is_file() and not path.is_symlink()
            ]
            return sorted(found, key=lambda path: path.stat().st_mtime)[:limit]
        except OSError as error:
            raise Postponed("folder", error.errno) from None

    @staticmethod
    def _open(path):
        """Return the parcel of a package; a huge one is not even read."""
        if path.stat().st_size > MAX_BYTES:
            raise Malformed("too_large", MAX_BYTES // (1024 * 1024))
        return unpack(path.read_bytes())

    def _move(self, name, room):
        if not name:
            return
        try:
            (self._room("in") / name).replace(self._room(room) / name)
        except FileNotFoundError:
            return
        except OSError as error:
            raise Postponed("folder", error.errno) from None

    def _room(self, name):
        room = Path(self.folder) / name
        try:
            room.mkdir(exist_ok=True)
        except OSError as error:
            raise Postponed("folder", error.errno) from None
        return room
