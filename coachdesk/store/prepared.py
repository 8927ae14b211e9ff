"""Statements that every save runs: written in SQLAlchemy Core, turned into the database's own words once.

Building a statement, looking it up among the compiled ones and wrapping its result costs several times what the
database needs to run it. These few are the same in every save, so they are kept ready to be handed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

Values = Mapping[str, Any]
_Names = list[tuple[str, Callable[[Any], Any] | None]]  # each with what brings its value into the driver's form


class Prepared:
    """One statement whose values come by name. Rows come back as the driver gives them: whole numbers and texts.

    columns: for an insert or update, all that get a value in each run, besides the statement's own bind parameters;
    no default is filled in, and None is no value in every type.
    """

    def __init__(self, statement: sa.Select[Any] | sa.UpdateBase, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._ready: dict[str, tuple[str, _Names, bool]] = {}

    def run(self, conn: sa.Connection, values: Values | Sequence[Values] = ()) -> sa.CursorResult[Any]:
        """Run it with one set of values, or once for each of several."""
        dialect = conn.dialect
        text, names, positional = self._ready.get(dialect.name) or self._prepare(dialect)
        if isinstance(values, Mapping):
            return conn.exec_driver_sql(text, _handed(values, names, positional))
        if not values:
            return conn.exec_driver_sql(text)
        return conn.exec_driver_sql(text, [_handed(one, names, positional) for one in values])

    def _prepare(self, dialect: sa.Dialect) -> tuple[str, _Names, bool]:
        compiled = dialect.statement_compiler(dialect, self._statement, column_keys=self._columns)
        order = compiled.positiontup
        names: _Names = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in (compiled.binds if order is None else order)
        ]
        self._ready[dialect.name] = made = str(compiled), names, order is not None
        return made


def _handed(values: Values, names: _Names, positional: bool) -> Any:
    """The values in the form and order the driver wants them."""
    if positional:
        return tuple([_one(values[name], made) for name, made in names])
    return {name: _one(values[name], made) for name, made in names}


def _one(value: Any, made: Callable[[Any], Any] | None) -> Any:
    return value if made is None or value is None else made(value)
