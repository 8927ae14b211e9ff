"""The panels beside the two lists: one export, one evidence item, each with what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import sqlalchemy as sa
from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from coachdesk.i18n import translate
from coachdesk.queries.evidence import EvidenceDetail, ExportDetail, evidence_detail, export_detail
from coachdesk.settings import Settings
from ui.context import Context, Place
from ui.pages.evidence.whereabouts import Whereabouts, kind_words, state_pill
from ui.pages.record_panel import RecordPanel
from ui.tables.cells import date_text, locale_now, moment_text
from ui.widgets import Card, FlowLayout, KeyValues, Pill, button, label


def size_text(size: int) -> str:
    """ "1.2 MB" """
    return QLocale(locale_now()).formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def short_hash(sha256: str) -> str:
    """The beginning of a hash, enough to compare by eye."""
    return f"{sha256[:12]}…"


def _read_export(conn: sa.Connection, export_id: int, today: date) -> ExportDetail | None:
    return export_detail(conn, export_id, today, Settings())


def _read_evidence(conn: sa.Connection, evidence_id: int, today: date) -> EvidenceDetail | None:
    return evidence_detail(conn, evidence_id, today, Settings())


def _hash(sha256: str) -> QWidget:
    copy = button(short_hash(sha256), "link", slot=lambda: QGuiApplication.clipboard().setText(sha256))
    copy.setToolTip(translate("Evidence", "Copy the whole SHA-256: {hash}").format(hash=sha256))
    copy.setAccessibleName(translate("Evidence", "Copy SHA-256"))
    return copy


def _buttons(made: Sequence[QPushButton]) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder)
    for one in made:
        one.setAutoDefault(False)
        flow.addWidget(one)
    return holder


class ExportPanel(RecordPanel):
    """One pack or tracker. `do(verb, detail)`: look, open, folder, find or check."""

    def __init__(self, context: Context, where: Whereabouts, do: Callable[[str, ExportDetail], object]) -> None:
        super().__init__(context, translate("Evidence", "Choose a file to see what it covers."), _read_export)
        self.where = where
        self._do = do
        self.detail: ExportDetail | None = None

    def again(self) -> None:
        """What is known about the file changed."""
        if self.detail is not None:
            self._fill(self.detail)

    def _fill(self, detail: ExportDetail | None) -> None:
        self.detail = detail
        if detail is None:
            self._say(translate("Evidence", "This entry is no longer there."))
            return
        path, state = self.where.find(detail.id), self.where.states.get(detail.sha256)
        card = Card()
        card.add_text(kind_words(detail.kind), "muted")
        card.add_text(detail.file_name, "section")
        if state is not None:
            card.add(Pill(*state_pill(state)))
        seen = moment_text(detail.made_at, locale_now())
        made = (
            translate("Evidence", "{when} by {who}").format(when=seen, who=detail.made_by) if detail.made_by else seen
        )
        entry = translate("Evidence", "entry {seq}").format(seq=f"{detail.trail_seq:,}")
        trail = button(entry, "link", slot=lambda: self.context.navigate(Place("trail", detail.trail_seq)))
        facts = KeyValues()
        facts.set_rows(
            [
                (translate("Evidence", "Made"), made),
                (translate("Evidence", "Covers"), detail.scope.replace("; ", "\n")),
                (translate("Evidence", "Size"), size_text(detail.size)),
                (translate("Evidence", "SHA-256"), _hash(detail.sha256)),
                (translate("Evidence", "Trail up to"), trail),
                (
                    translate("Evidence", "On this computer"),
                    str(path) if path else translate("Evidence", "place not known here"),
                ),
            ]
        )
        card.add(facts)
        card.body.addStretch(1)
        card.add(_buttons(self._verbs(detail, path is not None)))
        self._replace(card)

    def _verbs(self, detail: ExportDetail, known: bool) -> list[QPushButton]:
        def verb(key: str, text: str, role: str = "") -> QPushButton:
            return button(text, role, slot=lambda: self._do(key, detail))

        if not known:
            return [verb("find", translate("Evidence", "Find the file…"))]
        first = (
            verb("look", translate("Evidence", "Look at it"), "primary")
            if detail.kind == "pack"
            else verb("open", translate("Evidence", "Open"), "primary")
        )
        return [
            first,
            verb("check", translate("Evidence", "Check the file")),
            verb("folder", translate("Evidence", "Open folder")),
        ]


class ItemPanel(RecordPanel):
    """One evidence item. `do(verb, detail)`: look, save or check."""

    def __init__(self, context: Context, do: Callable[[str, EvidenceDetail], object]) -> None:
        super().__init__(context, translate("Evidence", "Choose a file to see where it belongs."), _read_evidence)
        self._do = do
        self.checked: set[str] = set()  # hashes found true while the window is open
        self.detail: EvidenceDetail | None = None

    def again(self) -> None:
        """What is known about the file changed."""
        if self.detail is not None:
            self._fill(self.detail)

    def _fill(self, detail: EvidenceDetail | None) -> None:
        self.detail = detail
        if detail is None:
            self._say(translate("Evidence", "This entry is no longer there."))
            return
        card = Card()
        card.add_text(detail.number, "muted")
        card.add_text(detail.title, "section")
        if detail.sha256 in self.checked:
            card.add(Pill(translate("Evidence", "as it was added"), "ok"))
        belongs = button(detail.cycle or detail.action or detail.competence, "link", slot=lambda: self._go(detail))
        recorded = translate("Evidence", "{when} by {who}").format(
            when=moment_text(detail.recorded_at, locale_now()), who=detail.recorded_by
        )
        facts = KeyValues()
        facts.set_rows(
            [
                (translate("Evidence", "Belongs to"), belongs),
                *([(translate("Evidence", "Session"), detail.session)] if detail.cycle_id is not None else []),
                (translate("Evidence", "File"), detail.file_name),
                (translate("Evidence", "Size"), size_text(detail.size)),
                (translate("Evidence", "Made on"), date_text(detail.made_on, locale_now()) if detail.made_on else ""),
                (translate("Evidence", "Added"), recorded),
                (translate("Evidence", "SHA-256"), _hash(detail.sha256)),
            ]
        )
        card.add(facts)
        card.add(label(translate("Evidence", "The file itself is kept inside the desk."), "small"))
        card.body.addStretch(1)
        verbs = [
            button(translate("Evidence", "Save a copy…"), "primary", slot=lambda: self._do("save", detail)),
            button(translate("Evidence", "Check the file"), slot=lambda: self._do("check", detail)),
        ]
        if detail.media_type == "application/pdf":
            verbs.insert(1, button(translate("Evidence", "Look at it"), slot=lambda: self._do("look", detail)))
        card.add(_buttons(verbs))
        self._replace(card)

    def _go(self, detail: EvidenceDetail) -> None:
        """To what the file belongs to: its cycle, its corrective action, or the cell of its competence record."""
        place = Place("cycles", detail.cycle_id)
        if detail.action_id is not None:
            place = Place("actions", detail.action_id)
        elif detail.competence_id is not None:
            place = Place("staff", None, {"part": "matrix", "cell": (detail.staff_id, detail.standard_id)})
        self.context.navigate(place)
