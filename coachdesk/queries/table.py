"""One declared table = one TableQuery: columns, joins, how it is searched, filtered, sorted and read in windows.

The same declaration feeds the window's table model, the command line's `list`, the Excel tracker and the PDF pack, so
a number cannot differ between them. A table model keeps only ids (`ids`) and reads rows in windows (`rows`).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from coachdesk.store.texts import Proposals, Texts, TextSource

Kind = Literal["text", "long_text", "int", "number", "date", "datetime", "bool", "choice", "minutes"]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: key, English title (marked for translation in context "Columns"), kind and SQL expression.

    choice: the vocabulary's name when kind is "choice" (values are codes; labels and tones come from vocabulary).
    width: a good width in characters.  shown: in the window's first layout.  exported: in the tracker.
    sort: the expression to order by when it is not `expr`.
    """

    key: str
    title: str
    expr: sa.ColumnElement[Any]
    kind: Kind = "text"
    choice: str = ""
    width: int = 14
    shown: bool = True
    exported: bool = True
    sort: sa.ColumnElement[Any] | None = None


def unshown(*columns: Column) -> tuple[Column, ...]:
    """Columns that the window's first layout leaves out; whoever wants them chooses them."""
    return tuple(replace(column, shown=False) for column in columns)


@dataclass(frozen=True, slots=True)
class Where:
    """What to keep: free text, sets of allowed values by column key, inclusive ranges by column key, fixed ids."""

    text: str = ""
    among: Mapping[str, frozenset[Any]] = field(default_factory=dict)
    between: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    ids: frozenset[int] | None = None


Order = Sequence[tuple[str, bool]]  # (column key, descending)
IDS_AT_ONCE = 5_000
FIRST_FOUND = 100  # more than a screen shows: of a text searched for, each row may stand behind thousands of others


