"""Verification of sealed journals. Plain Python over any cursor, no Odoo.

It reads the chain of blocks once and each journal once, in the order of ids, and
yields a :class:`Finding` for whatever does not fit :mod:`journal_digest`.
"""

from hashlib import sha256
from typing import NamedTuple


class Finding(NamedTuple):
    """One violation; ``kind`` is a key of the sentences of whoever shows it.

    Kinds: ``entry_altered entry_replaced entry_missing entry_added journal_missing
    block_altered block_missing chain_broken tail_cut seal_rewritten``.
    """

    kind: str
    journal: str = ""
    entry_id: int = 0
    block: int = 0


class Span(NamedTuple):
    """A range of ids that one block seals, both ends included."""

    first: int
    last: int
    block: int


class Verification:
    """One pass over the blocks and journals of a source.

    :param source: object with ``seals()``, ``tables()``, ``waiting(table)``,
        ``entries(table)`` and ``marks(block, table)``
    :param rule: the module :mod:`journal_digest`
    :param known_seal: ``(number, digest)`` of a seal handed out before, or None
    """

    def __init__(self, source, rule, known_seal=None):
        self._source = source
        self._rule = rule
        self._known_seal = known_seal
        self._spans = {}
        self._parts = {}
        self._ids = {}
        self.newest = (0, rule.NO_DIGEST)
        self.block_count = self.entry_count = self.waiting_count = 0

    def run(self):
        """Yield the findings in the order of blocks and then of entries."""
        yield from self._check_blocks()
        yield from self._check_known_seal()
        tables = set(self._source.tables())
        for table in sorted(tables | self._spans.keys()):
            if table in tables:
                yield from self._check_journal(table)
            else:
                yield Finding("journal_missing", table)

    def _check_blocks(self):
        for seal in self._source.seals():
            number, digest = self.newest
            if seal["number"] != number + 1:
                yield Finding("block_missing", block=number + 1)
            elif seal["previous_digest"] != digest:
                yield Finding("chain_broken", block=seal["number"])
            if self._get_block_digest(seal) != seal["digest"]:
                yield Finding("block_altered", block=seal["number"])
            self._note_block(seal)

    def _get_block_digest(self, seal):
        return self._rule.block_digest(
            seal["number"],
            seal["previous_digest"],
            seal["sealed_at"],
            seal["entry_count"],
            seal["journals"],
        )

    def _note_block(self, seal):
        number = seal["number"]
        self.newest = (number, seal["digest"])
        self.block_count += 1
        if self._known_seal and self._known_seal[0] == number:
            self._found_digest = seal["digest"]
        for table, part in seal["journals"].items():
            self._parts[table, number] = part["digest"]
            spans = self._spans.setdefault(table, [])
            spans += [Span(first, last, number) for first, last in part["ranges"]]

    _found_digest = None

    def _check_known_seal(self):
        if not self._known_seal:
            return
        number, digest = self._known_seal
        if self.newest[0] < number or self._found_digest is None:
            yield Finding("tail_cut", block=number)
        elif self._found_digest != digest:
            yield Finding("seal_rewritten", block=number)

    def _check_journal(self, table):
        spans = sorted(self._spans.get(table, ()))
        waiting = set(self._source.waiting(table))
        self.waiting_count += len(waiting)
        walk = _Walk(table, spans, waiting)
        for entry_id, digest, text in self._source.entries(table):
            if sha256(text.encode()).hexdigest() != digest and not self._is_same(
                text, digest
            ):
                yield Finding("entry_altered", table, entry_id, walk.find(entry_id))
                walk.damaged.add(walk.find(entry_id))
            if entry_id == walk.expected:
                walk.step(digest)
            else:
                yield from walk.jump(entry_id, digest)
        yield from walk.finish()
        self.entry_count += walk.count
        yield from self._check_parts(table, walk)

    def _is_same(self, text, digest):
        """Return whether the entry fits its digest after a print by other rules."""
        return self._rule.digest_text(self._rule.recanonical(text)) == digest

    def _check_parts(self, table, walk):
        for block, part in walk.parts.items():
            stored = self._parts[table, block]
            if block not in walk.damaged and part.hexdigest() != stored:
                yield self._find_replaced(table, block)

    def _find_replaced(self, table, block):
        """Return which entry of a block differs from the block's mark of it."""
        size = self._rule.MARK_LENGTH
        marks = self._source.marks(block, table)
        spans = [span for span in self._spans[table] if span.block == block]
        digests = self._source.digests(table, spans)
        for position, (entry_id, digest) in enumerate(digests):
            if digest[:size] != marks[position * size : (position + 1) * size]:
                return Finding("entry_replaced", table, entry_id, block)
        return Finding("block_altered", table, 0, block)


class _Walk:
    """The ids that blocks promise, beside the ids that the journal has."""

    def __init__(self, table, spans, waiting):
        self._table = table
        self._spans = spans
        self._waiting = waiting
        self._rest = iter(spans)
        self._span = None
        self._update = None
        self.expected = None
        self.count = 0
        self.parts = {}
        self.damaged = set()
        self._take_span()

    def _take_span(self):
        self._span = next(self._rest, None)
        self.expected = self._span and self._span.first
        if self._span:
            part = self.parts.setdefault(self._span.block, sha256())
            self._update = part.update

    def step(self, digest):
        """Take the expected entry."""
        self._update(digest.encode())
        self.count += 1
        self._advance()

    def _advance(self):
        if self.expected == self._span.last:
            self._take_span()
        else:
            self.expected += 1

    def jump(self, entry_id, digest):
        """Take an entry that is not the expected one."""
        while self.expected is not None and self.expected < entry_id:
            yield self._miss()
        if entry_id == self.expected:
            self.step(digest)
            return
        self.count += 1
        if entry_id in self._waiting:
            self._waiting.discard(entry_id)
        else:
            yield Finding("entry_added", self._table, entry_id)

    def _miss(self):
        finding = Finding("entry_missing", self._table, self.expected, self._span.block)
        self.damaged.add(self._span.block)
        self._advance()
        return finding

    def finish(self):
        """Yield what was promised or waits to be sealed and is not there."""
        while self.expected is not None:
            yield self._miss()
        for entry_id in sorted(self._waiting):
            yield Finding("entry_missing", self._table, entry_id)

    def find(self, entry_id):
        """Return the block that seals an id, 0 for an entry that still waits."""
        return next(
            (span.block for span in self._spans if span.first <= entry_id <= span.last),
            0,
        )
