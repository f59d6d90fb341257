"""What the database knows of the tables that are copied."""

from dataclasses import dataclass

from benchmarks.load.tables import OFFICERS, TABLES

_COLUMNS = """
SELECT column_name, data_type FROM information_schema.columns
 WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position
"""
_LINKS = """
SELECT attname, confrelid::regclass::text
  FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
 WHERE contype = 'f' AND conrelid = %s::regclass
"""
_MOMENTS = {"timestamp without time zone": "timestamp", "date": "date"}


@dataclass(frozen=True)
class Shape:
    """A table as it is copied.

    :param columns: ``{name: type}``
    :param links: ``{column: table}`` to tables that are copied too
    """

    table: object
    columns: dict
    links: dict

    @property
    def name(self):
        return self.table.name

    @property
    def has_id(self):
        """Tell a table of rows from one that only links two of them."""
        return "id" in self.columns

    def join(self):
        """Return SQL that finds the places of the linked rows; none is an open one."""
        return "".join(
            f" LEFT JOIN load.pattern AS at_{column} ON at_{column}.table_name = "
            f"'{parent}' AND at_{column}.id = t.{column}"
            for column, parent in self.links.items()
        )

    def where(self):
        """Return SQL that leaves out rows that hang on one that is not copied."""
        conditions = [f"({self.table.where})"]
        conditions += [
            f"(t.{column} IS NULL OR at_{column}.id IS NOT NULL)"
            for column, parent in self.links.items()
            if parent != self.name
        ]
        return " AND ".join(conditions)

    def is_open(self):
        """Return SQL that tells whether a row stands in copies of these days only."""
        parts = [f"({self.table.is_open})"]
        parts += [
            f"coalesce(at_{column}.is_open, FALSE)"
            for column, parent in self.links.items()
            if parent != self.name
        ]
        return " OR ".join(parts)

    def value(self, column, numbering):
        """Return SQL of a column of the copy.

        :param numbering: ``Numbering`` of this piece of work
        """
        if column == "id":
            return "new.id"
        if column in self.table.values:
            return self.table.values[column]
        if column in OFFICERS:
            return f"load.officer(t.{column}, c.k)"
        if parent := self.links.get(column):
            return self._link(column, parent, numbering)
        kind = _MOMENTS.get(self.columns[column])
        if kind and self.table.is_dated:
            return f"(t.{column} + c.moved)::{kind}"
        return f"t.{column}"

    def _link(self, column, parent, numbering):
        share = next(table.share for table in TABLES if table.name == parent)
        place = numbering.number(parent, f"at_{column}.rank")
        if share < self.table.share:
            return f"CASE WHEN c.place < {share} THEN {place} END"
        return place


def read_shapes(cursor):
    """Return the shapes of all copied tables, parents before children."""
    names = {table.name for table in TABLES}
    return [_read_shape(cursor, table, names) for table in TABLES]


def _read_shape(cursor, table, names):
    cursor.execute(_COLUMNS, [table.name])
    columns = dict(cursor.fetchall())
    cursor.execute(_LINKS, [table.name])
    links = {
        column: parent
        for column, parent in [*cursor.fetchall(), *table.links.items()]
        if parent in names and column not in table.values
    }
    return Shape(table, columns, links)
