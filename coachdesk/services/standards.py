"""Use cases about practice standards: write a draft version, publish it, retire it, begin the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk.errors import Problem, Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.people import Role
from coachdesk.records.standards import (
    Criterion,
    PromptLine,
    RoleRequirement,
    Standard,
    StandardMeasure,
    StandardVersion,
)
from coachdesk.services.checks import Problems, clean
from coachdesk.services.standard_parts import (
    CRITERION_FIELDS,
    MEASURE_FIELDS,
    PARTS,
    PROMPT_FIELDS,
    VERSION_FIELDS,
    children,
    write_parts,
)
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change


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
    measures: Sequence[Mapping[str, Any]] = (),
) -> int:
    """Begin a standard with a draft of its version 1. Gives the id of the draft version.

    version: any of VERSION_FIELDS.  criteria, prompts, measures: in order, with CRITERION_FIELDS, PROMPT_FIELDS and
    MEASURE_FIELDS; a criterion without a code gets the next number.
    """
    standard = Standard(code=clean(code).upper(), title=clean(title), area=clean(area))
    check_standard(change, standard, standard.title)
    change.add(standard)
    draft = change.add(
        StandardVersion(standard_id=standard.id, number=1, title=standard.title, area=standard.area, crosswalk=[])
    )
    write_parts(change, draft, version or {}, criteria, prompts, measures)
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
    measures: Sequence[Mapping[str, Any]] | None = None,
) -> None:
    """Write a draft anew: texts, criteria, prompt card, measures (None: as they are). Refused once published."""
    draft = _draft(change, version_id)
    standard = change.get(Standard, draft.standard_id)
    if draft.number > 1 and clean(code).upper() != standard.code:
        raise Refused(
            translate("Standards", "The code {code} stays once a version was published.").format(code=standard.code),
            [Problem("code", translate("Standards", "This code is on records already."))],
        )
    draft.title, draft.area = clean(title), clean(area)
    if draft.number == 1:
        standard.code, standard.title, standard.area = clean(code).upper(), draft.title, draft.area
    with change.session.no_autoflush:
        check_standard(change, standard, draft.title)
    write_parts(change, draft, version, criteria, prompts, measures)
    change.label = translate("Do", "Edit the draft of standard {code}").format(code=standard.code)


@use_case("standard.publish", QT_TRANSLATE_NOOP("Do", "Publish a standard"), undoable=False)
def publish(change: Change, version_id: int, effective_on: date | None = None) -> None:
    """Publish a draft. From now on it never changes; the version published before it is retired.

    It is in force at once, so effective_on is today or a day that has been: a version of next month waits as a draft.
    """
    draft = _draft(change, version_id)
    standard = change.get(Standard, draft.standard_id)
    criteria = children(change, Criterion, version_id)
    problems = Problems()
    problems.need("title", draft.title, translate("Standards", "A title"))
    problems.need("purpose", draft.purpose, translate("Standards", "The purpose"))
    problems.need("criteria", criteria, translate("Standards", "At least one criterion"))
    for criterion in criteria:
        if not criterion.text:
            text = translate("Standards", "Criterion {code} has no wording.").format(code=criterion.code)
            problems.add("criteria", text)
    effective = effective_on or draft.effective_on or change.today
    if effective > change.today:
        text = translate("Standards", "It is in force as soon as it is published. Leave it a draft until {day}.")
        problems.add("effective_on", text.format(day=f"{effective:%m/%d/%Y}"))
    problems.refuse(translate("Standards", "{code} is not ready to publish.").format(code=standard.code))
    for older in change.session.scalars(
        sa.select(StandardVersion).where(
            StandardVersion.standard_id == standard.id, StandardVersion.status == "published"
        )
    ):
        older.status, older.retired_at = "retired", change.now
    draft.status, draft.published_at = "published", change.now
    standard.title, standard.area = draft.title, draft.area
    draft.effective_on = effective
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
    draft = change.add(
        StandardVersion(
            standard_id=standard_id,
            number=newest.number + 1,
            title=newest.title,
            area=newest.area,
            crosswalk=newest.crosswalk,
        )
    )
    texts = {name: getattr(newest, name) for name in VERSION_FIELDS if name != "effective_on"}
    criteria = [
        {name: getattr(one, name) for name in CRITERION_FIELDS} for one in children(change, Criterion, newest.id)
    ]
    prompts = [{name: getattr(one, name) for name in PROMPT_FIELDS} for one in children(change, PromptLine, newest.id)]
    measures = [
        {name: getattr(one, name) for name in MEASURE_FIELDS} for one in children(change, StandardMeasure, newest.id)
    ]
    write_parts(change, draft, texts, criteria, prompts, measures)
    change.label = translate("Do", "Begin version {number} of standard {code}").format(
        code=standard.code, number=draft.number
    )
    return draft.id


@use_case("standard.drop_draft", QT_TRANSLATE_NOOP("Do", "Delete a draft standard"))
def drop_draft(change: Change, version_id: int) -> None:
    """Delete a draft version, and its standard when it never had another one."""
    draft = _draft(change, version_id)
    standard = change.get(Standard, draft.standard_id)
    for cls in PARTS:
        for child in children(change, cls, version_id):
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


def check_standard(change: Change, standard: Standard, title: str) -> None:
    """Refuse a standard without code or title, or with a code that another one has."""
    problems = Problems()
    problems.need("code", standard.code, translate("Standards", "A code"))
    problems.need("title", title, translate("Standards", "A title"))
    other = change.session.scalar(sa.select(Standard.id).where(Standard.code == standard.code))
    if other is not None and other != standard.id:
        problems.add("code", translate("Standards", "Another standard has this code."))
    problems.refuse(translate("Standards", "The standard was not saved."))
