"""Rows on their way into the database: gathered, written set-wise, and the one found that a constraint refuses."""

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.db.models import UniqueConstraint

from dcc.database.bulk import insert_rows, reserve_ids
from reporting.ledger.format import Key
from reporting.ledger.refusals import LedgerRefused

BLOCK = 10_000


class Table:
    """The rows of one model. Ids are given block by block; a block is written before the next begins. `keys` are those of its lines."""

    def __init__(self, model: type[models.Model], keys: dict[str, Key]) -> None:
        self.model, self.keys = model, keys
        self.columns = [field.attname for field in model._meta.concrete_fields]
        self.defaults = {field.attname: blank(field) for field in model._meta.concrete_fields if not field.primary_key}
        self._ids: Iterator[int] = iter(())
        self._left = 0
        self._begun = False
        self._rows: list[tuple] = []
        self._lines: list[int] = []

    @property
    def must_write(self) -> bool:
        """Whether a block is used up: what was gathered must be written before the next row gets an id."""
        return self._begun and not self._left

    def next_id(self) -> int:
        """Return the key of the next row."""
        if not self._left:
            self._ids, self._left, self._begun = iter(reserve_ids(self.model, BLOCK)), BLOCK, True
        self._left -= 1
        return next(self._ids)

    def add(self, line: int, values: dict) -> None:
        """Gather a row: the values of its columns, `id` among them; what is not said is the model's default."""
        said = {**self.defaults, **values}
        self._rows.append(tuple([said[column] for column in self.columns]))
        self._lines.append(line)

    def write(self) -> None:
        """Write what was gathered. Raises LedgerRefused with the line that a constraint of the database refuses."""
        rows, lines, self._rows, self._lines = self._rows, self._lines, [], []
        self._begun = self._left > 0
        if rows and self._insert(rows):
            for row, line in zip(rows, lines, strict=True):
                if problem := self._insert([row]):
                    raise LedgerRefused(line, *self._explain(problem))

    def _insert(self, rows: list[tuple]) -> DatabaseError | None:
        """Write rows, or none of them and return the database's complaint."""
        try:
            with transaction.atomic(), connection.wrap_database_errors:  # COPY speaks past Django
                insert_rows(self.model, self.columns, rows)
        except DatabaseError as problem:
            return problem
        return None

    def _explain(self, problem: DatabaseError) -> tuple[str, str]:
        """Return (key, reason) of a complaint."""
        said = str(problem)
        meta: Any = self.model._meta
        for constraint in meta.constraints:
            fields = list(constraint.fields) if isinstance(constraint, UniqueConstraint) else []
            columns = ", ".join(f"{meta.db_table}.{meta.get_field(name).column}" for name in fields)
            if constraint.name in said or (columns and said.endswith(columns)):
                checked = set(fields[-1:]) if isinstance(constraint, UniqueConstraint) else constraint.condition.referenced_base_fields
                return self._keys_of(checked), f"the database refuses it ({constraint.name})"
        for field in meta.concrete_fields:
            if field.unique and not field.primary_key and f"{meta.db_table}_{field.column}" in said.replace(".", "_"):
                return field.name, "stands there already"
        return "", f"the database refuses it ({said.splitlines()[0]})"

    def _keys_of(self, fields: set[str]) -> str:
        """What a line calls these fields of the model, in the order of its type. Its `tag` is the first one, of which today's begins."""
        return ", ".join(name for name, key in self.keys.items() if {name, key.field} & fields)


def blank(field: models.Field):
    """The value of a column of which a line says nothing."""
    if field.has_default():
        return field.get_default()
    return None if field.null else ""
