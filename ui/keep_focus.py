"""The keyboard stays where it was when something is filled again: at the same control, or at the nearest that is left.

Pages, panels and cards make their controls anew from what was read. Whoever fills one says `@keeps_focus` (or `with
keeping_focus(holder)`); a dialog that closes meanwhile gives the keyboard back to the same place.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Concatenate, ParamSpec, TypeVar, cast

import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ui.reading_order import reading_order

P = ParamSpec("P")
Holder = TypeVar("Holder", bound=QWidget)
Called = tuple[type, str, str]


@contextmanager
def keeping_focus(holder: QWidget) -> Iterator[None]:
    """Fill `holder` inside of this block. Nothing happens where the keyboard is elsewhere."""
    had = cast("QWidget | None", holder.window().focusWidget())  # also of a window behind a dialog
    if had is None or not holder.isVisible() or not (had is holder or holder.isAncestorOf(had)):
        yield
        return
    spot = _Spot(had)
    yield
    settle(holder)
    spot.return_to()


def keeps_focus(fill: Callable[Concatenate[Holder, P], None]) -> Callable[Concatenate[Holder, P], None]:
    """A method that fills its widget again, with the keyboard kept."""

    @functools.wraps(fill)
    def filled(self: Holder, /, *args: P.args, **kwargs: P.kwargs) -> None:
        with keeping_focus(self):
            fill(self, *args, **kwargs)

    return cast("Callable[Concatenate[Holder, P], None]", filled)


def settle(holder: QWidget) -> None:
    """Show at once what was just put in, and lay it out: Qt does it later, and would paint it squeezed first."""
    if holder.isVisible():
        window = holder.window()
        for one in holder.findChildren(QWidget):
            explicit = one.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
            if one.isHidden() and not explicit and one.window() is window:  # not its open dialogs
                one.show()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


class _Spot:
    """Where the keyboard was: the control, what it was called, and its place among the controls of all around it."""

    def __init__(self, had: QWidget) -> None:
        self._had = had
        self._called = _called(had)
        self._around = list(_around(had))
        self._card = next((one for one in self._around if _is_card(one)), None)
        page = next((one for one in self._around if isinstance(one, QScrollArea)), self._around[-1])
        order = list(reading_order(page))
        place = order.index(had) if had in order else 0
        before, after = order[:place], order[place + 1 :]
        self._places = {one: sum(map(one.isAncestorOf, before)) for one in self._around}
        # The cards behind it, then those before it, each time the nearest first.
        self._cards_after = list(dict.fromkeys(filter(None, map(_card_of, after))))
        self._cards_before = list(dict.fromkeys(filter(None, map(_card_of, reversed(before)))))

    def return_to(self) -> None:
        """Give the keyboard to the same control, or to its nearest successor."""
        if _is_there(self._had) and self._had.isEnabled():
            target: QWidget | None = self._had
        else:
            inside = self._same() or self._alike() or self._in_its_place()
            target = inside or self._in_another_card() or self._anywhere()
        if target is not None and target.window().focusWidget() is not target:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _inner(self) -> list[QWidget]:
        """What was around it and is left, up to its card; where the card itself was made anew, what holds it."""
        until = self._around.index(self._card) + 1 if self._card is not None else 1
        left = [one for one in self._around if _is_there(one)]
        return [one for one in self._around[:until] if one in left] or left[:1]

    def _same(self) -> QWidget | None:
        """The control made anew: of the same name, or about the same thing (“Tick” became “Take off”)."""
        kind, _name, about = self._called
        return self._nearest(lambda one: one == self._called) or self._nearest(
            lambda one: bool(about) and (one[0], one[2]) == (kind, about)
        )

    def _nearest(self, fits: Callable[[Called], bool]) -> QWidget | None:
        """Of the controls that fit the one nearest to the place."""
        for one in reversed(self._inner()):
            found, stood = list(reading_order(one)), self._places[one]
            fitting = [place for place, control in enumerate(found) if fits(_called(control))]
            if fitting:
                return found[min(fitting, key=lambda place: abs(place - stood))]
        return None

    def _alike(self) -> QWidget | None:
        """The next control that does the same to what follows: the next step's “Tick off”."""
        kind, name, _about = self._called
        for one in reversed(self._inner()):
            for control in list(reading_order(one))[self._places[one] :]:
                if name and _called(control)[:2] == (kind, name):
                    return control
        return None

    def _in_its_place(self) -> QWidget | None:
        """What stands now where it stood, or the last one before."""
        return self._standing(self._inner())

    def _in_another_card(self) -> QWidget | None:
        """The first control of the next card, or the last one of the card before."""
        for cards, end in ((self._cards_after, 0), (self._cards_before, -1)):
            for card in cards:
                found = list(reading_order(card)) if card is not self._card and _is_there(card) else []
                if found:
                    return found[end]
        return None

    def _anywhere(self) -> QWidget | None:
        return self._standing([one for one in self._around if _is_there(one)])

    def _standing(self, holders: Sequence[QWidget]) -> QWidget | None:
        for one in holders:
            found = list(reading_order(one))
            if found:
                return found[min(self._places[one], len(found) - 1)]
        return None


def _around(widget: QWidget) -> Iterator[QWidget]:
    """What it is inside of, from inside out, with its window last."""
    one: QWidget | None = widget
    while one is not None and not one.isWindow():
        one = one.parentWidget()
        if one is not None:
            yield one


def _is_card(widget: QWidget) -> bool:
    return bool(widget.property("role") == "card")


def _card_of(widget: QWidget) -> QWidget | None:
    return next((one for one in _around(widget) if _is_card(one)), None)


def _is_there(widget: QWidget) -> bool:
    return shiboken6.isValid(widget) and widget.isVisibleTo(widget.window())


def _called(widget: QWidget) -> Called:
    """What one hears of it: its kind, its name, what it is about."""
    name = widget.accessibleName() or str(widget.property("text") or "")
    return type(widget), name, widget.accessibleDescription()
