"""What a version of a standard says, as the window shows it: purpose, criteria, prompt card, how it shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.standard_changes import goal_words, limit_words
from coachdesk.queries.standards import CriterionRow, VersionDetail
from ui import theme
from ui.pages.cycles.grid import CardGrid, Cell
from ui.pages.standards import words
from ui.widgets import Card, Columns, FlowLayout, Pill, label, line


def purpose_rows(version: VersionDetail) -> list[tuple[str, str]]:
    """What it is for, as names and values: purpose, what it prevents, evidence, sources."""
    rows = [
        (translate("Standards", "Purpose"), version.purpose),
        (translate("Standards", "Prevents"), version.failure_prevented),
        (translate("Standards", "Evidence that closes a cycle"), version.closing_evidence),
    ]
    if version.source_policy:
        rows.append((translate("Standards", "Source policy"), version.source_policy))
    if version.crosswalk:
        rows.append((translate("Standards", "Answers to"), "\n".join(version.crosswalk)))
    return rows


def fill_criteria(column: QVBoxLayout, criteria: Sequence[CriterionRow]) -> None:
    """Put the criteria below each other; a sentence where there are none."""
    if not criteria:
        text = translate("Standards", "No criteria yet. Write what somebody beside it could see or read.")
        column.addWidget(label(text, "muted"))
    for place, one in enumerate(criteria):
        if place:
            column.addWidget(line(faint=True))
        column.addWidget(criterion_view(one))


def criterion_view(one: CriterionRow) -> QWidget:
    """One criterion: code and wording, its pills, and how it is judged where that is written."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    column.addWidget(label(f"{one.code}  {one.text}", "strong", selectable=True))
    pills = QWidget(holder)
    row = FlowLayout(pills, gap=6, line_gap=4)
    row.addWidget(Pill(vocabulary.label("criterion_kind", one.kind), "plain", pills))
    limit = limit_words(one.threshold, one.unit)
    if limit:
        row.addWidget(Pill(translate("Standards", "limit {limit}").format(limit=limit), "accent", pills))
    if one.critical:
        row.addWidget(Pill(translate("Standards", "critical"), "attention", pills))
    column.addWidget(pills)
    grades = [
        (translate("Standards", "Ideal"), one.ideal),
        (translate("Standards", "Acceptable"), one.acceptable),
        (translate("Standards", "Developmental"), one.developmental),
        (translate("Standards", "Unacceptable"), one.unacceptable),
    ]
    told = [pair for pair in grades if pair[1]]
    if told:
        column.addWidget(Columns([(_grade(*pair), 1, 140) for pair in told]))
    return holder


def _grade(name: str, text: str) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    column.addWidget(label(name, "small"))
    column.addWidget(label(text))
    return holder


def prompt_grid() -> CardGrid:
    """The table of a prompt card."""
    return CardGrid(
        [translate("Standards", "You notice"), translate("Standards", "From"), translate("Standards", "Call")]
    )


def prompt_rows(version: VersionDetail) -> list[list[Cell]]:
    """The lines of a prompt card."""
    return [[label(one.cue, "strong"), one.threshold, one.call] for one in version.prompts]


class StandardContent(QScrollArea):
    """A whole standard in one card that scrolls, by the wheel or by the arrow keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="panel")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_version(self, version: VersionDetail) -> None:
        """Show this one from its beginning."""
        card = Card(f"{version.code} {version.title}")
        if version.area:
            card.add_text(version.area, "muted")
        purpose, prevents, *more = purpose_rows(version)
        for name, text in (purpose, prevents):
            _add_part(card, name, text)
        card.add_heading(translate("Standards", "What good practice looks like"))
        column = QVBoxLayout()
        column.setSpacing(10)
        fill_criteria(column, version.criteria)
        card.body.addLayout(column)
        if version.prompts:
            card.add_heading(translate("Standards", "Prompt card"))
            prompts = prompt_grid()
            prompts.set_rows(prompt_rows(version))
            card.add(prompts)
        if version.measures:
            told = [f"{one.name}, {vocabulary.label('measure_kind', one.kind).lower()}: {goal_words(one)}"
                    for one in version.measures]  # fmt: skip
            _add_part(card, translate("Standards", "How it shows"), "\n".join(told))
        _add_part(card, translate("Standards", "Practice scenario"), version.scenario)
        for name, text in more:
            _add_part(card, name, text)
        card.body.addStretch(1)
        self.setWidget(card)
        self.verticalScrollBar().setValue(0)
        told_name = translate("Standards", "{code}, as it is brought in")
        self.setAccessibleName(told_name.format(code=version.code))
        self.setAccessibleDescription(f"{version.title}. {version.purpose} {words.content_words(version)}")


def _add_part(card: Card, name: str, text: str) -> None:
    if text:
        card.add_heading(name)
        card.add_text(text)
