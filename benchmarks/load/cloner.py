"""Copying rows of many tables in the database, some copies at a time."""

from benchmarks.load.journals import copy_journals
from benchmarks.load.schema import read_shapes

STEP = 40


class Numbering:
    """Ids of the copies of one step: a block of each table's sequence.

    :param first: number of the first copy
    :param sizes: ``{table: how many rows are copied}``
    :param starts: ``{table: the first id of the block}``
    """

    def __init__(self, first, sizes, starts):
        self.first, self.sizes, self.starts = first, sizes, starts

    def number(self, table, rank, copy="c.k"):
        """Return SQL of the id of a copied row."""
        return (
            f"{self.starts[table]} + ({copy} - {self.first}) * {self.sizes[table]} "
            f"+ {rank}"
        )

    def get(self, table, rank, copy):
        """Return the id of a copied row."""
        return self.starts[table] + (copy - self.first) * self.sizes[table] + rank


class Cloner:
    """The copies of one database."""

    def __init__(self, cursor):
        self.cursor = cursor
        self.shapes = read_shapes(self.cursor)

    def note_pattern(self):
        """Remember the rows that are copied, with their places."""
        for shape in self.shapes:
            if shape.has_id:
                self.cursor.execute(
                    "INSERT INTO load.pattern "
                    f"SELECT '{shape.name}', t.id, row_number() OVER (ORDER BY t.id) "
                    f"- 1, {shape.is_open()} FROM {shape.name} t{shape.join()} "
                    f"WHERE {shape.where()}"
                )

    def count(self, table, is_open):
        """Return how many rows of a table are copied into each copy."""
        self.cursor.execute(
            "SELECT count(*) FROM load.pattern WHERE table_name = %s AND is_open = %s",
            [table, is_open],
        )
        return self.cursor.fetchone()[0]

    def run(self, progress):
        """Make the copies that are missing; each step is a transaction."""
        self.cursor.execute("SELECT count(*) FROM load.copy")
        (total,) = self.cursor.fetchone()
        while copies := self._get_missing():
            self._copy(copies)
            progress.show(copies[-1] + 1, total)

    def _get_missing(self):
        self.cursor.execute(
            "SELECT k FROM load.copy WHERE NOT is_done ORDER BY k LIMIT %s", [STEP]
        )
        return [number for (number,) in self.cursor.fetchall()]

    def _copy(self, copies):
        numbering = self._reserve(copies)
        for shape in self.shapes:
            self.cursor.execute(self._get_sql(shape, numbering, copies))
        copy_journals(self.cursor, numbering, copies)
        self.cursor.execute(
            "UPDATE load.copy SET is_done = TRUE WHERE k = ANY(%s)", [copies]
        )
        self.cursor.commit()

    def _reserve(self, copies):
        """Take a block of ids out of the sequence of each table."""
        self.cursor.execute(
            "SELECT table_name, count(*) FROM load.pattern GROUP BY table_name"
        )
        sizes = dict(self.cursor.fetchall())
        span = copies[-1] - copies[0] + 1
        starts = {}
        for table, size in sizes.items():
            self.cursor.execute(
                f"SELECT nextval('{table}_id_seq'), "
                f"setval('{table}_id_seq', currval('{table}_id_seq') + {span * size})"
            )
            starts[table] = self.cursor.fetchone()[0] + 1
        return Numbering(copies[0], sizes, starts)

    def _get_sql(self, shape, numbering, copies):
        columns = ", ".join(f'"{column}"' for column in shape.columns)
        values = ", ".join(shape.value(column, numbering) for column in shape.columns)
        source, new, is_open = f"{shape.name} t", "", shape.is_open()
        if shape.has_id:
            source = (
                f"load.pattern p JOIN {shape.name} t ON t.id = p.id "
                f"AND p.table_name = '{shape.name}'"
            )
            number = numbering.number(shape.name, "p.rank")
            new, is_open = (
                f" CROSS JOIN LATERAL (SELECT {number} AS id) new",
                "p.is_open",
            )
        return (
            f"INSERT INTO {shape.name} ({columns}) SELECT {values} "
            f"FROM {source}{shape.join()} CROSS JOIN load.copy c{new} "
            f"WHERE c.k BETWEEN {copies[0]} AND {copies[-1]} "
            f"AND c.place < {shape.table.share} AND {shape.where()} "
            f"AND (c.is_current OR NOT ({is_open}))"
        )
