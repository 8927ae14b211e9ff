"""The starter library: practice standards that ship with CoachDesk as data, brought into a desk one by one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

import resources
from coachdesk.errors import Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.standards import Criterion, PromptLine, Standard, StandardVersion
from coachdesk.services.checks import assign
from coachdesk.services.standards import CRITERION_FIELDS, PROMPT_FIELDS, VERSION_FIELDS, checked_criteria
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change


@dataclass(frozen=True, slots=True)
class StarterStandard:
    """A standard of the library: its heading, and everything else as the data file holds it."""

    code: str
    title: str
    area: str
    purpose: str
    data: dict[str, Any]


@cache
def starter_standards() -> tuple[StarterStandard, ...]:
    """All standards of the starter library, by code."""
    found = []
    for file in resources.path("library").iterdir():
        if file.name.endswith(".toml"):
            data = tomllib.loads(file.read_text("utf-8"))
            found.append(StarterStandard(data["code"], data["title"], data["area"], data["purpose"], data))
    return tuple(sorted(found, key=lambda standard: standard.code))


@use_case("library.import", QT_TRANSLATE_NOOP("Do", "Add starter standards"))
def import_starters(change: Change, codes: list[str]) -> list[int]:
    """Add standards of the library as drafts, to be read, fitted and published. Gives the draft version ids.

    Refused when no code is given, or one is already used in the desk.
    """
    if not codes:
        raise Refused(translate("Library", "No standard was chosen."), to_do=translate("Library", "Tick at least one."))
    library = {standard.code: standard for standard in starter_standards()}
    drafts = []
    for code in codes:
        starter = library[code]
        if change.session.scalar(sa.select(Standard.id).where(Standard.code == code)) is not None:
            raise Refused(
                translate("Library", "The desk has a standard {code} already.").format(code=code),
                kept=translate("Library", "Nothing was added."),
                to_do=translate("Library", "Take it off the list, or give yours another code."),
            )
        standard = change.add(Standard(code=starter.code, title=starter.title, area=starter.area))
        draft = change.add(StandardVersion(standard_id=standard.id, number=1, crosswalk=[]))
        assign(draft, {name: starter.data[name] for name in VERSION_FIELDS if name in starter.data}, VERSION_FIELDS)
        for position, values in enumerate(checked_criteria(starter.data["criteria"])):
            criterion = Criterion(version_id=draft.id, position=position)
            assign(criterion, values, CRITERION_FIELDS)
            change.session.add(criterion)
        for position, values in enumerate(starter.data["prompts"]):
            line = PromptLine(version_id=draft.id, position=position)
            assign(line, values, PROMPT_FIELDS)
            change.session.add(line)
        drafts.append(draft.id)
    change.label = translate("Do", "Add starter standards {codes}").format(codes=", ".join(codes))
    return drafts
