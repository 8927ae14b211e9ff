"""The language of the window: a catalogue compiled from resources/translations, for Qt's own texts and for ours."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTime, QTranslator

import resources
from coachdesk import i18n


def available() -> tuple[str, ...]:
    """The languages there are catalogues for, English first."""
    folder = resources.path("translations")
    if not folder.is_dir():
        return ("en",)
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".qm"))
    return ("en", *(name.removeprefix("coachdesk_").removesuffix(".qm") for name in names))


def clock(hour: int, minute: int) -> str:
    """A time of day as the system writes it; a system without settings (the C locale) writes US English."""
    locale = QLocale()
    if locale.language() == QLocale.Language.C:
        locale = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
    shown = locale.toString(QTime(hour, minute), locale.timeFormat(QLocale.FormatType.ShortFormat))
    return shown.replace("\u202f", " ")  # a narrow space that many fonts draw as none


def install(app: QCoreApplication, language: str = "") -> str:
    """Speak `language` ("" follows the system); gives the one in use. Call before any window is made."""
    i18n.install_clock(clock)
    wanted = language or QLocale.system().name()
    offered = available()
    chosen = next((one for one in (wanted, wanted.split("_")[0]) if one in offered), "en")
    if chosen == "en":
        i18n.install(None)
        return chosen
    ours, qts = QTranslator(app), QTranslator(app)
    if qts.load(f"qtbase_{chosen}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qts)
    if ours.load(str(resources.file_path(f"translations/coachdesk_{chosen}.qm"))):
        app.installTranslator(ours)
        i18n.install(QCoreApplication.translate)
    return chosen
