"""The starter library, and standards that come as files: brought into a desk as drafts, to read, fit and publish."""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa

import resources
from coachdesk.errors import Problem, Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.importers.standard_file import StandardFile, parse_standard
from coachdesk.queries.standard_drafts import unsaved_version
from coachdesk.queries.standards import VersionDetail
from coachdesk.records.standards import Standard, StandardVersion
from coachdesk.services.checks import clean
from coachdesk.services.standard_parts import write_parts
from coachdesk.services.standards import check_standard
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change


@cache
def starter_standards() -> tuple[StandardFile, ...]:
    """All standards of the starter library, by code."""
    files = [file for file in resources.path("library").iterdir() if file.name.endswith(".toml")]
    found = [parse_standard(file.read_bytes(), file.name) for file in files]
    return tuple(sorted(found, key=lambda standard: standard.code))


def as_version(file: StandardFile, number: int = 1, code: str = "") -> VersionDetail:
    """What a file holds as a draft to look at: as that version, under another code if one is given."""
    head = {"code": code or file.code, "title": file.title, "area": file.area}
    return unsaved_version(head, file.texts, file.criteria, file.prompts, file.measures, number)


@use_case("library.import", QT_TRANSLATE_NOOP("Do", "Add starter standards"))
def import_starters(change: Change, codes: list[str]) -> list[int]:
    """Add standards of the library as drafts, to be read, fitted and published. Gives the draft version ids.

    Refused when no code is given, or one is already used in the desk.
    """
    if not codes:
        raise Refused(translate("Library", "No standard was chosen."), to_do=translate("Library", "Tick at least one."))
    library = {standard.code: standard for standard in starter_standards()}
    if unknown := [code for code in codes if code not in library]:
        text = translate("Library", "The starter library has no standard {code}.").format(code=", ".join(unknown))
        raise Refused(
            text,
            [Problem("codes", text)],
            kept=translate("Library", "Nothing was added."),
            to_do=translate("Library", "Choose from {codes}.").format(codes=", ".join(library)),
        )
    drafts = []
    for code in codes:
        if _by_code(change, code) is not None:
            raise Refused(
                translate("Library", "The desk has a standard {code} already.").format(code=code),
                kept=translate("Library", "Nothing was added."),
                to_do=translate("Library", "Take it off the list, or give yours another code."),
            )
        drafts.append(_add(change, library[code], code))
    change.label = translate("Do", "Add starter standards {codes}").format(codes=", ".join(codes))
    return drafts


@use_case("standard.import", QT_TRANSLATE_NOOP("Do", "Bring in a standard from a file"))
def import_standard(change: Change, found: StandardFile, code: str = "", *, as_new_version: bool = False) -> int:
    """Bring in what a file holds, as a draft. Gives the draft version's id.

    code: under another code than the file's.  as_new_version: where a standard of this code is in the desk already, as
    the next version of it. Refused when the code is taken otherwise, or that standard has a draft waiting.
    """
    code = (clean(code) or clean(found.code)).upper()
    standard = _by_code(change, code)
    if standard is None:
        draft_id = _add(change, found, code)
    elif as_new_version:
        draft_id = _add_version(change, found, standard)
    else:
        raise Refused(
            translate("Library", "The desk has a standard {code} already.").format(code=code),
            kept=translate("Library", "Nothing was brought in."),
            to_do=translate("Library", "Bring it in as a new version of {code}, or under another code.").format(
                code=code
            ),
        )
    if found.agency:
        text = translate("Do", "Bring in standard {code} from {agency}")
        change.label = text.format(code=code, agency=clean(found.agency))
    else:
        change.label = translate("Do", "Bring in standard {code} from a file").format(code=code)
    return draft_id


def _by_code(change: Change, code: str) -> Standard | None:
    return change.session.scalar(sa.select(Standard).where(Standard.code == code))


def _add(change: Change, found: StandardFile, code: str) -> int:
    """The content as version 1 of a new standard, a draft."""
    standard = Standard(code=code, title=clean(found.title), area=clean(found.area))
    check_standard(change, standard, standard.title)
    return _write(change, change.add(standard).id, 1, found)


def _add_version(change: Change, found: StandardFile, standard: Standard) -> int:
    newest = change.session.scalars(
        sa.select(StandardVersion)
        .where(StandardVersion.standard_id == standard.id)
        .order_by(StandardVersion.number.desc())
        .limit(1)
    ).one()
    if newest.status == "draft":
        raise Refused(
            translate("Standards", "{code} has a draft already, version {number}.").format(
                code=standard.code, number=newest.number
            ),
            kept=translate("Library", "Nothing was brought in."),
            to_do=translate("Library", "Publish or delete that draft first, or bring this one in under another code."),
        )
    return _write(change, standard.id, newest.number + 1, found)


def _write(change: Change, standard_id: int, number: int, found: StandardFile) -> int:
    draft = change.add(
        StandardVersion(
            standard_id=standard_id, number=number, title=clean(found.title), area=clean(found.area), crosswalk=[]
        )
    )
    write_parts(change, draft, found.texts, found.criteria, found.prompts, found.measures)
    return draft.id
