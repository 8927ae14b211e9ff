"""What people write for a service's parameters, turned into the values it takes: days, numbers, records by name.

A parameter's type comes from the service's own annotations; inside a mapping of a record's fields it comes from the
column of that name. A record may be named by its id or by what people call it: "CC-2026-0003", "SH-01 v1", a staff
member's number or name.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import sqlalchemy as sa

from coachdesk.errors import Problem, Refused
from coachdesk.i18n import translate
from coachdesk.queries.names import record_called
from coachdesk.records import FAMILIES
from coachdesk.records.base import UtcDateTime, table

# Parameters that name records of a family but are no column of any.
MEANS: dict[str, str] = {"check_id": "sustain_check", "step_id": "action_step", "outcomes": "staff",
                         "verifier_id": "staff", "item_id": "action_item", "ticked": "action_item",
                         "dismissal_id": "drift_dismissal", "mark_id": "chart_mark",
                         "months_by_role": "role", "ratings": "criterion",
                         "checked_by": "staff", "verified_by": "staff", "exercise_id": "scenario_exercise",
                         "first_id": "observation", "recurred_check_id": "sustain_check"}  # fmt: skip
_NO_VALUE = (None, "")
LARGEST = 2**53  # what JSON and every database keep exactly


def parameters(service: Callable[..., Any]) -> dict[str, tuple[Any, bool]]:
    """A service's own parameters: name -> (type, whether it must be given)."""
    function = inspect.unwrap(service)
    hints = get_type_hints(function)
    found = list(inspect.signature(function).parameters.values())[1:]  # the first is the Change
    return {one.name: (hints[one.name], one.default is inspect.Parameter.empty) for one in found}


