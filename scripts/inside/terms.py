"""Work on the exported terms, by the project's Python: ``hand_up`` or ``update``.

Started as ``python -m scripts.inside.terms STEP``.
"""

import shutil
import sys

import polib

from scripts import addons
from scripts.inside import odoo_words
from scripts.paths import ADDONS
from scripts.translations import FOLDER


def hand_up():
    """Give each term of a higher addon's record to that addon.

    A field that a lower addon's mixin gives to a model of a higher one counts for
    Odoo as a record of the lower addon. Its file is read before that model is there,
    and a lower addon names no higher one.
    """
    names = addons.names()
    files = {name: polib.pofile(str(FOLDER / f"{name}.pot")) for name in names}
    for place, lower in enumerate(names):
        for higher in names[place + 1 :]:
            _move(files[lower], files[higher], higher)
    for file in files.values():
        file.save()
    return 0


def update():
    """Write the terms into the addons' files and print what has no Russian yet."""
    missing = {name: _update(name) for name in addons.names()}
    for name, terms in missing.items():
        print(f"{name}: {len(terms)} terms without Russian")
        for term in terms:
            print(f"    {term!r}")
    for part, words in odoo_words.find_english().items():
        print(f"Odoo itself, {part}: {len(words)} words for i18n_extra: {words}")
    return int(any(missing.values()))


def _move(lower, higher, name):
    known = {(entry.msgctxt, entry.msgid): entry for entry in higher}
    for entry in list(lower):
        moved = [spot for spot in entry.occurrences if f"_{name}_" in spot[0]]
        if not moved:
            continue
        entry.occurrences = [spot for spot in entry.occurrences if spot not in moved]
        if not entry.occurrences:
            lower.remove(entry)
        twin = known.get((entry.msgctxt, entry.msgid))
        if twin:
            twin.occurrences += moved
        else:
            higher.append(_copy(entry, moved, f"module: {name}"))


def _copy(entry, occurrences, comment, text=""):
    return type(entry)(
        msgid=entry.msgid,
        msgstr=text,
        msgctxt=entry.msgctxt,
        comment=comment,
        occurrences=occurrences,
        flags=entry.flags,
    )


def _update(name):
    folder = ADDONS / name / "i18n"
    folder.mkdir(exist_ok=True)
    target = folder / "ru.po"
    known = _read_known(name)
    former = polib.pofile(str(target)) if target.exists() else polib.POFile()
    russian = polib.POFile(wrapwidth=78)
    russian.header = former.header or f"Russian translation of {name}"
    russian.metadata = former.metadata or {"Language": "ru"}
    template = FOLDER / f"{name}.pot"
    for entry in polib.pofile(str(template)):
        text = known.get(entry.msgid, "")
        russian.append(_copy(entry, entry.occurrences, entry.comment, text))
    russian.save(str(target))
    shutil.copy(template, folder / f"{name}.pot")
    return [entry.msgid for entry in russian if not entry.msgstr]


def _read_known(name):
    """Return the Russian of the addon's terms, else that of the lower addons."""
    known = {}
    for lower in addons.names():
        path = ADDONS / lower / "i18n" / "ru.po"
        if path.exists():
            found = {e.msgid: e.msgstr for e in polib.pofile(str(path)) if e.msgstr}
            known = {**known, **found}
        if lower == name:
            return known
    return known


if __name__ == "__main__":
    sys.exit({"hand_up": hand_up, "update": update}[sys.argv[1]]())
