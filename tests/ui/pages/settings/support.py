"""Shorthands of the Settings page's tests: the page with one section, its form, what is visible."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from coachdesk.setting_list import Settings
from coachdesk.store.desk import Desk, load_settings
from ui.context import Context, Place
from ui.forms import FormDialog
from ui.pages.settings.page import SettingsPage


def shown(qtbot: QtBot, context: Context, part: str) -> SettingsPage:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.activate(Place("settings", extra={"part": part}))
    context.operations.changed.connect(page.refresh)
    QApplication.processEvents()
    return page


def section(page: SettingsPage) -> Any:
    return page.sections[page.part]


def dialog_of(page: QWidget) -> FormDialog:
    QApplication.processEvents()
    return next(one for one in page.findChildren(FormDialog) if one.isVisible())


def fill(page: QWidget, **values: Any) -> FormDialog:
    dialog = dialog_of(page)
    dialog.form.set_values(values)
    dialog.panel.submit()
    return dialog


def visible(widget: QWidget) -> list[str]:
    QApplication.processEvents()
    return [one.text() for one in widget.findChildren(QPushButton) if one.isVisible() and one.text()]


def settings_of(desk: Desk) -> Settings:
    with desk.read() as conn:
        return load_settings(conn)


def column(table: Any, place: int) -> list[str]:
    return [table.model.cell(row, place).text for row in range(table.model.rowCount())]
