"""A standard's own page: what it asks for, how it is judged, its prompt card, its versions, and who must know it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coachdesk import vocabulary
from coachdesk.changes import Changes
from coachdesk.i18n import translate
from coachdesk.queries.standard_changes import goal_words
from coachdesk.queries.standard_measures import counted_by
from coachdesk.queries.standards import StandardDetail, VersionDetail, standard_detail, version_detail
from coachdesk.queries.trail import HistoryRow, history_of
from coachdesk.store.desk import load_settings
from ui.context import Context, Place
from ui.keep_focus import keeps_focus
from ui.pages.cycles.grid import CardGrid
from ui.pages.history import LATEST, history_entries
from ui.pages.record_page import RecordPage
from ui.pages.standards import content, words
from ui.pages.standards.moves import StandardMoves
from ui.widgets import (
    Banner,
    Card,
    Columns,
    FlowLayout,
    KeyValues,
    Timeline,
    button,
    clear_layout,
    label,
    stacked,
)

CYCLES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class StandardShown:
    """A standard, the version in sight, its latest history. counted_by: cycles (id, number) by measure (R20)."""

    standard: StandardDetail
    version: VersionDetail
    history: tuple[HistoryRow, ...]
    counted_by: Mapping[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)


def read_standard(
    conn: sa.Connection, standard_id: int, today: date, version_id: int | None = None
) -> StandardShown | None:
    """Read it; without a version (or one that went) the one in force, else the draft, else the newest. None: gone."""
    standard = standard_detail(conn, standard_id, today, load_settings(conn))
    if standard is None or not standard.versions:
        return None
    known = {one.id for one in standard.versions}
    version = version_detail(conn, version_id) if version_id in known and version_id is not None else None
    version = version or standard.current or standard.draft or version_detail(conn, standard.versions[0].id)
    if version is None:
        return None
    history = tuple(history_of(conn, "standard", standard_id, LATEST))
    return StandardShown(standard, version, history, counted_by(conn, version.id))


class StandardRecord(RecordPage):
    """Everything about one standard, and every way to work on it. `back` leads to the list."""

    def __init__(self, context: Context, back: Callable[[], object]) -> None:
        super().__init__(context, back)
        self.shown: StandardShown | None = None
        self._standard_id = 0
        self.moves = StandardMoves(context, self, self.show_version)
        self._build()

    def show_standard(self, standard_id: int, version_id: int | None = None) -> None:
        """Show this standard, in this version or the one that counts."""
        self._standard_id = standard_id
        self.context.operations.read(
            read_standard, standard_id, self.context.today(), version_id, done=self._fill, owner=self,
            latest="standard.record",
        )  # fmt: skip

    def show_version(self, version_id: int) -> None:
        """Show another version of it."""
        self.show_standard(self._standard_id, version_id)

    def refresh(self, _changes: Changes[Any] | None) -> None:
        """Read it again."""
        if self.shown is not None:
            self.show_standard(self._standard_id, self.shown.version.id)

    # The page ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.printed = button(translate("Standards", "As printed"), icon="printer", slot=lambda: self.moves.do("print"))
        self.edit = button(translate("Standards", "Edit draft"), icon="pencil", slot=lambda: self.moves.do("edit"))
        self.publish = button(translate("Standards", "Publish…"), "primary", slot=lambda: self.moves.do("publish"))
        for made in (self.printed, self.edit, self.publish):
            self.header.add_button(made)
        self.banner = Banner("", "info", closable=False)
        self.banner.hide()
        self.waiting = Banner("", "info", translate("Standards", "Look at the draft"), closable=False)
        self.waiting.acted.connect(self._show_draft)
        self.waiting.hide()
        self.purpose = KeyValues()
        self.purpose_card = Card(translate("Standards", "What it is for"))
        self.purpose_card.add(self.purpose)
        self.criteria_card = Card(translate("Standards", "What good practice looks like"))
        self.criteria = QWidget()
        self._criteria_column = QVBoxLayout(self.criteria)
        self._criteria_column.setContentsMargins(0, 0, 0, 0)
        self._criteria_column.setSpacing(10)
        self.criteria_card.add(self.criteria)
        self.prompt_card = Card(translate("Standards", "Prompt card"))
        self.prompts = content.prompt_grid()
        self.prompt_card.add(self.prompts)
        self.shows_card = Card(translate("Standards", "How it shows"))
        self.measures = CardGrid(
            [
                translate("Standards", "Measure"),
                translate("Standards", "Kind"),
                translate("Standards", "Goal"),
                translate("Standards", "Counted by"),
            ]
        )
        self.scenario_head = label(translate("Standards", "Practice scenario"), "strong")
        self.shows_card.add(self.measures)
        self.shows_card.add(self.scenario_head)
        self.scenario = self.shows_card.add_text("")
        self.versions_card, self.versions = Card(translate("Standards", "Versions")), Timeline()
        self.versions.opened.connect(lambda key: self.show_version(int(key)))
        self.compare = button(translate("Standards", "What changed"), "link", slot=lambda: self.moves.do("compare"))
        self.versions_card.add(self.versions)
        self.versions_card.add_action(self.compare)
        self.roles_card = Card(translate("Standards", "Required of"))
        self.change_roles = button(translate("Standards", "Change"), "link", slot=lambda: self.moves.do("roles"))
        self.change_roles.setAccessibleName(translate("Standards", "Change the roles that require it"))
        self.roles_card.add_action(self.change_roles)
        self.roles = self.roles_card.add_text("")
        self.used_card, self.used = Card(translate("Standards", "Where it is used")), KeyValues()
        self.used_card.add(self.used)
        self.history_card, self.history = Card(translate("Standards", "Trail")), Timeline()
        self.history_card.add(self.history)
        left = stacked(self.purpose_card, self.criteria_card, self.prompt_card, self.shows_card)
        right = stacked(self.versions_card, self.roles_card, self.used_card, self.history_card)
        for one in (self.banner, self.waiting, Columns([(left, 7, 460), (right, 3, 280)])):
            self.frame.add(one)
        self.frame.add_stretch()

    @keeps_focus
    def _fill(self, shown: StandardShown | None) -> None:
        if shown is None:
            self.shown = None
            self._back()
            return
        if self._shows(shown):
            return
        self.shown = shown
        standard, version, today = shown.standard, shown.version, self.context.today()
        self.moves.standard, self.moves.version = standard, version
        self.header.set_breadcrumb([(translate("Standards", "Standards"), self._back)])
        self.header.set_title(f"{standard.code} {version.title}")
        self.header.set_pill(
            f"{words.version_name(version.number)} · {vocabulary.label('version_status', version.status)}",
            vocabulary.tone("version_status", version.status),
        )
        self.header.set_state(words.header_line(standard))
        self._fill_buttons(standard, version)
        told, tone = words.state_note(version, standard, today)
        self.banner.setVisible(bool(told))
        if told:
            self.banner.set_text(told, tone)
        draft = standard.draft
        self.waiting.setVisible(draft is not None and version.id != draft.id)
        if draft is not None:
            text = translate("Standards", "A draft of version {number} is waiting to be published.")
            self.waiting.set_text(text.format(number=draft.number), "info")
        self.purpose.set_rows(content.purpose_rows(version))
        clear_layout(self._criteria_column)
        content.fill_criteria(self._criteria_column, version.criteria)
        self.prompt_card.setVisible(bool(version.prompts))
        self.prompts.set_rows(content.prompt_rows(version))
        self._fill_shows(version, shown.counted_by)
        self._fill_side(shown, today)
        self.context.actions.refresh()

    def _fill_buttons(self, standard: StandardDetail, version: VersionDetail) -> None:
        writable = not self.context.read_only
        for one in (self.edit, self.publish):
            one.setVisible(writable and version.status == "draft")
        self.change_roles.setVisible(writable)
        self.compare.setVisible(len(standard.versions) > 1)
        self._offer(self.moves.offered(), self.moves.do)

    def _fill_shows(self, version: VersionDetail, counted: Mapping[int, tuple[tuple[int, str], ...]]) -> None:
        self.shows_card.setVisible(bool(version.measures or version.scenario))
        self.measures.setVisible(bool(version.measures))
        rows: list[list[str | QWidget]] = [
            [
                label(one.name, "strong"),
                vocabulary.label("measure_kind", one.kind),
                goal_words(one),
                self._cycles(counted.get(one.id, ())),
            ]
            for one in version.measures
        ]
        self.measures.set_rows(rows)
        for one in (self.scenario_head, self.scenario):
            one.setVisible(bool(version.scenario))
        self.scenario.setText(version.scenario)

    def _cycles(self, cycles: Sequence[tuple[int, str]]) -> str | QWidget:
        """The newest cycles whose rule counts a measure, or that measured it beside theirs."""
        if not cycles:
            return "—"
        holder = QWidget()
        across = FlowLayout(holder, gap=8, line_gap=0)
        for cycle_id, number in cycles[:CYCLES_SHOWN]:
            across.addWidget(button(number, "link", slot=partial(self.context.navigate, Place("cycles", cycle_id))))
        if len(cycles) > CYCLES_SHOWN:
            more = translate("Standards", "and {count} more").format(count=len(cycles) - CYCLES_SHOWN)
            across.addWidget(label(more, "muted"))
        return holder

    def _fill_side(self, shown: StandardShown, today: date) -> None:
        standard = shown.standard
        self.versions.set_entries(
            [words.version_entry(one, one.id == shown.version.id, today) for one in standard.versions]
        )
        told = [f"{one.role}, {words.requirement_words(one)}" for one in standard.required_of]
        self.roles.setText("\n".join(told) or translate("Standards", "No role requires it yet."))
        self.used.set_rows(
            [
                self._used(
                    translate("Standards", "Open cycles"), standard.open_cycles, "cycles", open=True, part="list"
                ),
                self._used(translate("Standards", "Cycles in all"), standard.cycles, "cycles", part="list"),
                self._used(translate("Standards", "Signals"), standard.signals, "signals", part="list"),
            ]
        )
        self.history.set_entries(history_entries(shown.history, today))

    def _used(self, title: str, count: int, page: str, **filters: object) -> tuple[str, str | QWidget]:
        """A count that opens the list it counts: the page of those records, filtered to this standard (R20)."""
        if not count or self.shown is None:
            return title, str(count)
        place = Place(page, None, {**filters, "standard": frozenset({self.shown.standard.code})})
        made = button(str(count), "link", slot=partial(self.context.navigate, place))
        made.setAccessibleName(translate("Standards", "{what}: {count}, show them").format(what=title, count=count))
        return title, made

    def _show_draft(self) -> None:
        if self.shown is not None and self.shown.standard.draft is not None:
            self.show_version(self.shown.standard.draft.id)
