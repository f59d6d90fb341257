"""Difference between two texts or two sets of chapters, ready to be shown.

>>> rows = compare_texts("one\\ntwo", "one\\ntwo and a half\\nthree")
>>> [row["kind"] for row in rows]
['equal', 'changed', 'added']
>>> rows[1]["after"]
[('two', False), (' and a half', True)]
>>> [chapter["is_changed"] for chapter in compare([("A", "x")], [("A", "x")])]
[False]
>>> [chapter["title"] for chapter in compare([("A", "x")], [("B", "y"), ("A", "x")])]
['B', 'A']
"""

import difflib
import re
from itertools import zip_longest

_WORDS = re.compile(r"\s+|[^\s]+")


def compare(before, after):
    """Compare two ordered lists of ``(title, text)``.

    :return: one dict per title: ``title``, ``is_changed``, ``rows``
    """
    old, new = dict(before), dict(after)
    titles = [*new, *(title for title in old if title not in new)]
    return [
        {
            "title": title,
            "is_changed": old.get(title, "") != new.get(title, ""),
            "rows": compare_texts(old.get(title, ""), new.get(title, "")),
        }
        for title in titles
    ]


def compare_texts(before, after):
    """Return rows of a table: kind, and both sides as ``(words, is_changed)``."""
    old, new = before.splitlines(), after.splitlines()
    rows = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        pairs = zip_longest(old[start:end], new[new_start:new_end])
        rows.extend(_make_row(tag, left, right) for left, right in pairs)
    return rows


def _make_row(tag, left, right):
    if tag == "equal":
        return {"kind": "equal", "before": [(left, False)], "after": [(right, False)]}
    if left is None:
        return {"kind": "added", "before": [], "after": [(right, True)]}
    if right is None:
        return {"kind": "removed", "before": [(left, True)], "after": []}
    before, after = _compare_lines(left, right)
    return {"kind": "changed", "before": before, "after": after}


def _compare_lines(left, right):
    old, new = _WORDS.findall(left), _WORDS.findall(right)
    before, after = [], []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        is_changed = tag != "equal"
        _append(before, old[start:end], is_changed)
        _append(after, new[new_start:new_end], is_changed)
    return before, after


def _append(segments, words, is_changed):
    if words:
        segments.append(("".join(words), is_changed))
