"""The competence forms (R16): record an assessment, take up what a cycle offers, add its evidence, withdraw it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from coachdesk.queries import lookups
from coachdesk.queries.competence_cells import (
    CellDetail,
    CompetenceRow,
    Offer,
    assessor_qualifications,
    cell_detail,
    offer_after,
)
from coachdesk.rules.competence import suggested_expiry
from coachdesk.rules.wording import day_words
from coachdesk.services import competence, evidence
from coachdesk.settings import Settings
from coachdesk.store.desk import load_settings
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Note, Option, Part
from ui.pages.competence import words

Done = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Known:
    """What a form needs beside its cell. qualified: what was last said of an assessor, by staff id."""

    staff: tuple[Option, ...]
    standards: tuple[Option, ...]
    qualified: Mapping[int, str]
    settings: Settings


@dataclass(frozen=True, slots=True)
class Ready:
    """A cell, or what a cycle offers for it, read together with what its form needs."""

    known: Known
    cell: CellDetail | None
    offers: tuple[Offer, ...] = ()


def _known(conn: sa.Connection, today: date) -> Known:
    def options(found: Sequence[lookups.Option]) -> tuple[Option, ...]:
        return tuple(Option(one.id, one.label, one.hint) for one in found)

    return Known(
        options(lookups.active_staff(conn, today)),
        options(lookups.standards(conn)),
        assessor_qualifications(conn),
        load_settings(conn),
    )


def read_cell(conn: sa.Connection, staff_id: int, standard_id: int, today: date) -> Ready:
    """One cell with what its form needs."""
    known = _known(conn, today)
    return Ready(known, cell_detail(conn, staff_id, standard_id, today, known.settings))


def read_offers(conn: sa.Connection, cycle_id: int, today: date) -> Ready:
    """What a cycle offers, with the cell of the first offer."""
    known = _known(conn, today)
    offers = offer_after(conn, cycle_id, known.settings)
    first = offers[0] if offers else None
    cell = cell_detail(conn, first.staff_id, first.standard_id, today, known.settings) if first is not None else None
    return Ready(known, cell, offers)


def open_record(context: Context, owner: QWidget, staff_id: int, standard_id: int, done: Done | None = None) -> None:
    """Ask for an assessment of this person against this standard."""

    def show(found: Ready) -> None:
        if found.cell is not None:
            record_form(context, found.known, found.cell, owner, done).open()

    context.operations.read(read_cell, staff_id, standard_id, context.today(), done=show, owner=owner)


def open_offers(context: Context, owner: QWidget, cycle_id: int) -> None:
    """Offer what a closed cycle offers (R16), one person after the other; leaving a form leaves the rest for later."""

    def show(found: Ready) -> None:
        if found.cell is not None and found.offers:
            offer_form(context, found, owner, saved).open()

    def saved(_changes: Any) -> None:
        context.operations.read(read_offers, cycle_id, context.today(), done=show, owner=owner)

    context.operations.read(read_offers, cycle_id, context.today(), done=show, owner=owner)


def record_form(
    context: Context, known: Known, cell: CellDetail, parent: QWidget | None, done: Done | None = None
) -> FormDialog:
    """An assessment of one person against one standard."""
    title = translate("Competence", "Competence of {name} in {code}").format(name=cell.name, code=cell.code)
    intro = f"{cell.title}. {words.interval_words(cell.months, cell.role)}."
    today = context.today()
    values = {"assessed_on": today, "expires_on": suggested_expiry(today, cell.months, known.settings)}
    draft = f"competence.{cell.staff_id}.{cell.standard_id}"
    spec = FormSpec(title, _verb(), _parts(known, cell), intro, people=(cell.name,))
    return _form(context, known, cell, spec, draft, values, parent, done)


def offer_form(context: Context, found: Ready, parent: QWidget | None, done: Done | None = None) -> FormDialog:
    """What a closed cycle offers for its first person, filled in from the cycle; nothing is written by itself."""
    offer, cell = found.offers[0], found.cell
    if cell is None:
        raise LookupError(f"no staff {offer.staff_id} or standard {offer.standard_id}")
    title = translate("Competence", "Competence of {name} in {code}").format(name=offer.name, code=cell.code)
    intro = translate("Competence", "{cycle} closed with the practice achieved. Record it as competence?")
    more = len(found.offers) - 1
    parts = list(_parts(found.known, cell))
    if more:
        text = translate("Competence", "One more person of this cycle comes after this one.")
        if more > 1:
            text = translate("Competence", "{count} more people of this cycle come after this one.")
        parts.insert(0, Note(text.format(count=more), "info"))
    values = {
        "method": "live_observation",
        "assessor": offer.assessor_id,
        "qualification": found.known.qualified.get(offer.assessor_id or 0, ""),
        "assessed_on": offer.assessed_on,
        "expires_on": offer.expires_on,
    }
    spec = FormSpec(
        title,
        _verb(),
        tuple(parts),
        intro.format(cycle=offer.cycle),
        translate("Competence", "Not now"),
        people=(cell.name,),
    )
    return _form(context, found.known, cell, spec, "", values, parent, done, offer.cycle_id)


def _verb() -> str:
    return translate("Competence", "Record competence")


def _needs_support(values: Mapping[str, Any]) -> bool:
    return values.get("result") == "needs_support"


def _parts(known: Known, cell: CellDetail) -> tuple[Part, ...]:
    staff = tuple(one for one in known.staff if one.key != cell.staff_id)
    months = cell.months if cell.months is not None else known.settings.recheck_months
    until = translate("Competence", "{count} months after the assessment; leave it empty if it does not expire.")
    return (
        Field("result", translate("Competence", "Result"), "choice", choices="competence_result", buttons=True,
              required=True, default="competent"),
        Field("method", translate("Competence", "How it was assessed"), "choice", choices="competence_method",
              required=True, default="live_observation"),
        Beside(
            (
                Field("assessor", translate("Competence", "Assessed by"), "pick", choices=staff, required=True,
                      new=translate("Competence", "From outside: “{name}”")),
                Field("qualification", translate("Competence", "Their qualification"), required=True, privacy="off",
                      placeholder=translate("Competence", "RN, 12 years of home care")),
            )
        ),
        Beside(
            (
                Field("assessed_on", translate("Competence", "Assessed on"), "date", required=True, lean="past"),
                Field("expires_on", translate("Competence", "Holds until"), "date", lean="future",
                      help=until.format(count=months), when=lambda values: not _needs_support(values)),
            )
        ),
        Field("note", translate("Competence", "Note"), "long_text", lines=2,
              help=translate("Competence", "For prior learning: what they showed. When support is needed: which.")),
    )  # fmt: skip


def _form(
    context: Context,
    known: Known,
    cell: CellDetail,
    spec: FormSpec,
    draft: str,
    values: Mapping[str, Any],
    parent: QWidget | None,
    done: Done | None,
    cycle_id: int | None = None,
) -> FormDialog:
    dialog = FormDialog(spec, context.drafts if draft else None, draft, context.today, values, parent)
    _follow(dialog, known, cell)

    def arguments(found: dict[str, Any]) -> dict[str, Any]:
        assessor = found.pop("assessor")
        outside = isinstance(assessor, str)
        found["assessor_id"], found["assessor_name"] = (None, assessor) if outside else (assessor, "")
        return {
            "staff_id": cell.staff_id,
            "standard_id": cell.standard_id,
            "values": found,
            "cycle_id": cycle_id,
        }

    dialog.save_with(context.operations, competence.record_competence, arguments, done)
    return dialog


def _follow(dialog: FormDialog, known: Known, cell: CellDetail) -> None:
    """The expiry follows the day until somebody sets it; the qualification follows the assessor until it is typed."""
    form = dialog.form
    suggested: dict[str, Any] = {"expires_on": form.values()["expires_on"], "qualification": ""}

    def suggest(key: str, value: Any) -> None:
        shown = form.values()[key]
        if shown == suggested[key] and shown != value:
            suggested[key] = value
            form.blocks[key].editor.set_value(value)

    def follow() -> None:
        found = form.values()
        if isinstance(found["assessed_on"], date) and not _needs_support(found):
            suggest("expires_on", suggested_expiry(found["assessed_on"], cell.months, known.settings))
        if isinstance(found["assessor"], int):
            suggest("qualification", known.qualified.get(found["assessor"], ""))

    form.changed.connect(follow)


def withdraw_form(context: Context, row: CompetenceRow, name: str, parent: QWidget | None) -> FormDialog:
    """Why a record is withdrawn; it stays in the history. name: of the person it is about."""
    text = translate("Competence", "Why is the record of {day} withdrawn? It stays in the history with your reason.")
    spec = FormSpec(
        translate("Competence", "Withdraw a competence record"),
        translate("Competence", "Withdraw"),
        (Field("reason", translate("Competence", "Reason"), "long_text", required=True, lines=3),),
        text.format(day=day_words(row.assessed_on)),
        translate("Competence", "Keep it"),
        people=(name,),
    )
    dialog = FormDialog(spec, context.drafts, f"competence.withdraw.{row.id}", context.today, None, parent)
    dialog.save_with(
        context.operations,
        competence.withdraw_competence,
        lambda found: {"competence_id": row.id, "reason": found["reason"]},
    )
    return dialog


def evidence_form(context: Context, row: CompetenceRow, cell: CellDetail, parent: QWidget | None) -> FormDialog:
    """Keep a file in the desk that shows an assessment: a certificate, a filled-in checklist (R16, R20)."""
    endings = " ".join(f"*{ending}" for ending in evidence.ENDINGS)
    text = translate("Competence", "{name}, {code}, assessed {day}.")
    spec = FormSpec(
        translate("Competence", "Add evidence of competence"),
        translate("Evidence", "Add evidence"),
        (
            Field("path", translate("Evidence", "File"), "file", required=True,
                  patterns=translate("Evidence", "Documents and pictures ({endings})").format(endings=endings),
                  help=translate("Evidence", "A copy is kept inside the desk, with its SHA-256.")),
            Field("title", translate("Evidence", "Title"), privacy="text",
                  placeholder=translate("Competence", "First aid certificate")),
            Field("made_on", translate("Evidence", "Made on"), "date", lean="past"),
        ),
        text.format(name=cell.name, code=cell.code, day=day_words(row.assessed_on)),
        people=(cell.name,),
    )  # fmt: skip
    dialog = FormDialog(spec, context.drafts, f"competence.evidence.{row.id}", context.today, None, parent)

    def arguments(found: dict[str, Any]) -> dict[str, Any]:
        return {"competence_id": row.id, **found, "path": Path(found["path"])}

    dialog.save_with(context.operations, competence.add_evidence_file, arguments)
    return dialog
