"""Gallery scenes of the shell: first start step by step, the dialogs of opening, palette, help, trouble."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QWidget

from coachdesk.errors import DeskBusy, DeskDamaged, Problem, Refused, WrongPassphrase
from ui import theme
from ui.actions import Actions
from ui.errors import CrashDialog, TroubleDialog
from ui.gallery_registry import Stage, scene
from ui.runners import InlineRunner
from ui.shell.ask import AskPerson, TextDialog
from ui.shell.first_start.wizard import FirstStart
from ui.shell.help import AboutDialog, KeysDialog
from ui.shell.opening_dialogs import ChoiceDialog, PassphraseDialog, RestoreDialog
from ui.shell.surroundings import Surroundings


class _Told:
    """A reporter whose words are the picture."""

    def trouble(self, parent: QWidget | None, error: BaseException) -> None:
        raise error

    def bug(self, parent: QWidget | None, error: BaseException) -> None:
        raise error


def _wizard() -> FirstStart:
    folder = Path(tempfile.mkdtemp(prefix="coachdesk-gallery-"))
    local = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    wizard = FirstStart(
        Surroundings(
            local=local,
            reporter=_Told(),
            ask=AskPerson(local),
            look=theme.current(),
            entries=(),
            runner_maker=InlineRunner,
        )
    )
    wizard.agency.form.set_values(
        {"name": "Harbor Community Supports", "state": "OH", "programs": "Supportive housing\nStreet outreach"}
    )
    wizard.place.path.setText(str(folder / "Harbor Community Supports.desk"))
    wizard.you.form.set_values({"name": "Renee Okafor", "role": "supervisor", "coordinator": "Anna Petrov"})
    return wizard


@scene("first-start-agency", kind="dialog")
def first_start_agency(_stage: Stage) -> QWidget:
    """The first step."""
    return _wizard()


@scene("first-start-place", kind="dialog")
def first_start_place(_stage: Stage) -> QWidget:
    """Where to keep it, with two passphrases that differ."""
    wizard = _wizard()
    wizard.go_on()
    wizard.place.path.setText("/home/renee/OneDrive/Harbor Community Supports.desk")
    wizard.place.form.set_values({"passphrase": "four unrelated words", "again": "four unrelated wards"})
    wizard.place.form.show_problems([Problem("again", "The two are not the same. Type it once more.")])
    return wizard


@scene("first-start-open-desk", kind="dialog")
def first_start_open_desk(_stage: Stage) -> QWidget:
    """Knowingly without a passphrase."""
    wizard = _wizard()
    wizard.go_on()
    wizard.place.form.set_values({"open": True})
    return wizard


@scene("first-start-you", kind="dialog")
def first_start_you(_stage: Stage) -> QWidget:
    """The person, who is no coordinator."""
    wizard = _with_open_desk()
    wizard.go_on()
    return wizard


@scene("first-start-standards", kind="dialog")
def first_start_standards(_stage: Stage) -> QWidget:
    """The starter library, on the desk just made."""
    wizard = _with_open_desk()
    for _ in range(2):
        wizard.go_on()
    context = wizard.context
    if context is not None:
        wizard.destroyed.connect(context.desk.close)
    return wizard


def _with_open_desk() -> FirstStart:
    wizard = _wizard()
    wizard.go_on()
    folder = Path(tempfile.mkdtemp(prefix="coachdesk-gallery-"))
    wizard.place.path.setText(str(folder / "Harbor Community Supports.desk"))
    wizard.place.form.set_values({"open": True})
    return wizard


@scene("passphrase", kind="dialog")
def passphrase(_stage: Stage) -> QWidget:
    """A passphrase that was wrong twice."""
    dialog = PassphraseDialog(Path("Harbor Community Supports.desk"))
    dialog.passphrase.field.setText("not this one")
    wrong = WrongPassphrase(
        "The passphrase does not open Harbor Community Supports.desk.",
        "The file was left exactly as it is.",
        "Try it again (mind capital letters). If it surely is right, the file may be damaged: restore a backup.",
    )
    dialog.show_wrong(wrong)
    dialog.show_wrong(wrong)
    return dialog


@scene("second-opener", kind="dialog")
def second_opener(_stage: Stage) -> QWidget:
    """Somebody else writes."""
    error = DeskBusy(
        "Harbor.desk is open for writing elsewhere: Renee Okafor on FRONT-DESK, since Nov 17, 9:12 AM.",
        "Nothing was changed.",
        "You can read it meanwhile; to write, wait until it is closed there and open it again.",
        "Renee Okafor on FRONT-DESK",
    )
    return ChoiceDialog(error, [("read", "Open to read only", "primary"), ("again", "Try again", "")])


@scene("damaged", kind="dialog")
def damaged(_stage: Stage) -> QWidget:
    """A damaged file, with the way out."""
    error = DeskDamaged(
        "Harbor Community Supports.desk is cut off: its length, 812,344 bytes, is not whole pages.",
        "The file was left exactly as it is.",
        "If it is still being copied or synchronized, wait and try again; else restore a proven backup.",
    )
    return ChoiceDialog(error, [("restore", "Restore a proven backup…", "primary")])


@scene("damaged-at-work", kind="dialog")
def damaged_at_work(stage: Stage) -> QWidget:
    """Damage that a read has met, over a window."""
    from coachdesk.store.faults import damaged
    from ui.shell.banners import Banners
    from ui.shell.damage import DamageTeller

    window = QWidget()
    stage.finally_do(window.deleteLater)
    teller = DamageTeller(window, Banners(), lambda: None, lambda: None)
    teller.proven_at = datetime.fromisoformat("2026-11-17T09:30")
    return teller.dialog_for(damaged(Path("Harbor Community Supports.desk")))


@scene("restore", kind="dialog")
def restore(_stage: Stage) -> QWidget:
    """The proven backups."""
    from coachdesk.store.backup import Backup

    backups = [
        Backup(Path(f"{day}.desk"), datetime.fromisoformat(f"2026-11-{day:02}T09:30"), 4200 + 14 * day, 6_300_000)
        for day in (17, 16, 13, 12, 6)
    ]
    return RestoreDialog(Path("Harbor Community Supports.desk"), backups)


@scene("refused", kind="dialog")
def refused(_stage: Stage) -> QWidget:
    """A service said no."""
    return TroubleDialog(
        Refused(
            "The cycle cannot go to Validate yet.",
            [
                Problem("source", "A second data source is missing: a document review, reflection or interview.", "R6"),
                Problem("review", "Dana Whitfield's scenario note is not reviewed.", "R10"),
            ],
            "Add what is missing, or go on with a reason that is printed in every pack.",
            "Nothing was changed.",
        )
    )


@scene("crash", kind="dialog")
def crash(_stage: Stage) -> QWidget:
    """Our mistake, with its details shown."""
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as error:
        dialog = CrashDialog(error)
    dialog.show_details.setChecked(True)
    return dialog


@scene("reason", kind="dialog")
def reason(_stage: Stage) -> QWidget:
    """A reason that is asked for."""
    return TextDialog(None, "Pause the cycle", "Why are the clocks stopped? The reason is printed.", "Pause", long=True)


@scene("about", kind="dialog")
def about(_stage: Stage) -> QWidget:
    """Version and licenses."""
    return AboutDialog(None)


@scene("keys", kind="dialog")
def keys(stage: Stage) -> QWidget:
    """The keyboard list of a page."""
    from ui.shell.program import Program
    from ui.shell.window import MainWindow

    def nowhere(*_ignored: object) -> None:
        """Pictures lead nowhere."""

    context = replace(stage.context, actions=Actions(theme.icon))
    window = MainWindow(context, Program(nowhere, nowhere, nowhere, nowhere, nowhere), ())
    dialog = KeysDialog(context.actions, "today", "Today", "", None)
    dialog.destroyed.connect(window.deleteLater)
    return dialog


@scene("palette")
def palette(_stage: Stage) -> QWidget:
    """Ctrl+K over a page, with what "an" finds in the sample."""
    from ui.gallery_pages import window
    from ui.pages.registry import PAGES
    from ui.shell.window import MainWindow

    made = window(PAGES[0].key)
    if isinstance(made, MainWindow):
        QTimer.singleShot(0, made, partial(made.open_palette, "an"))  # once it is on the screen
    return made
