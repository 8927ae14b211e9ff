"""The one theme of the application: follows the system's light, dark and high contrast, or the person's choice."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication, QStyleFactory, QToolTip

import resources
from resources.tokens import ThemeName, Tokens, load
from ui.theme.sheet import palette, style_sheet

MODES = ("system", "light", "dark")
_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
_BOLD = ("title", "section", "figure")
_MOST_WIDTHS = 4_000
_LARGEST_TEXT = 2.0
_LARGE_SYSTEM_TEXT = 1.2  # a system font this much above our body size is a wish for large text, not a habit


@cache
def use_bundled_fonts() -> tuple[str, ...]:
    """Load the fonts that ship with CoachDesk and give their families, Latin first, then the CJK fallback.

    Pictures and tests look alike everywhere, and every name is drawn.
    """
    families: list[str] = []
    for name in ("NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic", "DroidSansFallbackFull"):
        number = QFontDatabase.addApplicationFont(str(resources.file_path(f"fonts/{name}.ttf")))
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


def wished_tokens(mode: str, system: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> Tokens:
    """The tokens for the person's choice and what the system asks for; an unknown scheme is light."""
    dark = mode == "dark" or (mode == "system" and system == Qt.ColorScheme.Dark)
    name: ThemeName = "dark" if dark else "light"
    return load(name, contrast == Qt.ContrastPreference.HighContrast)


class Theme(QObject):
    """Holds the tokens of the moment and dresses the application in them. Made by `install`; ask `current()`."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: str, bundled_fonts: bool) -> None:
        super().__init__(app)
        self._app = app
        self._mode = mode
        self._base_font = QFont(app.font())
        self._text_scale = 1.0
        self._dressed: tuple[Tokens, float, QFont] | None = None
        self._widths: dict[tuple[str, str], int] = {}
        if bundled_fonts:
            self._base_font.setFamilies(list(use_bundled_fonts()))
        else:
            self._text_scale = self._wished_text_scale()
        QDir.setSearchPaths("glyph", [str(resources.file_path("theme/glyphs"))])
        app.setStyle(QStyleFactory.create("Fusion"))
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._dress)
        hints.accessibility().contrastPreferenceChanged.connect(self._dress)
        self.tokens = load("light")
        self.set_mode(mode)

    @property
    def mode(self) -> str:
        """ "system", "light" or "dark"."""
        return self._mode

    def set_mode(self, mode: str) -> None:
        """Follow the system or hold to one theme; window frames follow where the system lets them."""
        if mode not in MODES:
            raise ValueError(f"mode must be one of {MODES}, not {mode!r}")
        self._mode = mode
        hints = self._app.styleHints()
        if mode in _SCHEMES:
            hints.setColorScheme(_SCHEMES[mode])
        else:
            hints.unsetColorScheme()
        self._dress()

    @property
    def text_scale(self) -> float:
        """How much larger than designed text is shown, 1 to 2."""
        return self._text_scale

    def set_text_scale(self, scale: float) -> None:
        """Show text larger (1 to 2)."""
        self._text_scale = min(max(scale, 1.0), _LARGEST_TEXT)
        self._dress()

    def px(self, name: str) -> int:
        """A size from sizes.toml in device-independent pixels; text and what holds it grow with the text scale."""
        if name in self.tokens.space:
            return self.tokens.space[name]
        size = self.tokens.type[name] if name in self.tokens.type else self.tokens.shape[name]
        return round(size * self._text_scale)

    def font(self, name: str = "body", bold: bool | None = None) -> QFont:
        """The font of a step on the type scale (body, small, section, title, figure)."""
        made = QFont(self._base_font)
        made.setPixelSize(self.px(name))
        made.setBold(name in _BOLD if bold is None else bold)
        return made

    def text_width(self, text: str, name: str = "body") -> int:
        """The width of `text` in a step on the type scale; measured once, since tables ask again and again."""
        known = self._widths.get((text, name))
        if known is None:
            if len(self._widths) >= _MOST_WIDTHS:
                self._widths.clear()
            known = self._widths[text, name] = QFontMetrics(self.font(name)).horizontalAdvance(text)
        return known

    def _wished_text_scale(self) -> float:
        """1, or more when the system's own font is set clearly larger than our body text."""
        wished = QFontInfo(self._base_font).pixelSize() / load("light").type["body"]
        return min(wished, _LARGEST_TEXT) if wished >= _LARGE_SYSTEM_TEXT else 1.0

    def _dress(self) -> None:
        """Apply tokens and text size, unless nothing changed: a style sheet restyles every widget there is."""
        hints = self._app.styleHints()
        tokens = wished_tokens(self._mode, hints.colorScheme(), hints.accessibility().contrastPreference())
        wanted = (tokens, self._text_scale, self._base_font)
        if wanted == self._dressed:
            return
        self._dressed = wanted
        self._widths.clear()
        self.tokens = tokens
        colors = palette(tokens)
        self._app.setPalette(colors)
        QToolTip.setPalette(colors)
        self._app.setFont(self.font())
        self._app.setStyleSheet(style_sheet(tokens, self._text_scale))
        self.changed.emit()


_theme: Theme | None = None


def install(app: QApplication, mode: str = "system", bundled_fonts: bool = False) -> Theme:
    """Dress the application; a second call only sets the mode. `bundled_fonts` for the gallery and tests."""
    global _theme
    if _theme is None:
        _theme = Theme(app, mode, bundled_fonts)
    elif _theme.mode != mode:
        _theme.set_mode(mode)
    return _theme


def current() -> Theme:
    """The installed theme; made on first use so that a widget alone in a test is dressed too."""
    app = QApplication.instance()
    if _theme is None and isinstance(app, QApplication):
        return install(app, bundled_fonts=True)
    if _theme is None:
        raise RuntimeError("the theme needs an application")
    return _theme


def color(name: str) -> QColor:
    """The color token `name` as it is now."""
    return QColor(current().tokens.color(name))


def tone(name: str) -> tuple[QColor, QColor]:
    """The (foreground, soft background) of a tone as it is now."""
    front, back = current().tokens.tone(name)
    return QColor(front), QColor(back)


def px(name: str) -> int:
    """A size token in device-independent pixels."""
    return current().px(name)


def text_width(text: str, name: str = "body") -> int:
    """The width of `text` in a step on the type scale."""
    return current().text_width(text, name)


def font(name: str = "body", bold: bool | None = None) -> QFont:
    """The font of a step on the type scale."""
    return current().font(name, bold)
