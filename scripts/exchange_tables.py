"""The tables of ``docs/exchange.md``, made from what the exchange itself publishes.

The schema explains its fields by annotations, the gateway its routes by OpenAPI; the
page holds copies between two marks. ``update`` renews them.
"""

import json
import re
import xml.etree.ElementTree as ElementTree
from typing import NamedTuple

from scripts.paths import ADDONS, ROOT

PAGE = ROOT / "docs" / "exchange.md"
_STATIC = ADDONS / "social_interagency" / "static"
_SCHEMA = _STATIC / "xsd" / "social-exchange-1.0.xsd"
_GATEWAY = _STATIC / "openapi" / "exchange-v1.json"
_XS = "{http://www.w3.org/2001/XMLSchema}"
_BLOCK = re.compile(r"(<!-- таблицы: (\w+) -->\n).*?(<!-- конец таблиц -->)", re.S)
_METHODS = ("get", "put", "post", "delete")
_KINDS = {
    "xs:boolean": "`true`, `false`",
    "xs:date": "дата",
    "xs:dateTime": "дата и время",
    "xs:base64Binary": "base64",
    "xs:nonNegativeInteger": "целое число",
    "LineType": "строка до 1000 знаков",
    "TextType": "текст до 100 000 знаков",
    "UuidType": "UUID строчными буквами",
}


class _Row(NamedTuple):
    """One line of a table of fields."""

    name: str
    times: str
    kind: str
    text: str


def update():
    """Write the tables into the page."""
    PAGE.write_text(render(PAGE.read_text("utf-8")), "utf-8")


def render(page):
    """Return the page with its tables as the schema and the gateway have them now."""
    tables = {"поля": _describe_schema, "маршруты": _describe_gateway}
    return _BLOCK.sub(
        lambda block: f"{block[1]}\n{tables[block[2]]()}\n{block[3]}", page
    )


def _describe_schema():
    schema = ElementTree.parse(_SCHEMA).getroot()
    types = {kind.get("name"): kind for kind in schema.iter(f"{_XS}complexType")}
    notes = _collect_notes(schema)
    parts = []
    for name, kind in types.items():
        if name:
            rows = [*_read_attributes(kind, ""), *_read_elements(kind, "")]
            parts.append(_write_fields(name, notes.get(name, []), rows))
    return "\n".join(parts)


def _collect_notes(schema):
    """Return ``{type: names of the elements that have it}``."""
    notes = {}
    for element in schema.iter(f"{_XS}element"):
        names = notes.setdefault(element.get("type", ""), [])
        if element.get("name") not in names:
            names.append(element.get("name"))
    return notes


def _write_fields(name, elements, rows):
    head = ", ".join(f"`{element}`" for element in elements)
    return "\n".join(
        [
            f"### {name}",
            "",
            f"Элементы: {head}.",
            "",
            "| Поле | Сколько раз | Значение | Что это |",
            "|---|---|---|---|",
            *("| " + " | ".join(row) + " |" for row in rows),
            "",
        ]
    )


def _read_elements(kind, path):
    """Yield the rows of the elements of a type; those of a nested one after it."""
    for group in kind:
        if group.tag in (f"{_XS}sequence", f"{_XS}choice"):
            for element in group:
                if element.tag == f"{_XS}choice":
                    for option in element:
                        yield _read_element(option, path, "один из трёх")
                elif element.tag == f"{_XS}element":
                    yield _read_element(element, path, _get_times(element))
                    yield from _read_nested(element, path)


def _read_nested(element, path):
    nested = element.find(f"{_XS}complexType")
    if nested is not None:
        deeper = f"{path}{element.get('name')}/"
        yield from _read_attributes(nested, deeper)
        yield from _read_elements(nested, deeper)


def _read_attributes(kind, path):
    for attribute in kind.iter(f"{_XS}attribute"):
        if attribute in _get_own_attributes(kind):
            times = "1" if attribute.get("use") == "required" else "0–1"
            name = f"`{path}@{attribute.get('name')}`"
            yield _Row(name, times, _get_kind(attribute), _get_text(attribute))


def _get_own_attributes(kind):
    extension = kind.find(f"{_XS}simpleContent/{_XS}extension")
    return [
        *kind.findall(f"{_XS}attribute"),
        *([] if extension is None else extension.findall(f"{_XS}attribute")),
    ]


def _read_element(element, path, times):
    name = f"`{path}{element.get('name')}`"
    return _Row(name, times, _get_kind(element), _get_text(element))


def _get_times(element):
    least, most = element.get("minOccurs", "1"), element.get("maxOccurs", "1")
    return least if least == most else f"{least}–{most}"


def _get_text(node):
    found = node.find(f"{_XS}annotation/{_XS}documentation")
    return (found.text or "").strip()


def _get_kind(node):
    if fixed := node.get("fixed"):
        return f"`{fixed}`"
    name = node.get("type", "")
    if name in _KINDS:
        default = node.get("default")
        return _KINDS[name] + (f", обычно `{default}`" if default else "")
    if name:
        return f"[{name}](#{name.lower()})"
    return _get_restriction(node)


def _get_restriction(node):
    restriction = node.find(f"{_XS}simpleType/{_XS}restriction")
    if restriction is None:
        return "вложенные поля"
    values = restriction.findall(f"{_XS}enumeration")
    if values:
        return ", ".join(f"`{value.get('value')}`" for value in values)
    pattern = restriction.find(f"{_XS}pattern")
    if pattern is not None:
        return "`" + pattern.get("value").replace("|", "\\|") + "`"
    return "строка до {} знаков".format(
        restriction.find(f"{_XS}maxLength").get("value")
    )


def _describe_gateway():
    gateway = json.loads(_GATEWAY.read_text("utf-8"))
    routes = [
        _write_route(method, path, deed)
        for path, deeds in gateway["paths"].items()
        for method, deed in deeds.items()
        if method in _METHODS
    ]
    codes = _collect_codes(gateway)
    return "\n".join(
        [
            "| Вызов | Что делает | Успех | Отказы |",
            "|---|---|---|---|",
            *routes,
            "",
            "| Код | Что значит |",
            "|---|---|",
            *(f"| {code} | {text} |" for code, text in sorted(codes.items())),
            "",
        ]
    )


def _write_route(method, path, deed):
    answers = deed["responses"]
    done = [f"{code}: {answers[code]['description']}" for code in answers if code < "4"]
    refused = ", ".join(sorted(code for code in answers if code >= "4"))
    call = f"`{method.upper()} {path}`"
    return f"| {call} | {deed['summary']} | {' '.join(done)} | {refused} |"


def _collect_codes(gateway):
    """Return ``{status code: its meaning}`` of the refusals."""
    texts = gateway["components"]["responses"]
    return {
        code: texts[answer["$ref"].rpartition("/")[2]]["description"]
        for deeds in gateway["paths"].values()
        for method, deed in deeds.items()
        if method in _METHODS
        for code, answer in deed["responses"].items()
        if "$ref" in answer
    }