@dataclass(frozen=True)
class TableQuery:
    """A family's table. `source` joins all that the columns and the search need; `id` is the row's identity.

    search_links: where `search` looks into a table that `source` does not join: (its family, the column with that
    family's ids, the column with ours beside it), so that the search index follows changes there.
    params: gives bind values at reading time (for example {"today": date}), so declarations stay constant.
    filters: further keys for `Where.among` that no column shows; each turns the allowed values into a condition.
    """

    family: str
    title: str
    source: sa.FromClause
    id: sa.ColumnElement[int]
    columns: tuple[Column, ...]
    search: tuple[sa.ColumnElement[Any], ...]
    order: tuple[tuple[str, bool], ...]
    base: tuple[sa.ColumnElement[bool], ...] = ()
    params: Callable[[], Mapping[str, Any]] = dict
    filters: Mapping[str, Callable[[frozenset[Any]], sa.ColumnElement[bool]]] = field(default_factory=dict)
    search_links: tuple[tuple[str, sa.ColumnElement[Any], sa.ColumnElement[Any]], ...] = ()

    def column(self, key: str) -> Column:
        """The column called `key`; KeyError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def index(self, key: str) -> int:
        """The position of `key` in a row."""
        return next(place for place, column in enumerate(self.columns) if column.key == key)

    def conditions(self, where: Where) -> list[sa.ColumnElement[bool]]:
        """The SQL conditions `where` stands for."""
        found: list[sa.ColumnElement[bool]] = list(self.base)
        for word in where.text.split():
            pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            found.append(sa.or_(*(sa.cast(part, sa.String).ilike(pattern, escape="\\") for part in self.search)))
        for key, allowed in where.among.items():
            if key in self.filters:
                found.append(self.filters[key](allowed))
                continue
            expr = self.column(key).expr
            values = [value for value in allowed if value is not None]
            tests = [expr.in_(values)] if values or None not in allowed else []
            if None in allowed:
                tests.append(expr.is_(None))
            found.append(sa.or_(*tests))
        for key, (low, high) in where.between.items():
            expr = self.column(key).expr
            if low is not None:
                found.append(expr >= low)
            if high is not None:
                found.append(expr <= high)
        if where.ids is not None:
            found.append(self.id.in_(sorted(where.ids)))
        return found

    def _narrowed(self, conn: sa.Connection, where: Where) -> list[sa.ColumnElement[bool]]:
        """The conditions; where the search index names the few records that can pass, those alone are looked at."""
        proposed = self._proposals(conn, where)
        if proposed is None or proposed.floor is not None:
            return self.conditions(where)
        return [*self.conditions(where), self.id.in_(proposed.ids)]

    def _proposals(self, conn: sa.Connection, where: Where) -> Proposals | None:
        texts: Texts | None = conn.get_execution_options().get("texts")
        words = where.text.split()
        return texts.proposals(conn, self.texts, words) if texts is not None and words else None

    def _newest_found(self, conn: sa.Connection, where: Where, order: Order, first: int) -> array[int]:
        """The first rows of a search for a common word in a list that stands newest first; none in another order.

        The word may stand in old records only, so that reading through from the newest would take long to find any.
        """
        key, descending = (order or self.order)[0]
        if not descending or self.column(key).expr is not self.id:
            return array("q")
        proposed = self._proposals(conn, where)
        if proposed is None or proposed.floor is None:
            return array("q")
        tests = [*self.conditions(where), self.id.in_([one for one in proposed.ids if one >= proposed.floor])]
        statement = sa.select(self.id).select_from(self.source).where(*tests).order_by(*self.ordering(order))
        return array("q", conn.execute(statement.limit(first), dict(self.params())).scalars())

    @cached_property
    def texts(self) -> TextSource:
        """What the search index keeps of this list: all that `search` compares, in one text."""
        parts = [sa.func.coalesce(sa.cast(part, sa.String), "") for part in self.search]
        whole: sa.ColumnElement[str] = parts[0]
        for part in parts[1:]:
            whole = whole + "\n" + part
        own = sa.select(self.id).select_from(self.source)
        links = [(family, column, sa.select(ours)) for family, column, ours in self.search_links]
        links += [(family, joined.c.id, own) for family, joined in _searched_joins(self.source, self.search)]
        return TextSource(self.family, self.id, sa.select(self.id, whole).select_from(self.source), tuple(links))

    def ordering(self, order: Order) -> list[sa.ColumnElement[Any]]:
        """ORDER BY parts; the id comes last so that the order is total."""
        parts: list[sa.ColumnElement[Any]] = []
        for key, descending in order or self.order:
            column = self.column(key)
            expr = column.expr if column.sort is None else column.sort
            parts.append(expr.desc() if descending else expr.asc())
        return [*parts, self.id.asc()]

    def ids(
        self, conn: sa.Connection, where: Where | None = None, order: Order = (), limit: int | None = None
    ) -> array[int]:
        """The ids of the rows kept by `where`, in `order` (the table's own when empty), at most `limit`."""
        return self._ids(conn, where or Where(), order, limit)

    def first_and_all_ids(
        self, conn: sa.Connection, where: Where | None = None, order: Order = (), first: int = 500
    ) -> Iterator[array[int]]:
        """The first `first` ids as early as they can be had, then all of them (the first ones again included).

        Without a text to search for, a limited query comes first: it needs no full sort. A text search reads the whole
        table anyway, so there one query is read in two steps. When there are fewer, only one part comes.
        """
        where = where or Where()
        if where.text.strip():
            first = min(first, FIRST_FOUND)
            early = self._newest_found(conn, where, order, first)
            if early:
                yield early
            yield from self._ids_in_two_steps(conn, where, order, 0 if early else first)
            return
        early = self._ids(conn, where, order, first)
        yield early
        if len(early) == first:
            yield self._ids(conn, where, order, None)

    def _ids(self, conn: sa.Connection, where: Where, order: Order, limit: int | None) -> array[int]:
        found: array[int] = array("q")
        for part in self._ids_in_two_steps(conn, where, order, 0, limit):
            found = part
        return found

    def _ids_in_two_steps(
        self, conn: sa.Connection, where: Where, order: Order, first: int, limit: int | None = None
    ) -> Iterator[array[int]]:
        statement = sa.select(self.id).select_from(self.source)
        statement = statement.where(*self._narrowed(conn, where)).order_by(*self.ordering(order))
        if limit is not None:
            statement = statement.limit(limit)
        found: array[int] = array("q")
        result = conn.execute(statement, dict(self.params()))
        # The driver's own cursor: an id needs no conversion, and a million Row objects cost twice the query itself.
        cursor = result.cursor
        if cursor is None:
            return
        try:
            if first:
                found.extend([one for (one,) in cursor.fetchmany(first)])
                yield found[:]
            while part := cursor.fetchmany(IDS_AT_ONCE):
                found.extend([one for (one,) in part])
        finally:
            result.close()
        if not first or len(found) > first:
            yield found

    def rows(self, conn: sa.Connection, ids: Sequence[int]) -> dict[int, Row]:
        """The rows of these ids (a few hundred at most), values in the order of `columns`; unknown ids are left out."""
        values = {**self.params(), "row_ids": list(ids)}
        return {row[0]: tuple(row[1:]) for row in conn.execute(self._window, values)}

    @cached_property
    def _window(self) -> sa.Select[Any]:
        # Built once: a window's query is run at every few rows of scrolling.
        statement = sa.select(self.id, *(column.expr for column in self.columns)).select_from(self.source)
        return statement.where(self.id.in_(sa.bindparam("row_ids", expanding=True)))

    def all(self, conn: sa.Connection, where: Where | None = None, order: Order = ()) -> Iterator[tuple[int, Row]]:
        """Every kept row as (id, values), streamed in order: memory stays flat however many there are."""
        statement = sa.select(self.id, *(column.expr for column in self.columns)).select_from(self.source)
        statement = statement.where(*self._narrowed(conn, where or Where())).order_by(*self.ordering(order))
        # An option of this statement alone: on the connection it would stay, and `ids` would lose what is read ahead.
        result = conn.execute(statement, dict(self.params()), execution_options={"yield_per": 500})
        for row in result:
            yield row[0], tuple(row[1:])

    def count(self, conn: sa.Connection, where: Where | None = None) -> int:
        """How many rows `where` keeps."""
        # Counted from outside: a database leaves joins that no condition uses out of the inner query, twice as quick.
        inner = sa.select(self.id).select_from(self.source).where(*self._narrowed(conn, where or Where()))
        statement = sa.select(sa.func.count()).select_from(inner.subquery())
        return int(conn.execute(statement, dict(self.params())).scalar_one())


def _searched_joins(source: sa.FromClause, search: Sequence[sa.ColumnElement[Any]]) -> list[tuple[str, sa.FromClause]]:
    """The joined tables, with their families, that what is searched depends on: its own, and those between."""
    needed = {id(one) for part in search for one in _tables_in(part)}
    found = []
    while isinstance(source, sa.Join):
        joined = source.right
        if id(joined) in needed:
            needed |= {id(one) for one in _tables_in(source.onclause)} if source.onclause is not None else set()
            family = joined.element if isinstance(joined, sa.Alias) else joined
            found.append((str(family), joined))
        source = source.left
    return found


def _tables_in(expression: sa.ClauseElement) -> list[sa.FromClause]:
    return [one.table for one in visitors.iterate(expression) if isinstance(one, sa.Column) and one.table is not None]
