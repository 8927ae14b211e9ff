"""The window's own actions, declared once: file, edit, view, help. Pages declare theirs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from coachdesk.i18n import translate
from ui.actions import ActionSpec
from ui.context import Context, Place, ThemeHook
from ui.pages import Page, PageEntry
from ui.shell.pagestack import PageStack
from ui.shell.program import Program
from ui.shell.rail import Rail


class Frame(Protocol):
    """What these actions need of the main window."""

    context: Context
    program: Program
    pages: PageStack
    rail: Rail
    undo_label: str
    redo_label: str

    @property
    def page(self) -> Page | None: ...
    @property
    def widget(self) -> QWidget: ...
    def back_up(self) -> None: ...
    def check(self) -> None: ...
    def new_record(self) -> None: ...
    def focus_filter(self) -> None: ...
    def open_palette(self) -> None: ...
    def toggle_rail(self) -> None: ...
    def set_theme(self, mode: str) -> None: ...
    def show_page_help(self) -> None: ...
    def show_keys(self) -> None: ...
    def show_about(self) -> None: ...


FILE, EDIT, VIEW, HELP = "file", "edit", "view", "help"


def page_key(place: int) -> str:
    """The shortcut of the page at this place in the rail; "" beyond the ninth."""
    return f"Ctrl+{place + 1}" if place < 9 else ""


def app_actions(window: Frame) -> list[ActionSpec]:
    """Everything that works wherever the person is."""
    return [*_file(window), *_edit(window), *_view(window), *_help(window)]


def page_entries(window: Frame, entries: Sequence[PageEntry]) -> list[ActionSpec]:
    """One action per page ("Go to Staff"), and the ones a page offers from anywhere."""
    navigate = window.context.navigate
    specs = [
        ActionSpec(
            f"go.{entry.key}",
            entry.name,
            partial(navigate, Place(entry.key)),
            icon=entry.icon,
            shortcut=page_key(place),
            menu=VIEW,
            section=1,
            palette=False,  # the palette lists pages by themselves
        )
        for place, entry in enumerate(entries)
    ]
    specs.extend(
        ActionSpec(
            offered.id,
            translate("Pages", offered.text),
            partial(offered.open, window.context, window.widget),
            icon=offered.icon,
            shortcut=offered.shortcut,
            menu=offered.menu,
            section=2,
            help=translate("Pages", offered.help) if offered.help else "",
            changes_desk=offered.changes_desk,
        )
        for entry in entries
        for offered in entry.actions
    )
    return specs


def _file(window: Frame) -> list[ActionSpec]:
    program = window.program
    return [
        ActionSpec("desk.new", translate("Shell", "New desk…"), program.new_desk, "plus", "Ctrl+Shift+N", menu=FILE),
        ActionSpec(
            "desk.open",
            translate("Shell", "Open desk…"),
            lambda: program.open_desk(None),
            icon="folder-open",
            shortcut="Ctrl+O",
            menu=FILE,
        ),
        ActionSpec(
            "desk.backup",
            translate("Shell", "Back up now"),
            window.back_up,
            icon="hard-drive",
            menu=FILE,
            section=1,
            enabled=lambda: program.back_up is not None,
            changes_desk=lambda: not window.context.desk.writable,  # a reader may prove a backup
            help=translate("Shell", "Make a copy of this desk and prove that it can be restored"),
        ),
        ActionSpec(
            "desk.restore",
            translate("Shell", "Restore a backup…"),
            program.restore,
            icon="history",
            menu=FILE,
            section=1,
            help=translate("Shell", "Bring back a proven backup as a desk of its own; this desk stays as it is"),
        ),
        ActionSpec(
            "desk.check",
            translate("Shell", "Check the desk"),
            window.check,
            icon="shield-check",
            menu=FILE,
            section=1,
            enabled=lambda: program.check is not None,
            help=translate("Shell", "Compare file, history, records and evidence with what was recorded"),
        ),
        ActionSpec(
            "desk.passphrase",
            translate("Shell", "Change passphrase…"),
            lambda: program.change_passphrase() if program.change_passphrase is not None else None,
            icon="key-round",
            menu=FILE,
            section=1,
            enabled=lambda: program.change_passphrase is not None,
            changes_desk=True,
            help=translate("Shell", "Seal this desk with another passphrase, or take it off"),
        ),
        ActionSpec(
            "desk.close", translate("Shell", "Close desk"), program.close_desk, "x", "Ctrl+W", menu=FILE, section=9
        ),
        ActionSpec("app.quit", translate("Shell", "Quit"), program.quit, "log-out", "Ctrl+Q", menu=FILE, section=9),
    ]


def _edit(window: Frame) -> list[ActionSpec]:
    operations = window.context.operations
    return [
        ActionSpec(
            "edit.undo",
            translate("Shell", "Undo"),
            lambda: operations.undo(window.widget),
            icon="undo-2",
            shortcut="Ctrl+Z",
            menu=EDIT,
            enabled=lambda: bool(window.undo_label),
            changes_desk=True,
            text_now=lambda: (
                translate("Shell", "Undo: {what}").format(what=window.undo_label)
                if window.undo_label
                else translate("Shell", "Undo")
            ),
        ),
        ActionSpec(
            "edit.redo",
            translate("Shell", "Redo"),
            lambda: operations.redo(window.widget),
            icon="redo-2",
            shortcut="Ctrl+Shift+Z",
            more_shortcuts=("Ctrl+Y",),
            menu=EDIT,
            enabled=lambda: bool(window.redo_label),
            changes_desk=True,
            text_now=lambda: (
                translate("Shell", "Redo: {what}").format(what=window.redo_label)
                if window.redo_label
                else translate("Shell", "Redo")
            ),
        ),
        ActionSpec(
            "page.new",
            translate("Shell", "New"),
            window.new_record,
            icon="plus",
            shortcut="Ctrl+N",
            menu=EDIT,
            section=1,
            enabled=lambda: window.page is not None and window.page.can_create,
            changes_desk=lambda: window.page is not None and window.page.can_create and window.page.creating_changes,
            text_now=lambda: (
                window.page.new_label()
                if window.page is not None and window.page.can_create
                else translate("Shell", "New")
            ),
        ),
        ActionSpec(
            "page.filter",
            translate("Shell", "Filter this page"),
            window.focus_filter,
            icon="list-filter",
            shortcut="Ctrl+F",
            menu=EDIT,
            section=3,
            enabled=lambda: window.page is not None and window.page.can_filter,
        ),
        ActionSpec(
            "app.find",
            translate("Shell", "Find anything…"),
            window.open_palette,
            icon="search",
            shortcut="Ctrl+K",
            menu=EDIT,
            section=3,
            palette=False,
            help=translate("Shell", "Find any page, action or record"),
        ),
    ]


def _view(window: Frame) -> list[ActionSpec]:
    pages = window.pages
    theme = window.context.theme
    modes = (
        ("system", translate("Shell", "Colors as the system's"), "monitor"),
        ("light", translate("Shell", "Light colors"), "sun"),
        ("dark", translate("Shell", "Dark colors"), "moon"),
    )
    return [
        ActionSpec(
            "go.back",
            translate("Shell", "Back"),
            pages.back,
            icon="arrow-left",
            shortcut="Alt+Left",
            menu=VIEW,
            enabled=lambda: pages.way.can_go_back,
        ),
        ActionSpec(
            "go.forward",
            translate("Shell", "Forward"),
            pages.forward,
            icon="arrow-right",
            shortcut="Alt+Right",
            menu=VIEW,
            enabled=lambda: pages.way.can_go_forward,
        ),
        ActionSpec(
            "page.reload",
            translate("Shell", "Read this page again"),
            pages.take_all,
            icon="refresh-cw",
            shortcut="F5",
            menu=VIEW,
        ),
        ActionSpec(
            "view.rail",
            translate("Shell", "Page names at the left"),
            window.toggle_rail,
            shortcut="Ctrl+B",
            menu=VIEW,
            section=3,
            checked=lambda: not window.rail.narrow,
        ),
        *(
            ActionSpec(
                f"theme.{mode}",
                text,
                partial(window.set_theme, mode),
                icon=icon,
                menu=VIEW,
                section=4,
                checked=partial(_is_mode, theme, mode),
            )
            for mode, text, icon in modes
        ),
    ]


def _is_mode(theme: ThemeHook, mode: str) -> bool:
    return theme.mode == mode


def _help(window: Frame) -> list[ActionSpec]:
    return [
        ActionSpec(
            "help.page",
            translate("Shell", "Help for this page"),
            window.show_page_help,
            "circle-question-mark",
            "F1",
            menu=HELP,
        ),
        ActionSpec("help.keys", translate("Shell", "Keyboard list"), window.show_keys, "keyboard", "Ctrl+/", menu=HELP),
        ActionSpec(
            "help.about", translate("Shell", "About CoachDesk"), window.show_about, "info", menu=HELP, section=1
        ),
    ]
