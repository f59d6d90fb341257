"""The auditor's verifier, on exported journals: no Odoo and no database."""

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "scripts/verify_journal.py"
TOOLS = ROOT / "addons/social_interagency/tools"
JOURNAL = "social_interagency_journal"


def load_rule():
    path = TOOLS / "journal_digest.py"
    spec = importlib.util.spec_from_file_location("journal_digest", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


rule = load_rule()


class Export:
    """An exported journal of two sealed blocks and one entry that waits."""

    def __init__(self, folder):
        self.path = folder / "journals.jsonl"
        self.entries = [self.make_entry(number) for number in range(1, 8)]
        self.seals = []
        # Entry 3 was committed late: the second block holds it.
        self.add_seal([1, 2, 4])
        self.add_seal([3, 5, 6])

    def make_entry(self, number):
        values = [1, JOURNAL, "sent", f"2026-03-13 10:00:0{number}", 2]
        entry = [*values, {"request_id": number}, {"номер": number}]
        text = rule.canonical(entry)
        digest = rule.digest_text(text)
        line = {"kind": "entry", "journal": JOURNAL, "id": number}
        return {**line, "digest": digest, "entry": entry}

    def add_seal(self, ids):
        digests = [self.entries[number - 1]["digest"] for number in ids]
        previous = self.seals[-1]["digest"] if self.seals else rule.NO_DIGEST
        part = {
            "ranges": rule.compress(ids),
            "count": len(ids),
            "digest": rule.journal_digest(digests),
        }
        block = {
            "number": len(self.seals) + 1,
            "previous_digest": previous,
            "sealed_at": "2026-03-13 11:00:00",
            "entry_count": len(ids),
            "journals": {JOURNAL: part},
        }
        digest = rule.block_digest(**block)
        marks = {JOURNAL: rule.get_marks(digests)}
        self.seals.append({"kind": "seal", **block, "digest": digest, "marks": marks})

    def redo_digest(self, number):
        entry = self.entries[number - 1]
        entry["digest"] = rule.digest_text(rule.canonical(entry["entry"]))

    def write(self):
        header = {"kind": "export", "version": 1, "tables": [JOURNAL]}
        waiting = {"kind": "waiting", "journal": JOURNAL, "ids": [7]}
        lines = [header, *self.seals, waiting, *self.entries]
        self.path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return self.path

    def verify(self, *options):
        return run("--file", self.write(), *options)


def run(*arguments, script=SCRIPT):
    result = subprocess.run(
        [sys.executable, script, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, (result.stdout + result.stderr).strip()


@pytest.fixture
def export(tmp_path):
    return Export(tmp_path)


def write_seal(folder, number, digest):
    path = folder / "seal.txt"
    text = rule.seal_text("Печать", number, digest, "2026-03-13 11:00:00")
    path.write_text(text, encoding="utf-8")
    return path


def test_untouched_journal_is_whole(export):
    code, text = export.verify()
    assert code == 0
    assert "записей 7, печатей 2, ждут печати 1" in text
    assert export.seals[-1]["digest"] in text


def test_altered_entry_is_named_in_one_sentence(export):
    export.entries[4]["entry"][2] = "answered"
    code, text = export.verify()
    assert code == 1
    assert text == f"В журнале {JOURNAL} изменена запись № 5 (печать № 2)."


def test_entry_altered_together_with_its_digest_is_named(export):
    export.entries[1]["entry"][4] = 9
    export.redo_digest(2)
    code, text = export.verify()
    assert code == 1
    assert text == f"В журнале {JOURNAL} запись № 2 подменена после печати № 1."


def test_missing_entry_is_named(export):
    del export.entries[2]
    code, text = export.verify()
    assert (code, text) == (1, f"В журнале {JOURNAL} нет записи № 3 (печать № 2).")


def test_missing_entry_that_waited_for_its_seal_is_named(export):
    del export.entries[6]
    assert export.verify() == (1, f"В журнале {JOURNAL} нет записи № 7.")


def test_added_entry_is_named(export):
    export.entries.append(export.make_entry(8))
    code, text = export.verify()
    assert code == 1
    assert text == f"В журнал {JOURNAL} мимо программы добавлена запись № 8."


def test_altered_seal_is_named(export):
    export.seals[0]["sealed_at"] = "2026-03-13 09:00:00"
    assert export.verify() == (1, "Изменена печать № 1.")


def test_missing_seal_is_named(export):
    del export.seals[0]
    code, text = export.verify()
    assert (code, text) == (1, "Нет печати № 1.")


def test_all_findings_are_named_when_asked(export):
    export.entries[0]["entry"][2] = "answered"
    del export.entries[4]
    code, text = export.verify("--all")
    assert code == 1
    assert len(text.splitlines()) == 2


def test_handed_out_seal_shows_a_cut_tail(export, tmp_path):
    seal = write_seal(tmp_path, 2, export.seals[-1]["digest"])
    assert export.verify("--seal", seal)[0] == 0
    export.seals.pop()
    export.entries = [export.entries[number - 1] for number in (1, 2, 4, 7)]
    assert export.verify()[0] == 0
    code, text = export.verify("--seal", seal)
    assert code == 1
    assert text.startswith("Нет выданной ранее печати № 2")


def test_handed_out_seal_shows_a_rewritten_chain(export, tmp_path):
    seal = write_seal(tmp_path, 2, "0" * 64)
    code, text = export.verify("--seal", seal)
    assert code == 1
    assert text.startswith("Печать № 2 не совпадает с выданной ранее")


def test_what_cannot_be_verified_is_said_with_another_code(export, tmp_path):
    assert run("--file", tmp_path / "none.jsonl")[0] == 2
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"kind": "export"')
    assert run("--file", broken)[0] == 2
    empty = tmp_path / "empty.txt"
    empty.write_text("ничего", encoding="utf-8")
    assert export.verify("--seal", empty)[0] == 2
    code, text = run("--dsn", f"host={tmp_path} dbname=none connect_timeout=1")
    assert code == 2
    assert len(text.splitlines()) == 1


def test_script_needs_nothing_but_the_files_of_the_rule(export, tmp_path):
    folder = tmp_path / "auditor"
    folder.mkdir()
    for name in ("journal_digest", "journal_source", "journal_verify"):
        shutil.copy(TOOLS / f"{name}.py", folder)
    script = shutil.copy(SCRIPT, folder)
    code, text = run("--file", export.write(), script=script)
    assert code == 0, text
