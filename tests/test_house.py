"""Static rules of the house: what no linter knows."""

import ast
import re
from itertools import pairwise

import house
import polib
import pytest

from scripts import exchange_tables
from scripts.addons import manifests

PYTHON = house.addon_files(".py")
XML = house.addon_files(".xml")
SCRIPT = house.addon_files(".js")
ADDONS = manifests()
MODELS = [
    path
    for path in PYTHON
    if path.parent.name in ("models", "wizards", "reports")
    and path.name != "__init__.py"
]
MAX_LINES = 400
MAX_METHOD = 50

FORBIDDEN = {
    "_sql_constraints": (PYTHON, r"_sql_constraints"),
    "odoo.osv": (PYTHON, r"odoo\.osv"),
    "public read_group": (PYTHON, r"(?<![_\w])read_group\("),
    "name_get": (PYTHON, r"\bname_get\b"),
    "toggle_active": (PYTHON + XML, r"\btoggle_active\b"),
    "groups_id": (PYTHON + XML, r"\bgroups_id\b"),
    "category on groups": (XML, r'res\.groups".*category_id'),
    "users on groups": (XML, r'name="users" eval'),
    'type="json"': (PYTHON, r"""type=["']json["']"""),
    "tree view": (XML + PYTHON, r"<tree|view_mode.*\btree\b"),
    "attrs": (XML, r"\battrs="),
    "states": (XML, r"\bstates="),
    "t-raw": (XML + SCRIPT, r"\bt-raw\b"),
    "t-esc": (XML + SCRIPT, r"\bt-esc\b"),
    # An empty value takes the whole cell away, and the row moves to the left.
    "t-out on a cell": (XML, r"<t[dh]\b[^>]*\bt-out\b"),
    "auto_join": (PYTHON, r"\bauto_join\b"),
    "group_operator": (PYTHON, r"\bgroup_operator\s*="),
    "underscored environment": (PYTHON, r"\bself\._(cr|uid|context)\b"),
    "old access checks": (PYTHON, r"\bcheck_access_(rights|rule)\b"),
    "numbercall": (XML + PYTHON, r"\bnumbercall\b"),
    "publicWidget": (SCRIPT, r"\bpublicWidget\b"),
    "global gettext": (PYTHON, r"from odoo import .*\b_\b"),
    "values into sudo": (PYTHON, r"\.sudo\(\)\.(write|create)\(vals"),
    "broad except": (PYTHON, r"except( Exception)?:"),
    "old commands": (XML + PYTHON, r"(^|[\[,])\s*\((4, |6, 0,)"),
    "context_today": (XML, r"context_today\(\)"),
    "print": (PYTHON, r"^(?!\s*(>>>|\.\.\.)).*(?<![\w.])print\("),
    "unfinished work": (PYTHON + XML + SCRIPT, r"\b(TODO|FIXME|HACK)\b"),
}
# Written apart so that this file does not hold what it forbids.
REGISTRIES = "|".join(
    rf"\b{host}\.{domain}\b"
    for host, domain in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("debian", "org/debian"),
        ("nightly.odoo", "com"),
        ("docker", "io"),
        ("ghcr", "io"),
    ]
)
MACHINE_PATHS = "|".join(
    rf"(?<![\w.]){root}/\w" for root in ("/" + "work", "/" + "home")
)
FOLDER_ORDER = ("security", "data", "wizards", "views", "reports")


def assert_none(found):
    lines = sorted(map(str, found))
    assert not lines, "\n" + "\n".join(lines)


@pytest.mark.parametrize("name", FORBIDDEN)
def test_no_addon_holds_what_is_forbidden(name):
    paths, pattern = FORBIDDEN[name]
    assert_none(house.matches(pattern, paths))


def test_no_file_is_longer_than_a_reader_bears():
    code = [path for path in PYTHON + XML + SCRIPT if not _is_records(path)]
    code += [path for path in house.tracked() if _is_own_python(path)]
    lengths = {path: len(path.read_text().splitlines()) for path in code}
    assert_none(f"{p}: {n}" for p, n in lengths.items() if n > MAX_LINES)


def test_no_method_is_longer_than_a_screen():
    long = [
        f"{path.relative_to(house.ROOT)}: {node.name}"
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno - node.lineno >= MAX_METHOD
    ]
    assert_none(long)