def converted(conn: sa.Connection, service: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The keyword arguments for `service`. Refused with every parameter that is missing, unknown or not usable."""
    wanted = parameters(service)
    problems = [
        Problem(name, translate("Command", "There is no parameter {name}.").format(name=name))
        for name in given
        if name not in wanted
    ]
    problems += [
        Problem(name, translate("Command", "{name} is needed.").format(name=name))
        for name, (_, needed) in wanted.items()
        if needed and name not in given
    ]
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name in wanted:
            try:
                found[name] = _value(conn, wanted[name][0], name, value)
            except ValueError as error:
                problems.append(Problem(name, f"{name}: {error}"))
    if problems:
        raise Refused(
            translate("Command", "This cannot be done as written."),
            problems,
            kept=translate("Command", "Nothing was changed."),
            to_do=translate("Command", "`coachdesk do --list` shows what each action takes."),
        )
    return found


def _value(conn: sa.Connection, hint: Any, name: str, value: Any) -> Any:
    """`value` as `hint` wants it; ValueError says in words why it cannot be."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value in _NO_VALUE and type(None) in inside:
            return None
        return _value(conn, next(one for one in inside if one is not type(None)), name, value)
    if origin is Literal:
        if value not in inside:
            raise ValueError(translate("Command", "choose one of {names}").format(names=", ".join(map(str, inside))))
        return value
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise ValueError(translate("Command", "write {name}.FIELD=VALUE").format(name=name))
        key_hint, value_hint = inside
        if key_hint is str and value_hint is Any:
            return {key: _field(conn, key, one) for key, one in value.items()}
        return {_value(conn, key_hint, name, key): _value(conn, value_hint, "", one) for key, one in value.items()}
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return [_value(conn, inside[0], name, one) for one in _several(value)]
    if is_dataclass(hint) and isinstance(hint, type):
        return _made(conn, hint, value)
    return _plain(conn, hint, name, value)


def _several(value: Any) -> list[Any]:
    """One value, a list, or a text of values with commas between."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return list(value) if isinstance(value, list | tuple) else [value]


def _made(conn: sa.Connection, cls: type, value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise ValueError(translate("Command", "write it as JSON: {names}").format(
            names=", ".join(one.name for one in fields(cls))))  # fmt: skip
    hints = get_type_hints(cls)
    unknown = [key for key in value if key not in hints]
    if unknown:
        raise ValueError(translate("Command", "there is no {name} in it").format(name=unknown[0]))
    return cls(**{key: _value(conn, hints[key], key, one) for key, one in value.items()})


def _plain(conn: sa.Connection, hint: Any, name: str, value: Any) -> Any:
    if hint is int and isinstance(value, str):
        family = _family_of(name)
        return _record(conn, family, value) if family else _number(value)
    if hint is str:
        return value if isinstance(value, str) else str(value)
    if hint is bool:
        return _truth(value)
    if hint in _READERS and isinstance(value, str):
        return _READERS[hint](value)
    return _in_reach(value) if hint is int and isinstance(value, int) else value


def _field(conn: sa.Connection, name: str, value: Any) -> Any:
    """A field of a record: as the column of that name keeps it."""
    try:
        return _as_kept(conn, name, value)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _as_kept(conn: sa.Connection, name: str, value: Any) -> Any:
    if isinstance(value, list) and not name.endswith("_ids"):
        return [_fields_of(conn, one) for one in value]
    if name.endswith("_ids"):
        return [_plain(conn, int, name, one) for one in _several(value)]
    if value is None:
        return None
    if value == "":
        return None if _kinds(name) - {str} else ""
    kinds = _kinds(name)
    if name.endswith("_id") or name in MEANS:
        return _plain(conn, int, name, value)
    if kinds == {str}:
        return str(value)
    if kinds == {list}:
        return _several(value)
    hint = next(iter(kinds)) if len(kinds) == 1 else None
    return value if hint is None else _plain(conn, hint, name, value)


def _fields_of(conn: sa.Connection, value: Any) -> Any:
    """A row inside a list of rows (a standard's criteria) is converted field by field."""
    if isinstance(value, Mapping):
        return {key: _field(conn, key, one) for key, one in value.items()}
    return value


@cache
def _kinds(name: str) -> frozenset[type]:
    """The Python types of every column called `name`."""
    found: set[type] = set()
    for cls in FAMILIES.values():
        column = table(cls).columns.get(name)
        if column is not None:
            known = {sa.JSON: list, UtcDateTime: datetime}
            found.add(known.get(type(column.type)) or column.type.python_type)
    return frozenset(found)


@cache
def _family_of(name: str) -> str:
    """The family a parameter or field refers to: "coach_id" is staff; "" when it is a plain number."""
    if name in MEANS:
        return MEANS[name]
    single = f"{name.removesuffix('_ids')}_id" if name.endswith("_ids") else name
    if not single.endswith("_id"):
        return ""
    for cls in FAMILIES.values():
        column = table(cls).columns.get(single)
        if column is not None and column.foreign_keys:
            return next(iter(column.foreign_keys)).column.table.name
    stem = single.removesuffix("_id")
    return stem if stem in FAMILIES else ""


def _record(conn: sa.Connection, family: str, text: str) -> int:
    found = record_called(conn, family, text.strip())
    if len(found) == 1:
        return found[0]
    if text.strip().isdigit():
        return _in_reach(int(text))
    words = translate("Command", "no record is called {name}") if not found else translate(
        "Command", "several records are called {name}; give the id")  # fmt: skip
    raise ValueError(words.format(name=text))


def _number(text: str) -> int:
    try:
        number = int(text.replace(",", ""))
    except ValueError:
        raise ValueError(translate("Command", "{text} is not a whole number").format(text=text)) from None
    return _in_reach(number)


def _in_reach(number: int) -> int:
    """The number, if a desk can hold it."""
    if abs(number) > LARGEST:
        raise ValueError(translate("Command", "{number} is too large").format(number=number))
    return number


def _truth(value: Any) -> bool:
    words = str(value).strip().lower()
    if words in ("true", "yes", "1"):
        return True
    if words in ("false", "no", "0", ""):
        return False
    raise ValueError(translate("Command", "answer yes or no"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(translate("Command", "{text} is not a day; write 2026-03-14").format(text=text)) from None


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        words = translate("Command", "{text} is not a moment; write 2026-03-14T09:30")
        raise ValueError(words.format(text=text)) from None


def _decimal(text: str) -> Decimal | str:
    """A number; "9 of 10" and "90%" stay as written, since services read those themselves."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


_READERS: dict[type, Callable[[str], Any]] = {date: _day, datetime: _moment, Decimal: _decimal, int: _number}
