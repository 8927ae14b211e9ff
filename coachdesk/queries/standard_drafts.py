"""A version of a standard that no desk holds, typed or read from a file, in the shape of a stored one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from coachdesk.queries.standards import CriterionRow, MeasureRow, PromptRow, VersionDetail

T = TypeVar("T")


def unsaved_version(
    head: Mapping[str, str],
    texts: Mapping[str, Any],
    criteria: Sequence[Mapping[str, Any]],
    prompts: Sequence[Mapping[str, Any]],
    measures: Sequence[Mapping[str, Any]],
    number: int = 1,
) -> VersionDetail:
    """A draft that is only typed or read from a file, for looking at: values as services.standards takes them.

    head: code, title, area.  Numbers may be Decimal, float or None; what is not said is empty.
    """

    def rows(row: type[T], found: Sequence[Mapping[str, Any]], empty: Mapping[str, Any]) -> tuple[T, ...]:
        make: Callable[..., T] = row
        names = row.__slots__[2:]  # type: ignore[attr-defined]  # all of them have slots: id and position come first
        return tuple(
            make(0, place, **{name: _typed(name, one.get(name), empty.get(name, "")) for name in names})
            for place, one in enumerate(found)
        )

    known = ("purpose", "failure_prevented", "closing_evidence", "source_policy", "scenario")
    return VersionDetail(
        id=0,
        standard_id=0,
        code=head.get("code") or "",
        title=head.get("title") or "",
        area=head.get("area") or "",
        number=number,
        status="draft",
        effective_on=None,
        published_at=None,
        retired_at=None,
        **{name: str(texts.get(name) or "") for name in known},
        crosswalk=tuple(texts.get("crosswalk") or ()),
        criteria=_coded(rows(CriterionRow, criteria, {"kind": "must_do", "threshold": None, "critical": False})),
        prompts=rows(PromptRow, prompts, {}),
        measures=rows(MeasureRow, measures, {"kind": "proportion", "direction": "at_least", "goal": None}),
    )


def _typed(name: str, value: Any, empty: Any) -> Any:
    if value is None or value == "":
        return empty
    return Decimal(str(value)) if name in ("threshold", "goal") and empty is None else value


def _coded(criteria: tuple[CriterionRow, ...]) -> tuple[CriterionRow, ...]:
    """Criteria without a code get the next number, as when they are saved."""
    taken = {one.code for one in criteria}
    free = (str(number) for number in range(1, 10_000) if str(number) not in taken)
    return tuple(one if one.code else replace(one, code=next(free)) for one in criteria)
