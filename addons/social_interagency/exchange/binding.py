"""Dataclasses as elements of one namespace and back, by the names of their fields.

A field ``last_name`` is the element ``LastName``; metadata name what is otherwise:
``attribute``, ``text`` (the text of the element itself) or ``item`` (the element that
repeats within the element of a tuple).
"""

import dataclasses
import datetime
import functools
import re
import typing
from base64 import b64decode, b64encode

from lxml import etree

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def attribute(name, **options):
    """Return a field that is an attribute of its element."""
    return dataclasses.field(metadata={"attribute": name}, **options)


def text(**options):
    """Return a field that is the text of its element."""
    return dataclasses.field(metadata={"text": True}, **options)


def items(name):
    """Return a field of many elements ``name`` within one element."""
    return dataclasses.field(metadata={"item": name}, default=())


def to_element(value, tag, namespace):
    """Return a dataclass as an element; what is empty is left out."""
    element = etree.Element(f"{{{namespace}}}{tag}", nsmap={None: namespace})
    _fill(element, value, namespace)
    return element


def from_element(kind, element):
    """Return the dataclass ``kind`` out of a valid element."""
    return _plan(kind).read(element)


@dataclasses.dataclass(frozen=True)
class _Part:
    """One field: where it stands and how its element is read."""

    name: str
    tag: str
    item: str
    read: typing.Callable


@dataclasses.dataclass(frozen=True)
class _Plan:
    """How a dataclass is written and read, worked out once."""

    kind: type
    attributes: list
    children: dict
    text: str

    def read(self, element):
        found = {}
        for part in self.attributes:
            if (raw := element.get(part.tag)) is not None:
                found[part.name] = part.read(raw)
        if self.text:
            found[self.text] = element.text or ""
        for child in element:
            part = self.children[child.tag.rpartition("}")[2]]
            found[part.name] = part.read(child)
        return self.kind(**found)


@functools.cache
def _plan(kind):
    hints = typing.get_type_hints(kind)
    attributes, children, own_text = [], {}, ""
    for field in dataclasses.fields(kind):
        wanted, metadata = _bare(hints[field.name]), field.metadata
        if name := metadata.get("attribute"):
            attributes.append(_Part(field.name, name, "", _READERS[wanted]))
        elif "text" in metadata:
            own_text = field.name
        else:
            tag, item = _camel(field.name), metadata.get("item", "")
            children[tag] = _Part(field.name, tag, item, _get_reader(wanted, item))
    return _Plan(kind, attributes, children, own_text)


def _get_reader(kind, item):
    """Return the function that takes an element and returns the field's value."""
    if not dataclasses.is_dataclass(kind):
        read = _READERS[kind]
        return lambda element: read(element.text or "")
    plan = _plan(kind)
    if item:
        return lambda element: tuple(map(plan.read, element))
    return plan.read


def _fill(element, value, namespace):
    plan = _plan(type(value))
    for part in plan.attributes:
        if not _is_empty(own := getattr(value, part.name)):
            element.set(part.tag, _write(own))
    if plan.text:
        element.text = _write(getattr(value, plan.text))
    for part in plan.children.values():
        own = getattr(value, part.name)
        if not _is_empty(own):
            child = etree.SubElement(element, f"{{{namespace}}}{part.tag}")
            _fill_child(child, part, own, namespace)


def _fill_child(child, part, own, namespace):
    if part.item:
        for entry in own:
            _fill(
                etree.SubElement(child, f"{{{namespace}}}{part.item}"), entry, namespace
            )
    elif dataclasses.is_dataclass(own):
        _fill(child, own, namespace)
    else:
        child.text = _write(own)


def _is_empty(value):
    return value is None or value in ("", ())


def _write(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="microseconds") + "Z"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return _CONTROL.sub("", str(value))


def _read_moment(raw):
    """Return a moment as naive UTC; without a zone it is taken for UTC."""
    moment = datetime.datetime.fromisoformat(raw.strip())
    if moment.tzinfo:
        moment = moment.astimezone(datetime.UTC).replace(tzinfo=None)
    return moment


_READERS = {
    str: str,
    int: int,
    bool: lambda raw: raw.strip() in ("true", "1"),
    bytes: b64decode,
    datetime.date: lambda raw: datetime.date.fromisoformat(raw.strip()[:10]),
    datetime.datetime: _read_moment,
}


def _bare(hint):
    """Return the type behind ``X | None`` and ``tuple[X, ...]``."""
    arguments = [
        kind for kind in typing.get_args(hint) if kind not in (type(None), ...)
    ]
    return arguments[0] if arguments else hint


def _camel(name):
    return "".join(word.capitalize() for word in name.split("_"))
