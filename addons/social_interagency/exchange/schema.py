"""XSD schemas of answers, read without network, entities and other files."""

from lxml import etree

_XSD = "{http://www.w3.org/2001/XMLSchema}"
_LOADS = ("import", "include", "redefine", "override")


class SchemaError(ValueError):
    """The text is no schema that stands alone."""


def parse(text):
    """Return the root of an XML document that has no DOCTYPE.

    >>> parse(b"<a/>").tag
    'a'
    >>> parse(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    Traceback (most recent call last):
    ...
    ValueError: the document has a DOCTYPE
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root = etree.fromstring(text, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("the document has a DOCTYPE")
    return root


def compile_schema(text):
    """Return the schema; one that would load another file is refused.

    >>> schema = '<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema">%s</x:schema>'
    >>> compile_schema(schema % '<x:element name="a"/>').validate(parse(b"<a/>"))
    True
    >>> try:
    ...     compile_schema(schema % '<x:include schemaLocation="/etc/passwd"/>')
    ... except SchemaError as error:
    ...     print(error)
    the schema loads another file
    """
    try:
        root = parse(text.encode())
        if any(
            node.get("schemaLocation")
            for name in _LOADS
            for node in root.iter(f"{_XSD}{name}")
        ):
            raise SchemaError("the schema loads another file")
        return etree.XMLSchema(root)
    except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
        raise SchemaError(str(error)) from error
