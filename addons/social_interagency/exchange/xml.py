"""XML from strangers: parsed without entities, without network, within limits."""

import functools
import re
from pathlib import Path

from lxml import etree

from .errors import Malformed

MAX_BYTES = 8 * 1024 * 1024
_SCHEMAS = Path(__file__).parent.parent / "static" / "xsd"
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_NAME = re.compile(r"Element '(?:\{[^}]*\})?([\w.-]+)'")
_MARK = b"\xef\xbb\xbf"
_UTF8 = {"utf-8", "utf8", "us-ascii", "ascii"}
_FOREIGN = [
    f"{{http://www.w3.org/2001/XMLSchema}}{tag}"
    for tag in ("import", "include", "redefine", "override")
]
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    dtd_validation=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)


def parse(content, max_bytes=MAX_BYTES):
    """Return the root element of a document in UTF-8.

    :param content: bytes
    :raises Malformed: for what is too large, not in UTF-8, has a document type
        declaration or is no XML
    """
    if len(content) > max_bytes:
        raise Malformed("too_large", max_bytes // (1024 * 1024))
    content = _check_encoding(content)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Malformed("entities")
    try:
        return etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        raise Malformed("not_xml", error.lineno or 1) from None


def validate(element, schema):
    """Check an element against a schema.

    :param schema: ``etree.XMLSchema``
    :raises Malformed: with the line and the name of the element at fault
    """
    if not schema.validate(element):
        fault = schema.error_log[0]
        name = _NAME.match(fault.message)
        raise Malformed("schema", f"{name[1] if name else ''}:{fault.line}")


@functools.cache
def load_schema(name="social-exchange-1.0.xsd"):
    """Return a schema of the project, read once for the process."""
    return etree.XMLSchema(etree.parse(_SCHEMAS / name))


@functools.lru_cache(maxsize=128)
def make_schema(content):
    """Return a schema out of bytes that an administrator has uploaded.

    :raises Malformed: when it is no schema or wants other files
    """
    root = parse(content)
    if next(root.iter(*_FOREIGN), None) is not None:
        raise Malformed("schema_parts")
    try:
        return etree.XMLSchema(root)
    except etree.XMLSchemaParseError:
        raise Malformed("not_schema") from None


def pretty(content):
    """Return the text of a document, indented for people."""
    root = parse(content)
    etree.indent(root, "    ")
    return etree.tostring(root, encoding="unicode")


def _check_encoding(content):
    declared = _ENCODING.match(content.removeprefix(_MARK)[:200])
    if declared and declared[1].decode().lower() not in _UTF8:
        raise Malformed("encoding")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("encoding") from None
    if b"\x00" in content:
        raise Malformed("encoding")
    return content