def test_a_list_of_files_does_not_search_all_files_of_the_database():
    """Odoo would read every file that the user may see to show those of one paper."""
    assert_none(
        f"{path.relative_to(house.ROOT)}:{node.lineno}"
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "fields.Many2many"
        and "comodel_name='ir.attachment'" in ast.unparse(node)
        and "bypass_search_access=True" not in ast.unparse(node)
    )


def test_no_file_names_a_package_registry():
    assert_none(house.matches(REGISTRIES, house.tracked()))


def test_no_file_names_a_path_of_one_machine():
    assert_none(house.matches(MACHINE_PATHS, house.tracked()))


def test_the_tables_of_the_exchange_are_those_of_its_schema_and_gateway():
    page = exchange_tables.PAGE.read_text("utf-8")
    assert page.count("<!-- таблицы: ") == 2
    assert exchange_tables.render(page) == page, "Run ./social terms."


@pytest.mark.parametrize("lower", ADDONS)
def test_a_lower_addon_never_names_a_higher_one(lower):
    names = list(ADDONS)
    higher = names[names.index(lower) + 1 :]
    files = [path for path in house.tracked() if _belongs(path, lower)]
    for name in higher:
        assert_none(house.matches(rf"\b{name}\b", files))


@pytest.mark.parametrize("addon", ADDONS)
def test_a_manifest_states_what_it_must(addon):
    manifest = ADDONS[addon]
    assert manifest["license"] == "LGPL-3"
    assert re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", manifest["version"])
    assert {"name", "summary", "author", "category", "depends"} <= manifest.keys()
    assert manifest.keys().isdisjoint({"installable", "sequence", "active"})


@pytest.mark.parametrize("addon", ADDONS)
def test_a_manifest_names_its_data_in_the_order_of_the_house(addon):
    named = ADDONS[addon]["data"]
    assert_none(
        after for before, after in pairwise(named) if _rank(before) > _rank(after)
    )


@pytest.mark.parametrize("addon", ADDONS)
def test_a_manifest_names_every_file_of_records(addon):
    manifest = ADDONS[addon]
    named = {*manifest["data"], *manifest.get("demo", ())}
    folder = house.ADDONS / addon
    present = {
        str(path.relative_to(folder))
        for path in XML
        if _belongs(path, addon)
        and path.relative_to(folder).parts[0] not in ("static", "tests")
    }
    assert_none(present - named)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_a_model_lives_in_the_file_of_its_name(path):
    for model, name, is_extension in _models(path):
        stem = model.replace(".", "_")
        assert path.stem == stem or (is_extension and path.stem.startswith(stem))
        assert name == "".join(part.title() for part in path.stem.split("_"))


@pytest.mark.parametrize("addon", ADDONS)
def test_the_russian_translation_is_complete(addon):
    folder = house.ADDONS / addon / "i18n"
    template = {entry.msgid for entry in polib.pofile(str(folder / f"{addon}.pot"))}
    russian = polib.pofile(str(folder / "ru.po"))
    assert_none(entry.msgid for entry in russian if not entry.msgstr or entry.fuzzy)
    assert_none(template - {entry.msgid for entry in russian if not entry.obsolete})


def test_the_readme_shows_both_commands():
    readme = (house.ROOT / "README.md").read_text()
    assert "./social run" in readme
    assert "./social test" in readme


def _is_records(path):
    folder = path.relative_to(house.ADDONS).parts[1]
    return path.suffix == ".xml" and folder in ("data", "demo")


def _is_own_python(path):
    return path.suffix == ".py" and not path.is_relative_to(house.ADDONS)


def _belongs(path, addon):
    return path.is_relative_to(house.ADDONS / addon)


def _rank(name):
    """Return the place of a data file: groups first, menus last."""
    if name.endswith("_menus.xml"):
        return len(FOLDER_ORDER)
    return FOLDER_ORDER.index(name.split("/")[0])


def _models(path):
    """Yield each model of the file: its name, its class, whether it is extended."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef):
            values = {
                statement.targets[0].id: statement.value
                for statement in node.body
                if isinstance(statement, ast.Assign)
                and isinstance(statement.targets[0], ast.Name)
            }
            own, extended = values.get("_name"), values.get("_inherit")
            if isinstance(own, ast.Constant):
                yield own.value, node.name, False
            elif isinstance(extended, ast.Constant):
                yield extended.value, node.name, True
