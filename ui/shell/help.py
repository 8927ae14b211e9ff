"""Help inside the window: what this page is for, every key there is, and what CoachDesk is made of."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

import coachdesk
import resources
from coachdesk.i18n import translate
from ui import theme
from ui.actions import APP, Actions
from ui.shell.program import CheckReport
from ui.widgets import label


class KeysDialog(QDialog):
    """Every action with a key, those of the shown page first; `about_page` stands above them when given."""

    def __init__(self, actions: Actions, page: str, page_name: str, about_page: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("keys")
        self.setWindowTitle(
            translate("Help", "Help: {page}").format(page=page_name)
            if about_page
            else translate("Help", "Keyboard list")
        )
        self.resize(560, 560)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        if about_page:
            layout.addWidget(label(page_name, role="title"))
            layout.addWidget(label(about_page, selectable=True))
        self.field = QLineEdit()
        self.field.setPlaceholderText(translate("Help", "Filter keys"))
        self.field.setAccessibleName(translate("Help", "Filter keys"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._filter)
        layout.addWidget(self.field)

        inner = QWidget()
        theme.mark(inner, role="canvas")
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[str, QLabel, QLabel]] = []
        heads = ((page, translate("Help", "On {page}").format(page=page_name)), (APP, translate("Help", "Everywhere")))
        self._heads: list[tuple[QLabel, range]] = []
        for scope, title in heads:
            keyed = [spec for spec in actions.specs(scope) if spec.shortcut]
            if keyed:
                self._add(title, [(spec.help or spec.text, actions.shortcut_text(spec.id)) for spec in keyed])
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(translate("Help", "Keys"))
        layout.addWidget(scroll, 1)
        buttons = QDialogButtonBox()
        buttons.addButton(translate("Help", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _add(self, title: str, lines: Sequence[tuple[str, str]]) -> None:
        row = self._grid.rowCount()
        head = label(title, role="section")
        self._grid.addWidget(head, row, 0, 1, 2)
        first = len(self._rows)
        for text, key in lines:
            row += 1
            what, which = label(text), QLabel(key)
            theme.mark(which, role="pill")
            self._grid.addWidget(what, row, 0)
            self._grid.addWidget(which, row, 1, Qt.AlignmentFlag.AlignRight)
            self._rows.append((f"{text} {key}".casefold(), what, which))
        self._heads.append((head, range(first, len(self._rows))))

    def _filter(self, typed: str) -> None:
        words = typed.casefold().split()
        for told, what, which in self._rows:
            fits = all(word in told for word in words)
            what.setVisible(fits)
            which.setVisible(fits)
        for head, rows in self._heads:
            head.setVisible(any(not self._rows[row][1].isHidden() for row in rows))


class CheckDialog(QDialog):
    """What a check of the desk found, to read and to copy."""

    def __init__(self, report: CheckReport, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("check")
        self.setWindowTitle(translate("Help", "Check of the desk"))
        self.resize(560, 200 if report.sound else 460)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(label(report.words(), role="section", tone="ok" if report.sound else "late", selectable=True))
        for note in report.notes:
            layout.addWidget(label(note, selectable=True))
        if report.sound:
            layout.addStretch(1)
        else:
            layout.addWidget(
                label(
                    translate(
                        "Help",
                        "Nothing was changed. Keep this list, look for a sound backup (File > Restore a backup), "
                        "and find out who could write to the file.",
                    )
                )
            )
            found = QPlainTextEdit("\n".join(f"•  {finding.text}" for finding in report.findings))
            found.setReadOnly(True)
            found.setAccessibleName(translate("Help", "What is wrong"))
            layout.addWidget(found, 1)
        buttons = QDialogButtonBox()
        buttons.addButton(translate("Help", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)


PARTS: tuple[tuple[str, str], ...] = (
    ("PySide6-Essentials", "LGPL-3.0"),
    ("PySide6-Pdf", "LGPL-3.0"),
    ("SQLAlchemy", "MIT"),
    ("alembic", "MIT"),
    ("sqlcipher3", "zlib; SQLCipher BSD-3-Clause; OpenSSL Apache-2.0"),
    ("reportlab", "BSD"),
    ("pikepdf", "MPL-2.0"),
    ("openpyxl", "MIT"),
    ("platformdirs", "MIT"),
    ("holidays", "MIT"),
    ("tzdata", "Apache-2.0"),
    ("click", "BSD-3-Clause"),
    ("charset-normalizer", "MIT"),
    ("filelock", "MIT"),
)
"""What CoachDesk is built on and under which license; a test compares it with pyproject.toml."""


def notices() -> str:
    """The list of parts with versions and licenses, then the license texts of icons and fonts."""
    lines = []
    for name, terms in PARTS:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = ""  # a packaged program carries no metadata for some parts
        lines.append(f"{name} {version}".rstrip() + f": {terms}")
    texts = [resources.path(name).read_text("utf-8") for name in ("icons/LICENSE", "fonts/NotoSans-OFL.txt")]
    return "\n".join(lines) + "\n\n" + "\n\n".join(texts)


class AboutDialog(QDialog):
    """Name, version, and everybody's licenses."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(translate("Help", "About CoachDesk"))
        self.resize(560, 480)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(label("CoachDesk", role="title"))
        version = translate("Help", "Version {version}, with Qt {qt}")
        layout.addWidget(
            label(version.format(version=coachdesk.__version__, qt=qVersion()), role="muted", selectable=True)
        )
        layout.addWidget(
            label(
                translate(
                    "Help",
                    "Coaching as a workflow: practice standards in observable words, drift noticed early, "
                    "short coaching cycles, and records that show each loop was opened, acted on, checked and closed. "
                    "Your data stays in your desk file, on your own computer.",
                )
            )
        )
        layout.addSpacing(4)
        caption = label(translate("Help", "Made with, and the licenses"), role="section")
        layout.addWidget(caption)
        licenses = QPlainTextEdit(notices())
        licenses.setReadOnly(True)
        licenses.setAccessibleName(caption.text())
        layout.addWidget(licenses, 1)
        buttons = QDialogButtonBox()
        buttons.addButton(translate("Help", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
