"""Use cases about practice standards: write a draft version, publish it, retire it, begin the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from coachdesk.errors import Problem, Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.people import Role
from coachdesk.records.standards import Criterion, PromptLine, RoleRequirement, Standard, StandardVersion
from coachdesk.services.checks import Problems, assign, clean
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

VERSION_FIELDS = ("purpose", "failure_prevented", "closing_evidence", "source_policy", "crosswalk", "effective_on")
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
_EMPTY: dict[str, Any] = {"critical": False}


@use_case("standard.create", QT_TRANSLATE_NOOP("Do", "Write a practice standard"))
def create_standard(
    change: Change,
    *,
    code: str,
    title: str,
    area: str = "",
    version: Mapping[str, Any] | None = None,
    criteria: Sequence[Mapping[str, Any]] = (),
    prompts: Sequence[Mapping[str, Any]] = (),
) -> int:
    """Begin a standard with a draft of its version 1. Gives the id of the draft version.

    version: any of VERSION_FIELDS.  criteria, prompts: in order, with CRITERION_FIELDS and PROMPT_FIELDS; a criterion
    without a code gets the next number.
    """
    standard = Standard(code=clean(code).upper(), title=clean(title), area=clean(area))
    _check_standard(change, standard)
    change.add(standard)
    draft = change.add(StandardVersion(standard_id=standard.id, number=1, crosswalk=[]))
    _write(change, draft, version or {}, criteria, prompts)
    change.label = translate("Do", "Write standard {code}").format(code=standard.code)
    return draft.id


@use_case("standard.edit", QT_TRANSLATE_NOOP("Do", "Edit a draft standard"))
def edit_draft(
    change: Change,
    version_id: int,
    *,
    code: str,
    title: str,
    area: str = "",
    version: Mapping[str, Any],
    criteria: Sequence[Mapping[str, Any]],
    prompts: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write a draft version anew: its texts, criteria and prompt card. Refused once it is published."""
    draft = _draft(change, version_id)
    standard = change.get(Standard, draft.standard_id)
    if draft.number > 1 and clean(code).upper() != standard.code:
        raise Refused(
            translate("Standards", "The code {code} stays once a version was published.").format(code=standard.code),
            [Problem("code", translate("Standards", "This code is on records already."))],
        )
    standard.code, standard.title, standard.area = clean(code).upper(), clean(title), clean(area)
    with change.session.no_autoflush:
        _check_standard(change, standard)
    _write(change, draft, version, criteria, prompts)
    change.label = translate("Do", "Edit the draft of standard {code}").format(code=standard.code)


@use_case("standard.publish", QT_TRANSLATE_NOOP("Do", "Publish a standard"), undoable=False)
def publish(change: Change, version_id: int, effective_on: date | None = None) -> None:
    """Publish a draft. From now on it never changes; the version published before it is retired."""
    draft = _draft(change, version_id)
    standard = change.get(Standard, draft.standard_id)
    criteria = _children(change, Criterion, version_id)
    problems = Problems()
    problems.need("title", standard.title, translate("Standards", "A title"))
    problems.need("purpose", draft.purpose, translate("Standards", "The purpose"))
    problems.need("criteria", criteria, translate("Standards", "At least one criterion"))
    for criterion in criteria:
        if not criterion.text:
            text = translate("Standards", "Criterion {code} has no wording.").format(code=criterion.code)
            problems.add("criteria", text)
    problems.refuse(translate("Standards", "{code} is not ready to publish.").format(code=standard.code))
    for older in change.session.scalars(
        sa.select(StandardVersion).where(
            StandardVersion.standard_id == standard.id, StandardVersion.status == "published"
        )
    ):
        older.status, older.retired_at = "retired", change.now
    draft.status, draft.published_at = "published", change.now
    draft.effective_on = effective_on or draft.effective_on or change.today
    change.label = translate("Do", "Publish standard {code} version {number}").format(
        code=standard.code, number=draft.number
    )


@use_case("standard.retire", QT_TRANSLATE_NOOP("Do", "Retire a standard"), undoable=False)
def retire(change: Change, version_id: int) -> None:
    """Take a published version out of use. Cycles that run under it go on with it."""
    version = change.get(StandardVersion, version_id)
    if version.status != "published":
        raise Refused(translate("Standards", "Only a published version can be retired."))
    version.status, version.retired_at = "retired", change.now
    standard = change.get(Standard, version.standard_id)
    change.label = translate("Do", "Retire standard {code} version {number}").format(
        code=standard.code, number=version.number
    )


