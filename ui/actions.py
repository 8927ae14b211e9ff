"""The registry of actions: each declared once as data, used by menu, shortcut, palette, toolbar and keyboard list.

An action lives in a scope: "app" (always there) or a page's key (there while that page is shown). Two actions that can
be there at once must not share a shortcut; `register` refuses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence

APP = "app"
_PORTABLE = QKeySequence.SequenceFormat.PortableText


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    id: dotted and stable ("staff.new").  text: translated, the verb first, no "&".  handler: called without arguments.
    icon: a name in resources/icons.  shortcut: portable ("Ctrl+Shift+S"), "" for none.  scope: "app" or a page key.
    menu: file, edit, view, go or help, "" for palette and buttons only.  section: a line is drawn between sections.
    enabled: asked when the menu opens, the page or the selection changes (`Actions.refresh`).  text_now: a text that
    follows the state ("Undo hold session").  checked: makes it a tick and says whether it is on.  help: one sentence
    for the keyboard list and tooltip.  palette: whether Ctrl+K lists it.  more_shortcuts: further keys.
    changes_desk: greyed, with the reason, for whoever may only read (ui/rights.py).
    """

    id: str
    text: str
    handler: Callable[[], object]
    icon: str = ""
    shortcut: str = ""
    scope: str = APP
    menu: str = ""
    section: int = 0
    enabled: Callable[[], bool] | None = None
    text_now: Callable[[], str] | None = None
    checked: Callable[[], bool] | None = None
    help: str = ""
    palette: bool = True
    more_shortcuts: tuple[str, ...] = ()
    changes_desk: bool | Callable[[], bool] = False

    @property
    def shortcuts(self) -> tuple[str, ...]:
        """All keys, the shown one first."""
        return ((self.shortcut,) if self.shortcut else ()) + self.more_shortcuts


