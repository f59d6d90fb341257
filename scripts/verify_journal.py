#!/usr/bin/env python3
"""Проверка журналов: никто не изменил, не удалил и не подложил записи.

Программа не нуждается в Odoo: ей довольно Python, psycopg2 и файлов правила
(journal_digest.py, journal_verify.py, journal_source.py), которые лежат рядом с ней
или в addons/social_interagency/tools. Читает базу данных (--dsn или переменные PG*)
либо выгрузку (--file), ничего не меняет.

Код возврата: 0 — журналы целы, 1 — найдено нарушение, 2 — проверить не удалось.
"""

import argparse
import importlib.util
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[1] / "addons/social_interagency/tools"
SENTENCES = {
    "entry_altered": "В журнале {journal} изменена запись № {entry_id}{sealed}.",
    "entry_replaced": (
        "В журнале {journal} запись № {entry_id} подменена после печати № {block}."
    ),
    "entry_missing": "В журнале {journal} нет записи № {entry_id}{sealed}.",
    "entry_added": ("В журнал {journal} мимо программы добавлена запись № {entry_id}."),
    "journal_missing": "В базе данных нет всего журнала {journal}.",
    "block_altered": "Изменена печать № {block}.",
    "block_missing": "Нет печати № {block}.",
    "chain_broken": "Печать № {block} не продолжает предыдущую: цепочка переписана.",
    "tail_cut": (
        "Нет выданной ранее печати № {block}: конец журнала отрезан "
        "или восстановлена старая копия базы."
    ),
    "seal_rewritten": (
        "Печать № {block} не совпадает с выданной ранее: журнал переписан."
    ),
}


class Refusal(Exception):
    """The check cannot be made; the text says why and what to do."""


def load(name):
    """Return a module of the rule, beside this script or in the addon."""
    for folder in (Path(__file__).resolve().parent, TOOLS):
        path = folder / f"{name}.py"
        if path.exists():
            spec = importlib.util.spec_from_file_location(name, path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return module
    raise Refusal(f"Нет файла {name}.py: положите его рядом с этой программой.")


def parse(arguments):
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dsn", default="", help="строка подключения к базе данных")
    parser.add_argument("--file", type=Path, help="проверить выгрузку, а не базу")
    parser.add_argument("--seal", type=Path, help="сверить с выданной ранее печатью")
    parser.add_argument("--export", type=Path, help="выгрузить журналы в файл")
    parser.add_argument("--all", action="store_true", help="назвать все нарушения")
    return parser.parse_args(arguments)


def first_line(error):
    """Return what an error says first."""
    return (str(error).strip().splitlines() or [""])[0]


def connect(dsn):
    """Return a read-only connection that sees one moment of the database."""
    import psycopg2  # noqa: PLC0415 -- an export is verified without it

    try:
        connection = psycopg2.connect(dsn)
    except psycopg2.OperationalError as error:
        raise Refusal(
            "Нет связи с базой данных: проверьте --dsn или переменные PG*. "
            f"Сервер ответил: {first_line(error)}"
        ) from error
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
    return connection


def open_database(source, dsn):
    """Return a source over the database."""
    connection = connect(dsn)
    cursor = connection.cursor()
    cursor.execute("SELECT to_regclass('social_journal_seal')")
    if cursor.fetchone() == (None,):
        raise Refusal("В этой базе данных нет журналов: укажите другую в --dsn.")

    def execute(query, values):
        try:
            cursor.execute(query, values)
        except cursor.connection.Error as error:
            raise Refusal(f"База данных отказала: {first_line(error)}") from error
        return cursor.fetchall()

    reader = ThreadPoolExecutor(max_workers=1)
    return source.DatabaseSource(
        execute, lambda *query: reader.submit(execute, *query).result
    )


def open_source(options, source, rule):
    """Return the source that the options name."""
    if not options.file:
        return open_database(source, options.dsn)
    if not options.file.exists():
        raise Refusal(f"Нет файла {options.file}.")
    return source.FileSource(options.file, rule)


def read_seal(path, rule):
    """Return ``(number, digest)`` of a seal that was handed out, if one is given."""
    if not path:
        return None
    try:
        return rule.parse_seal(path.read_text(encoding="utf-8"))
    except (OSError, KeyError, ValueError) as error:
        raise Refusal(f"Файл {path} — не печать журналов.") from error


def write_export(path, source, rule, opened):
    """Write the journals to a file."""
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(source.export(opened, rule))
    return f"Журналы выгружены в {path}."


def describe(finding):
    """Return a finding as one sentence."""
    sealed = f" (печать № {finding.block})" if finding.block else ""
    return SENTENCES[finding.kind].format(**finding._asdict(), sealed=sealed)


def summarize(verification):
    """Return what a clean verification has seen."""
    number, digest = verification.newest
    return (
        f"Журналы целы: записей {verification.entry_count}, "
        f"печатей {verification.block_count}, "
        f"ждут печати {verification.waiting_count}. "
        f"Последняя печать № {number}: {digest}"
    )


def verify(options):
    """Verify what the options name; return sentences and the exit code."""
    rule, source = load("journal_digest"), load("journal_source")
    opened = open_source(options, source, rule)
    if options.export:
        return [write_export(options.export, source, rule, opened)], 0
    known_seal = read_seal(options.seal, rule)
    verification = load("journal_verify").Verification(opened, rule, known_seal)
    findings = verification.run()
    if options.all:
        sentences = [describe(finding) for finding in findings]
    else:
        sentences = [describe(finding) for finding in [next(findings, None)] if finding]
    return (sentences, 1) if sentences else ([summarize(verification)], 0)


def main(arguments=None):
    """Run the command; return its exit code."""
    try:
        sentences, code = verify(parse(arguments))
    except Refusal as refusal:
        sentences, code = [str(refusal)], 2
    except (KeyError, ValueError) as error:
        sentences, code = [f"Выгрузка повреждена, запросите новую: {error}."], 2
    stream = sys.stdout if code == 0 else sys.stderr
    stream.write("\n".join(sentences) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
