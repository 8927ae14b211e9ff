"""What a draft version is made of, checked and written: texts, criteria, prompt card lines, measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import translate
from coachdesk.records.standards import Criterion, PromptLine, StandardMeasure, StandardVersion
from coachdesk.services.checks import Problems, assign, clean
from coachdesk.store.change import Change

VERSION_FIELDS = (
    "purpose",
    "failure_prevented",
    "closing_evidence",
    "source_policy",
    "crosswalk",
    "scenario",
    "effective_on",
)
CRITERION_FIELDS = (
    "code",
    "kind",
    "text",
    "threshold",
    "unit",
    "critical",
    "ideal",
    "acceptable",
    "developmental",
    "unacceptable",
)
PROMPT_FIELDS = ("cue", "threshold", "call")
MEASURE_FIELDS = ("kind", "name", "unit", "direction", "goal")
PARTS = (Criterion, PromptLine, StandardMeasure)
"""The families that hang on a version."""

_EMPTY: dict[str, Any] = {"critical": False, "goal": None}
_THOUSANDTHS, _TEN_THOUSANDTHS = Decimal("0.001"), Decimal("0.0001")
_LARGEST = Decimal(99_999_999)


def children(change: Change, cls: Any, version_id: int) -> list[Any]:
    """The rows of one of PARTS that belong to a version, in order."""
    return list(change.session.scalars(sa.select(cls).where(cls.version_id == version_id).order_by(cls.position)))


def write_parts(
    change: Change,
    draft: StandardVersion,
    texts: Mapping[str, Any],
    criteria: Sequence[Mapping[str, Any]],
    prompts: Sequence[Mapping[str, Any]],
    measures: Sequence[Mapping[str, Any]] | None,
) -> None:
    """Make a draft say exactly this. measures: None leaves those it has. Refused names every line that is not right."""
    assign(draft, texts, VERSION_FIELDS)
    draft.crosswalk = [tag for one in draft.crosswalk or () if (tag := clean(one))]
    _write_children(change, draft.id, Criterion, checked_criteria(criteria), CRITERION_FIELDS)
    _write_children(change, draft.id, PromptLine, [dict(one) for one in prompts], PROMPT_FIELDS)
    if measures is not None:
        _write_children(change, draft.id, StandardMeasure, checked_measures(measures), MEASURE_FIELDS)


def _write_children(
    change: Change, version_id: int, cls: Any, wanted: Sequence[Mapping[str, Any]], allowed: tuple[str, ...]
) -> None:
    """Make the rows of a version exactly `wanted`, in order, keeping rows (and their ids) where they stand."""
    kept = children(change, cls, version_id)
    for extra in kept[len(wanted) :]:
        change.session.delete(extra)
    if cls is Criterion:
        # Codes are unique within a version: set aside those in the way of a reordering.
        for one in kept[: len(wanted)]:
            one.code = f"~{one.id}"
    change.session.flush()
    for position, values in enumerate(wanted):
        row = kept[position] if position < len(kept) else cls(version_id=version_id, position=position)
        # What is not said is empty: the row may have been another criterion before.
        assign(row, {**{name: _EMPTY.get(name, "") for name in allowed}, **values}, allowed)
        row.position = position
        change.session.add(row)
    change.session.flush()


def checked_criteria(criteria: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The criteria with codes and thresholds in order; Refused names the line that is not."""
    problems = Problems()
    found: list[dict[str, Any]] = []
    taken = {clean(one.get("code")) for one in criteria} - {""}
    free = (str(number) for number in range(1, 10_000) if str(number) not in taken)
    seen: set[str] = set()
    for line, one in enumerate(criteria, start=1):
        values = {name: one[name] for name in CRITERION_FIELDS if name in one}
        values["code"] = clean(values.get("code")) or next(free)
        if values["code"] in seen:
            text = translate("Standards", "Line {line}: two criteria have the code {code}.")
            problems.add("criteria", text.format(line=line, code=values["code"]))
        seen.add(values["code"])
        values.setdefault("kind", "must_do")
        problems.one_of("criteria", values["kind"], "criterion_kind")
        try:
            values["threshold"] = _number(values.get("threshold"), _THOUSANDTHS)
        except ArithmeticError:
            text = translate("Standards", "Line {line}: the threshold must be a number.")
            problems.add("criteria", text.format(line=line))
        found.append(values)
    problems.refuse(translate("Standards", "The standard was not saved."))
    return found


def checked_measures(measures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The measures with kinds, directions and goals in order; Refused names the line that is not.

    A share of records is a goal from 0 to 100 percent, a rating one from 1 to 5; a time or rate needs its unit.
    """
    problems = Problems()
    found: list[dict[str, Any]] = []
    for line, one in enumerate(measures, start=1):
        values = {name: one[name] for name in MEASURE_FIELDS if name in one}
        values["name"], values["unit"] = clean(values.get("name")), clean(values.get("unit"))
        kind = values["kind"] = values.get("kind") or "proportion"
        values["direction"] = values.get("direction") or "at_least"
        problems.one_of("measures", kind, "measure_kind")
        problems.one_of("measures", values["direction"], "direction")
        if not values["name"]:
            problems.add("measures", translate("Standards", "Line {line}: say what is measured.").format(line=line))
        try:
            goal = values["goal"] = _number(values.get("goal"), _TEN_THOUSANDTHS)
        except ArithmeticError:
            problems.add(
                "measures", translate("Standards", "Line {line}: the goal must be a number.").format(line=line)
            )
            goal = None
        least, most = {"proportion": (0, 100), "rubric": (1, 5)}.get(kind, (0, int(_LARGEST)))
        if goal is not None and not least <= goal <= most:
            text = translate("Standards", "Line {line}: the goal is between {least} and {most}.")
            problems.add("measures", text.format(line=line, least=least, most=f"{most:,}"))
        if kind in ("duration", "rate") and not values["unit"]:
            text = translate("Standards", "Line {line}: say in which unit, for example h.")
            problems.add("measures", text.format(line=line))
        found.append(values)
    problems.refuse(translate("Standards", "The standard was not saved."))
    return found


def _number(value: Any, step: Decimal) -> Decimal | None:
    """A number as records hold it, None for nothing; ArithmeticError for what is none, or is too large to keep."""
    if value is None or value == "":
        return None
    number = Decimal(str(value)).quantize(step)
    if not number.is_finite() or not 0 <= number <= _LARGEST:
        raise ArithmeticError(value)
    return number
