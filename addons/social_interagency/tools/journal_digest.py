"""The published rule of the journal's digests, version 1. Plain Python, no Odoo.

An entry is the JSON array of its :data:`ENTRY_FIELDS`, printed as PostgreSQL prints
``jsonb``: keys in the order of their length in bytes and then of their bytes, ``", "``
and ``": "`` between the parts, letters of every alphabet as they are. Moments are UTC,
``YYYY-MM-DD hh:mm:ss``; the document is an object of one column and its id. The digest
of the entry is the SHA-256 of this text in UTF-8, in hexadecimal digits.

A block seals entries of one or more journals. A journal's part of it is the SHA-256
of the digests of its entries, one after another in the order of their ids. The digest
of the block is the SHA-256 of the JSON array of its :data:`BLOCK_FIELDS`, the digest
of the previous block among them (zeros before the first).

>>> canonical({"bb": 1, "a": ["да", None]})
'{"a": ["да", null], "bb": 1}'
>>> compress([1, 2, 3, 7, 9, 10])
[[1, 3], [7, 7], [9, 10]]
"""

import json
from hashlib import sha256

VERSION = 1
NO_DIGEST = "0" * 64
MARK_LENGTH = 8
ENTRY_FIELDS = (
    "digest_version",
    "journal",
    "event",
    "at",
    "user_id",
    "document",
    "payload",
)
BLOCK_FIELDS = (
    "digest_version",
    "number",
    "previous_digest",
    "sealed_at",
    "entry_count",
    "journals",
)


def canonical(value):
    """Return the one text of a value made of dicts, lists, strings and integers."""
    return json.dumps(_order_keys(value), ensure_ascii=False)


def recanonical(text):
    """Return the canonical text of what another program has printed as JSON."""
    try:
        return canonical(json.loads(text))
    except (TypeError, ValueError):
        return text


def _order_keys(value):
    if isinstance(value, dict):
        names = sorted(value, key=_get_key_rank)
        return {name: _order_keys(value[name]) for name in names}
    if isinstance(value, (list, tuple)):
        return [_order_keys(item) for item in value]
    if value is None or isinstance(value, (str, int)):
        return value
    raise TypeError(f"a journal keeps no value of the type {type(value).__name__}")


def _get_key_rank(name):
    if not isinstance(name, str):
        raise TypeError("a key of a journal's payload is a string")
    encoded = name.encode()
    return len(encoded), encoded


def digest_text(text):
    """Return the SHA-256 of a text in hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def format_moment(moment):
    """Return a naive UTC moment as the digests write it, in whole seconds."""
    return moment.isoformat(" ", "seconds")


def entry_text(journal, event, at, user_id, document, payload):
    """Return the text of an entry.

    :param journal: name of the journal's table
    :param document: ``{column: id}`` of the document
    """
    moment = format_moment(at)
    return canonical([VERSION, journal, event, moment, user_id, document, payload])


def journal_digest(digests):
    """Return the digest of one journal's part of a block."""
    return sha256("".join(digests).encode()).hexdigest()


def block_digest(number, previous_digest, sealed_at, entry_count, journals):
    """Return the digest of a block.

    :param journals: ``{table: {"ranges": [[first, last]], "count": n, "digest": hex}}``
    """
    block = [VERSION, number, previous_digest, sealed_at, entry_count, journals]
    return digest_text(canonical(block))


def compress(ids):
    """Return ascending ids as a list of ranges, both ends included."""
    ranges = []
    for number in ids:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges


def get_marks(digests):
    """Return what a block keeps of each entry to name the one that was replaced."""
    return "".join(digest[:MARK_LENGTH] for digest in digests)


def seal_text(heading, number, digest, sealed_at):
    """Return the text of a seal that is handed out."""
    values = {"number": number, "digest": digest, "sealed_at": sealed_at}
    lines = [f"# {heading}", *(f"{name}: {value}" for name, value in values.items())]
    return "\n".join(lines) + "\n"


def parse_seal(text):
    """Return ``(number, digest)`` of a seal that was handed out.

    >>> parse_seal(seal_text("A seal", 7, "ab", "2026-01-01 00:00:00"))
    (7, 'ab')
    """
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    values = dict(line.split(": ", 1) for line in lines if ": " in line)
    return int(values["number"]), values["digest"].strip()