class Actions(QObject):
    """Holds the specs and makes one QAction of each; the window adds them to itself."""

    added = Signal(object)  # QAction
    listed = Signal()  # several may have been added or removed: menus are built anew
    changed = Signal()  # enabled states or texts may differ

    def __init__(self, icons: Callable[[str], QIcon] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._specs: dict[str, ActionSpec] = {}
        self._qactions: dict[str, QAction] = {}
        self._keys: dict[str, list[str]] = {}  # the ids of the actions that have this key
        self._shown: dict[str, tuple[bool, bool, str, str]] = {}  # what the QAction of this id shows
        self._scope = APP
        self.why_not: Callable[[], str] = str  # why what changes the desk may not be done now; "" when it may

    @property
    def scope(self) -> str:
        """The page whose actions are live now."""
        return self._scope

    def register(self, spec: ActionSpec) -> QAction:
        """Add an action; ValueError for a second one of that id, an empty text or a shortcut already taken in reach."""
        action = self._register(spec)
        self.listed.emit()
        return action

    def _register(self, spec: ActionSpec) -> QAction:
        if spec.id in self._specs:
            raise ValueError(f"action {spec.id} is declared twice")
        if not spec.text.strip():
            raise ValueError(f"action {spec.id} has no text")
        for key in spec.shortcuts:
            taken = self._taken(key, spec.scope)
            if taken:
                raise ValueError(f"{key} is asked for by {spec.id} and {taken}")
        action = QAction(spec.text, self)
        action.setObjectName(spec.id)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setShortcuts([QKeySequence(key) for key in spec.shortcuts])
        action.setCheckable(spec.checked is not None)
        action.setIconVisibleInMenu(spec.checked is None)  # an icon would hide the tick
        action.triggered.connect(lambda _on=False, act=spec.handler: act())
        self._specs[spec.id] = spec
        self._qactions[spec.id] = action
        for key in spec.shortcuts:
            self._keys.setdefault(_key_text(key, _PORTABLE), []).append(spec.id)
        self._paint(spec, action)
        self._update(spec, action)
        self.added.emit(action)
        return action

    def register_all(self, specs: Iterable[ActionSpec]) -> None:
        """Add several."""
        for spec in specs:
            self._register(spec)
        self.listed.emit()

    def qaction(self, action_id: str) -> QAction:
        """The QAction, for a button (`setDefaultAction`) or a context menu; KeyError when unknown."""
        return self._qactions[action_id]

    def spec(self, action_id: str) -> ActionSpec:
        """The declaration; KeyError when unknown."""
        return self._specs[action_id]

    def has(self, action_id: str) -> bool:
        """Whether it is declared."""
        return action_id in self._specs

    def specs(self, scope: str | None = None) -> list[ActionSpec]:
        """Declarations in the order they came, of one scope or all."""
        return [spec for spec in self._specs.values() if scope is None or spec.scope == scope]

    def live(self) -> list[ActionSpec]:
        """What can be reached now: the app's and the shown page's actions."""
        return [spec for spec in self._specs.values() if spec.scope in (APP, self._scope)]

    def trigger(self, action_id: str) -> bool:
        """Do it if it may be done now; says whether it was."""
        self._update(self._specs[action_id], self._qactions[action_id])
        action = self._qactions[action_id]
        if not action.isEnabled():
            return False
        action.trigger()
        return True

    def refusal(self, action_id: str) -> str:
        """Why this may not be done because this window may only read; "" when that is not the reason."""
        spec = self._specs[action_id]
        changes = spec.changes_desk() if callable(spec.changes_desk) else spec.changes_desk
        return self.why_not() if changes else ""

    def refused_by_key(self, keys: QKeySequence) -> str:
        """`refusal` of the live action that has this shortcut; "" for none."""
        for spec in self.live():
            if keys in [QKeySequence(key) for key in spec.shortcuts]:
                return self.refusal(spec.id)
        return ""

    def set_scope(self, scope: str) -> None:
        """The shown page changed: its actions wake up, those of other pages sleep."""
        self._scope = scope
        self.refresh()

    def refresh(self) -> None:
        """Ask every predicate again (after a selection, a change, a new page)."""
        for spec in self._specs.values():
            self._update(spec, self._qactions[spec.id])
        self.changed.emit()

    def repaint_icons(self) -> None:
        """Icons follow the theme."""
        for spec in self._specs.values():
            self._paint(spec, self._qactions[spec.id])

    def shortcut_text(self, action_id: str) -> str:
        """The key as this platform writes it, "" for none."""
        return _key_text(self._specs[action_id].shortcut, QKeySequence.SequenceFormat.NativeText)

    def _taken(self, key: str, scope: str) -> str:
        wanted = _key_text(key, _PORTABLE)
        if not wanted:
            raise ValueError(f"{key!r} is no shortcut")
        for other in self._keys.get(wanted, ()):
            theirs = self._specs[other].scope
            if APP in (scope, theirs) or scope == theirs:
                return other
        return ""

    def _paint(self, spec: ActionSpec, action: QAction) -> None:
        if spec.icon and self._icons is not None:
            action.setIcon(self._icons(spec.icon))

    def _update(self, spec: ActionSpec, action: QAction) -> None:
        in_scope = spec.scope in (APP, self._scope)
        refusal = self.refusal(spec.id) if in_scope else ""
        enabled = in_scope and not refusal and (spec.enabled is None or spec.enabled())
        text = spec.text_now() if spec.text_now is not None else spec.text
        if spec.checked is not None:
            action.setChecked(spec.checked())
        shown = in_scope, enabled, text, refusal
        if self._shown.get(spec.id) == shown:  # asked often, of every action; little ever changes
            return
        self._shown[spec.id] = shown
        action.setEnabled(enabled)
        action.setVisible(in_scope)
        action.setText(text.replace("&", "&&"))
        action.setIconText(text)
        key = self.shortcut_text(spec.id)
        usual = f"{spec.help or text} ({key})" if key else spec.help or text
        action.setToolTip(refusal or usual)
        action.setStatusTip(refusal or spec.help)


@cache
def _key_text(key: str, form: QKeySequence.SequenceFormat) -> str:
    """A shortcut as it is written in this form, "" for none or one that is none."""
    return QKeySequence(key).toString(form)
