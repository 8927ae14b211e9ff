"""Opening, closing and restoring desks from the window, over real desk files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.errors import DeskTooNew, NotADesk
from coachdesk.services.agency import add_profile
from coachdesk.store import backup, faults
from coachdesk.store.desk import Desk, open_desk
from coachdesk.store.lock import Holder
from tests.helpers.desks import RENEE, Clock, new_desk
from tests.ui.shell.bench import PASS, Bench, closed_desk
from ui.shell import local
from ui.shell.opening_dialogs import ChoiceDialog, PassphraseDialog, RestoreDialog


def dialog_of(kind: type[QDialog], parent: QWidget | None) -> Any:
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind), found
    assert parent is None or found.parent() is parent
    return found


def test_opening_a_desk_shows_its_window_and_remembers_it(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    path = closed_desk(tmp_path, clock)
    bench = make_bench()
    start = bench.desks.show_start()
    bench.desks.open(path)
    (window,) = bench.desks.windows
    assert window.status.person.text() == "Renee Okafor · Coordinator"
    assert window.status.backup.text().startswith("Backup proven")
    assert len(backup.listed(path)) == 1
    assert local.recent_desks(bench.local) == [path]
    assert bench.desks.start is None
    assert not start.isVisible()
    assert bench.ended == []

    bench.desks.open(path)
    assert len(bench.desks.windows) == 1

    window.close()
    assert bench.ended == [True]
    open_desk(path, clock=clock).close()


def test_a_wrong_passphrase_is_said_in_place_and_may_be_tried_again(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    path = closed_desk(tmp_path, clock, PASS)
    bench = make_bench()
    start = bench.desks.show_start()
    bench.desks.open(path)
    dialog: PassphraseDialog = dialog_of(PassphraseDialog, start)
    assert not dialog.ok.isEnabled()
    qtbot.keyClicks(dialog.passphrase.field, "not this one")
    qtbot.keyClick(dialog.passphrase.field, Qt.Key.Key_Return)
    assert "does not open Harbor.desk" in dialog.wrong.text()
    assert dialog.isVisible()
    assert not dialog.lost.isVisible()
    qtbot.keyClick(dialog.passphrase.field, Qt.Key.Key_Return)
    assert dialog.lost.isVisible()
    qtbot.keyClicks(dialog.passphrase.field, PASS)
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert len(bench.desks.windows) == 1
    assert not bench.told.troubles


def test_a_desk_that_somebody_else_writes_can_be_read_and_says_who_has_it(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coachdesk.store import lock

    path = closed_desk(tmp_path, clock)
    holder = Holder("renee", "FRONT-DESK", 4242, "2026-11-17T14:12:00+00:00", "token")

    def taken(_desk: Path) -> None:
        raise lock.busy(path, holder)

    bench = make_bench()
    start = bench.desks.show_start()
    with monkeypatch.context() as patch:
        patch.setattr(lock.WriterLock, "take", taken)
        bench.desks.open(path)
        dialog: ChoiceDialog = dialog_of(ChoiceDialog, start)
        assert dialog.objectName() == "busy"
        again = dialog.findChild(QPushButton, "choose.again")
        assert again is not None
        again.click()
        dialog = dialog_of(ChoiceDialog, start)
        read = dialog.findChild(QPushButton, "choose.read")
        assert read is not None
        read.click()
    (window,) = bench.desks.windows
    assert window.status.badge.isVisible()
    banner = window.banners.shown["read-only"]
    assert "renee on FRONT-DESK" in banner.accessibleName()
    banner.acted.emit()
    qtbot.waitUntil(lambda: len(bench.desks.windows) == 1 and bench.desks.windows[0].context.desk.writable)


def test_a_damaged_desk_leads_to_its_proven_backups_in_three_clicks(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    path = closed_desk(tmp_path, clock)
    with open_desk(path, clock=clock) as desk:
        made = backup.make(path, desk.key, clock())
    path.write_bytes(path.read_bytes()[:5000])
    damaged = path.read_bytes()
    target = tmp_path / "restored.desk"
    bench = make_bench(target)
    start = bench.desks.show_start()
    bench.desks.open(path)
    choice: ChoiceDialog = dialog_of(ChoiceDialog, start)
    assert "cut off" in choice.windowTitle() + " ".join(part.text() for part in choice.findChildren(_label_kind()))
    restore = choice.findChild(QPushButton, "choose.restore")
    assert restore is not None
    restore.click()
    listing: RestoreDialog = dialog_of(RestoreDialog, start)
    assert listing.list.count() == 1
    listing.ok.click()
    (window,) = bench.desks.windows
    assert window.context.desk.path == target
    assert Path(bench.ask.suggested[0]).parent == path.parent, "beside the desk, not where a roster was looked for"
    assert path.read_bytes() == damaged
    assert made.path.exists()


def test_damage_found_while_working_leads_to_a_proven_backup_in_three_clicks(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    path = closed_desk(tmp_path, clock)
    target = tmp_path / "restored.desk"
    bench = make_bench(target)
    bench.desks.show_start()
    bench.desks.open(path)  # which proves a backup
    (window,) = bench.desks.windows

    def broken(_conn: Any) -> None:
        raise faults.damaged(path)

    for _ in range(3):  # a page, the rail and the panel find it at the same moment
        window.context.operations.read(broken, done=lambda _found: None)
    choice: ChoiceDialog = dialog_of(ChoiceDialog, window)
    assert len([one for one in window.findChildren(ChoiceDialog) if one.isVisible()]) == 1
    said = " ".join(part.text() for part in choice.findChildren(_label_kind()))
    for words in ("is damaged and cannot be read whole", "left exactly as it is", "Last proven backup: "):
        assert words in said
    restore = choice.findChild(QPushButton, "choose.restore")
    assert restore is not None
    assert restore.isDefault() or restore.property("role") == "primary"
    qtbot.keyClick(choice, Qt.Key.Key_Escape)
    assert bench.told.troubles == []
    assert window.banners.shown["damaged"].isVisible(), "put off, the way out stays in sight"
    window.context.operations.read(broken, done=lambda _found: None)
    again = dialog_of(ChoiceDialog, window).findChild(QPushButton, "choose.restore")
    assert again is not None
    again.click()  # one
    dialog_of(RestoreDialog, None).ok.click()  # two; the third is the name the restored desk gets
    assert {one.context.desk.path for one in bench.desks.windows} == {path, target}


def _label_kind() -> type:
    from ui.widgets import TextLabel

    return TextLabel


def test_a_sealed_backup_asks_for_its_passphrase_before_it_is_restored(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    path = closed_desk(tmp_path, clock, PASS)
    with open_desk(path, PASS, clock=clock) as desk:
        backup.make(path, desk.key, clock())
    target = tmp_path / "restored.desk"
    bench = make_bench(target)
    start = bench.desks.show_start()
    bench.desks.offer_restore(path)
    dialog_of(RestoreDialog, start).ok.click()
    dialog: PassphraseDialog = dialog_of(PassphraseDialog, start)
    qtbot.keyClicks(dialog.passphrase.field, "wrong one")
    dialog.ok.click()
    assert dialog.wrong.isVisible()
    assert not target.exists()
    dialog.passphrase.field.setText(PASS)
    dialog.ok.click()
    assert bench.desks.windows[0].context.desk.path == target
    assert local.recent_desks(bench.local) == [target]


def test_a_backup_never_replaces_a_file(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    path = closed_desk(tmp_path, clock)
    with open_desk(path, clock=clock) as desk:
        backup.make(path, desk.key, clock())
    before = path.read_bytes()
    bench = make_bench(path)
    bench.desks.show_start()
    bench.desks.offer_restore(path)
    dialog_of(RestoreDialog, None).ok.click()
    assert [error.happened for error in bench.told.troubles] == [f"There is already a file Harbor.desk in {tmp_path}."]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "kind"), [(b"PK\x03\x04" + b"0" * 5000, NotADesk), (b"Dear diary\n" * 900, NotADesk)]
)
def test_what_is_no_desk_is_told_and_left_alone(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, content: bytes, kind: type
) -> None:
    path = tmp_path / "thing.desk"
    path.write_bytes(content)
    bench = make_bench()
    bench.desks.show_start()
    bench.desks.open(path)
    assert [type(error) for error in bench.told.troubles] == [kind]
    assert bench.told.troubles[0].to_do
    assert path.read_bytes() == content
    assert bench.desks.windows == []
    assert bench.desks.start is not None
    assert bench.desks.start.isVisible()


def test_a_newer_desk_is_refused_with_what_to_do(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.shell import opening

    def too_new(_path: Path, _passphrase: str | None, _mode: str) -> Desk:
        raise DeskTooNew("newer", "left", "Install the newer CoachDesk")

    monkeypatch.setattr(opening, "open_it", too_new)
    bench = make_bench()
    bench.desks.show_start()
    bench.desks.open(closed_desk(tmp_path, clock))
    assert [type(error) for error in bench.told.troubles] == [DeskTooNew]


def test_with_several_people_the_window_asks_who_it_is_once(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    desk = new_desk(tmp_path, clock)
    add_profile(desk, RENEE, name="Luis Marín", role="supervisor")
    desk.close()
    bench = make_bench("2")
    bench.desks.show_start()
    bench.desks.open(desk.path)
    assert bench.desks.windows[0].context.actor.name == "Luis Marín"
    bench.desks.show_start()
    bench.desks.windows[0].close()
    bench.desks.open(desk.path)
    assert bench.desks.windows[0].context.actor.name == "Luis Marín"
    assert len(bench.ask.asked) == 1


def test_closing_the_desk_goes_back_to_the_start_and_forgetting_keeps_the_file(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    path = closed_desk(tmp_path, clock)
    bench = make_bench()
    bench.desks.show_start()
    bench.desks.open(path)
    bench.desks.windows[0].context.actions.trigger("desk.close")
    assert bench.desks.windows == []
    start = bench.desks.start
    assert start is not None
    assert start.list.count() == 1
    qtbot.keyClick(start.list, Qt.Key.Key_Delete)
    assert start.list.count() == 0
    assert path.exists()
    start.close()
    assert bench.ended == [True]


def test_opening_beside_the_window_keeps_it_alive_and_says_what_is_opened(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    path = closed_desk(tmp_path, clock, PASS)
    bench = make_bench(runner_maker=None)
    start = bench.desks.show_start()
    bench.desks.open(path, PASS)
    assert start.wait_text.text() == "Opening Harbor…"
    assert not start.buttons[0].isEnabled()
    qtbot.waitUntil(lambda: len(bench.desks.windows) == 1, timeout=10_000)
    window = bench.desks.windows[0]
    qtbot.waitUntil(lambda: window.status.backup.text().startswith("Backup proven"), timeout=10_000)
    window.close()
    qtbot.waitUntil(lambda: bool(bench.ended), timeout=10_000)


def test_the_sample_agency_opens_and_what_was_tried_in_it_stays(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    import coachdesk.sample
    from ui import desk_doors

    made: list[Path] = []

    def small(path: Path) -> None:
        made.append(path)
        with new_desk(path.parent, clock, name=path.name) as desk:
            add_profile(desk, RENEE, name="Luis Marín", role="supervisor")

    monkeypatch.setattr(coachdesk.sample, "make", small)
    bench = make_bench()
    bench.desks.show_start()
    bench.desks.open_sample()
    assert bench.desks.windows[0].context.desk.path == desk_doors.sample_path().resolve()
    assert bench.desks.windows[0].context.actor.name == "Renee Okafor"  # nobody was asked who they are
    bench.desks.windows[0].context.actions.trigger("desk.close")
    bench.desks.open_sample()
    assert len(made) == 1


def test_a_check_of_the_desk_names_what_was_changed_behind_its_back(
    qtbot: QtBot, make_bench: Callable[..., Bench], tmp_path: Path, clock: Clock
) -> None:
    import sqlite3

    path = closed_desk(tmp_path, clock)
    bench = make_bench()
    bench.desks.show_start()
    bench.desks.open(path)
    bench.desks.windows[0].context.actions.trigger("desk.check")
    sound = QApplication.activeModalWidget()
    assert sound is not None
    assert any("Sound" in part.text() for part in sound.findChildren(_label_kind()))
    sound.close()
    bench.desks.windows[0].context.actions.trigger("desk.close")

    with sqlite3.connect(path) as conn:
        conn.execute("UPDATE agency SET name = 'Somebody else'")
    conn.close()
    bench.desks.open(path)
    bench.desks.windows[0].context.actions.trigger("desk.check")
    broken = QApplication.activeModalWidget()
    assert broken is not None
    listed = broken.findChild(QPlainTextEdit)
    assert listed is not None
    assert "name" in listed.toPlainText()
    broken.close()