@use_case("standard.revise", QT_TRANSLATE_NOOP("Do", "Begin a new version of a standard"))
def new_draft(change: Change, standard_id: int) -> int:
    """Begin the next version as a copy of the newest one. Gives its id. Refused while a draft is waiting."""
    standard = change.get(Standard, standard_id)
    newest = change.session.scalars(
        sa.select(StandardVersion)
        .where(StandardVersion.standard_id == standard_id)
        .order_by(StandardVersion.number.desc())
        .limit(1)
    ).one()
    if newest.status == "draft":
        raise Refused(
            translate("Standards", "{code} has a draft already, version {number}.").format(
                code=standard.code, number=newest.number
            ),
            to_do=translate("Standards", "Edit that draft."),
        )
    draft = change.add(StandardVersion(standard_id=standard_id, number=newest.number + 1, crosswalk=newest.crosswalk))
    texts = {name: getattr(newest, name) for name in VERSION_FIELDS if name != "effective_on"}
    criteria = [
        {name: getattr(one, name) for name in CRITERION_FIELDS} for one in _children(change, Criterion, newest.id)
    ]
    prompts = [{name: getattr(one, name) for name in PROMPT_FIELDS} for one in _children(change, PromptLine, newest.id)]
    _write(change, draft, texts, criteria, prompts)
    change.label = translate("Do", "Begin version {number} of standard {code}").format(
        code=standard.code, number=draft.number
    )
    return draft.id


@use_case("standard.drop_draft", QT_TRANSLATE_NOOP("Do", "Delete a draft standard"))
def drop_draft(change: Change, version_id: int) -> None:
    """Delete a draft version, and its standard when it never had another one."""
    draft = _draft(change, version_id)
    standard = change.get(Standard, draft.standard_id)
    for cls in (Criterion, PromptLine):
        for child in _children(change, cls, version_id):
            change.session.delete(child)
    change.session.flush()
    change.session.delete(draft)
    change.session.flush()
    if draft.number == 1:
        used = change.session.scalar(sa.select(sa.func.count()).where(RoleRequirement.standard_id == standard.id))
        if used:
            raise Refused(translate("Standards", "Roles require this standard; take that back first."))
        change.session.delete(standard)
    change.label = translate("Do", "Delete the draft of standard {code}").format(code=standard.code)


@use_case("standard.require", QT_TRANSLATE_NOOP("Do", "Set which roles require a standard"))
def require_of_roles(change: Change, standard_id: int, months_by_role: Mapping[int, int]) -> None:
    """Set exactly which roles require a standard, and after how many months it is verified again."""
    standard = change.get(Standard, standard_id)
    kept = {
        one.role_id: one
        for one in change.session.scalars(sa.select(RoleRequirement).where(RoleRequirement.standard_id == standard_id))
    }
    for role_id, requirement in kept.items():
        if role_id not in months_by_role:
            change.session.delete(requirement)
    for role_id, months in months_by_role.items():
        change.get(Role, role_id)
        if not 1 <= months <= 120:
            raise Refused(
                translate("Standards", "The roles were not saved."),
                [Problem("months", translate("Standards", "Months until the next check are between 1 and 120."))],
            )
        if role_id in kept:
            kept[role_id].months = months
        else:
            change.session.add(RoleRequirement(role_id=role_id, standard_id=standard_id, months=months))
    change.label = translate("Do", "Set which roles require standard {code}").format(code=standard.code)


def _draft(change: Change, version_id: int) -> StandardVersion:
    version = change.get(StandardVersion, version_id)
    if version.status != "draft":
        raise Refused(
            translate("Standards", "A published version never changes."),
            kept=translate("Standards", "Nothing was changed."),
            to_do=translate("Standards", "Begin a new version and publish that."),
        )
    return version


def _children(change: Change, cls: Any, version_id: int) -> list[Any]:
    return list(change.session.scalars(sa.select(cls).where(cls.version_id == version_id).order_by(cls.position)))


def _check_standard(change: Change, standard: Standard) -> None:
    problems = Problems()
    problems.need("code", standard.code, translate("Standards", "A code"))
    problems.need("title", standard.title, translate("Standards", "A title"))
    other = change.session.scalar(sa.select(Standard.id).where(Standard.code == standard.code))
    if other is not None and other != standard.id:
        problems.add("code", translate("Standards", "Another standard has this code."))
    problems.refuse(translate("Standards", "The standard was not saved."))


def _write(
    change: Change,
    draft: StandardVersion,
    texts: Mapping[str, Any],
    criteria: Sequence[Mapping[str, Any]],
    prompts: Sequence[Mapping[str, Any]],
) -> None:
    assign(draft, texts, VERSION_FIELDS)
    _write_children(change, draft.id, Criterion, checked_criteria(criteria), CRITERION_FIELDS)
    _write_children(change, draft.id, PromptLine, [dict(one) for one in prompts], PROMPT_FIELDS)


def _write_children(
    change: Change, version_id: int, cls: Any, wanted: Sequence[Mapping[str, Any]], allowed: tuple[str, ...]
) -> None:
    """Make the rows of a version exactly `wanted`, in order, keeping rows (and their ids) where they stand."""
    kept = _children(change, cls, version_id)
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
        threshold = values.get("threshold")
        if threshold in ("", None):
            values["threshold"] = None
        else:
            try:
                values["threshold"] = Decimal(str(threshold)).quantize(Decimal("0.001"))
            except ArithmeticError:
                text = translate("Standards", "Line {line}: the threshold must be a number.")
                problems.add("criteria", text.format(line=line))
        found.append(values)
    problems.refuse(translate("Standards", "The standard was not saved."))
    return found
