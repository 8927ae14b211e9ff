"""The ground every record stands on: the mapped base class, the column types and the revision counter."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC. Aware values only: a naive one is a bug, since it would shift with the computer's zone."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive moment {value!r}: moments are stored in UTC and must carry their zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


# Constraint names are spelled out so that a migration can name them on every database.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every mapped class. Texts are NOT NULL with "" for nothing, so that "missing" has one spelling."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime(), date: sa.Date(), str: sa.Text()}


class Record(Base):
    """A record of the desk: an id that is never reused and a revision that rises with every change.

    The table's name is the record's family, the word used by trail, `Changes` and queries.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    rev: Mapped[int] = mapped_column(default=1)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # Else SQLite gives the id of a removed record to the next one, whose history would tell of both.
        table(cls).dialect_options["sqlite"]["autoincrement"] = True

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy passes the class
        return {"version_id_col": cls.__table__.c.rev} if hasattr(cls, "__table__") else {}

    @classmethod
    def family(cls) -> str:
        """The family's name, for example "staff"."""
        return str(cls.__tablename__)


def table(cls: type[Base]) -> sa.Table:
    """The table of a mapped class, for Core statements in queries and the store."""
    return cast(sa.Table, cls.__table__)


def link(target: str, *, index: bool = True, **options: Any) -> Any:
    """A reference to another record, for example `link("staff")`; deleting the target while used is refused.

    index: False where an index or unique constraint of the table begins with this column, which then serves as one.
    """
    return mapped_column(sa.ForeignKey(f"{target}.id", ondelete="RESTRICT"), index=index, **options)


Text = Annotated[str, mapped_column(sa.Text, default="")]
"""A text that may be empty but is never null."""

Flag = Annotated[bool, mapped_column(default=False)]
"""A yes or no, no by default."""

Codes = Annotated[list[str], mapped_column(sa.JSON, default=list)]
"""A list of vocabulary codes, kept as JSON; assign a new list to change it."""

Numbers = Annotated[list[int], mapped_column(sa.JSON, default=list)]
"""A list of ids, kept as JSON; assign a new list to change it."""
