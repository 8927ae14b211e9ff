"""A person at the program: looks at the screen through `watched`, acts by mouse and keys through xdotool, and waits.

Everything waits for what it needs to be on the screen, never for a time; when it does not come, the failure says what
was there instead and leaves a picture.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.helpers.screen import Screen

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 25.0  # seconds; many times what anything takes on a quiet computer
TOUCHABLE = frozenset(
    {"Button", "PushButton", "ButtonMenu", "CheckBox", "RadioButton", "EditableText", "ComboBox", "SpinBox", "ListItem",
     "MenuItem", "Cell", "PageTab", "Link"}
)  # fmt: skip
T = TypeVar("T")


@dataclass(frozen=True)
class Item:
    """One thing on the screen, as a screen reader hears it."""

    window: int
    role: str
    name: str
    value: str
    about: str
    rect: tuple[int, int, int, int]
    clip: tuple[int, int, int, int]
    depth: int
    enabled: bool
    focused: bool
    checked: bool
    selected: bool

    @property
    def middle(self) -> tuple[int, int]:
        x, y, width, height = self.rect
        return (
            x + min(width // 2, 12) if self.role in ("CheckBox", "RadioButton") else x + width // 2,
            y + height // 2,
        )

    @property
    def in_sight(self) -> bool:
        """Whether its middle, and all of its height that fits, is not scrolled away."""
        (_, y, _, height), (left, top, across, down) = self.rect, self.clip
        middle = self.middle
        whole = height > down or (top <= y and y + height <= top + down)
        return whole and left <= middle[0] < left + across and top <= middle[1] < top + down

    @property
    def called(self) -> str:
        """Its name without what forms add to it: "Agency name, required" -> "Agency name"."""
        return self.name.split(", required")[0].rstrip("…")


class Person:
    """See the module. `where` receives a picture when something does not happen."""

    def __init__(self, screen: Screen, where: Path, words: tuple[str, ...] = ()) -> None:
        self.screen = screen
        self.where = where
        self._pictures = 0
        place = where / "look.sock"
        place.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(str(place))
            door.listen()
            door.settimeout(PATIENCE)
            path = os.pathsep.join((str(ROOT), str(ROOT / "tests/end_to_end")))
            self._log = (where / "program.txt").open("ab")
            self.process = subprocess.Popen(
                [sys.executable, "-W", "error", str(Path(__file__).with_name("watched.py")), str(place), *words],
                env=_surroundings(screen, path),
                cwd=where,
                stdout=self._log,
                stderr=self._log,
            )
            self._line, _ = door.accept()
        self._line.settimeout(PATIENCE * 2)
        self._answers = self._line.makefile("r")

    def close(self) -> None:
        """End the program if it still runs."""
        self._answers.close()
        self._line.close()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()
        self._log.close()

    # Looking --------------------------------------------------------------------------------------------------------

    def windows(self) -> list[dict[str, Any]]:
        """Every window, the one a person would look at first: an open list or menu, then a dialog, then the rest."""
        found = self._ask("look") or []
        return sorted(
            found, key=lambda one: (not one["popup"], not one["modal"], not one["active"], one["kind"] == "ToolTip")
        )

    def items(self, shown: list[dict[str, Any]] | None = None) -> list[Item]:
        """Everything on the screen, what is in front first, without what a dialog keeps from being touched.

        shown: what a look has just found, to spare another.
        """
        shown = self.windows() if shown is None else shown
        if any(one["modal"] for one in shown):
            shown = [one for one in shown if one["modal"] or one["popup"]]
        keys = ("role", "name", "value", "about", "depth", "enabled", "focused", "checked", "selected")
        return [
            Item(
                window=one["id"],
                rect=tuple(item["rect"]),
                clip=tuple(item["clip"]),
                **{key: item[key] for key in keys},
            )
            for one in shown
            for item in one["items"]
        ]

    def texts(self) -> list[str]:
        """Every word on the screen, in front first."""
        return [text for item in self.items() for text in (item.name, item.value) if text]

    def wait(self, what: str, look: Callable[[], T | None]) -> T:
        """Look until there is something; else fail telling what is on the screen."""
        until = time.monotonic() + PATIENCE
        while True:
            found = look()
            if found:
                return found
            if self.process.poll() is not None:
                raise AssertionError(f"The program ended while waiting for {what}: {self._said()}")
            if time.monotonic() > until:
                raise AssertionError(f"Waited in vain for {what}. {self.picture()}\n{self._told()}\n{self._said()}")
            time.sleep(0.03)

    def _comes(self, look: Callable[[], bool], seconds: float = 5.0) -> bool:
        """Look for a few seconds, without failing."""
        until = time.monotonic() + seconds
        while not look():
            if time.monotonic() > until:
                return False
            time.sleep(0.03)
        return True

    def see(self, *texts: str) -> None:
        """Wait until all these words are on the screen."""
        self.wait(f"the words {texts}", lambda: all(text in "\n".join(self.texts()) for text in texts))

    def see_no_more(self, text: str) -> None:
        """Wait until these words are gone."""
        self.wait(f"{text!r} to go", lambda: text not in "\n".join(self.texts()))

    def find(self, name: str, *roles: str, enabled: bool = True) -> Item:
        """Wait for something that can be touched and is called this, on a page at rest and lying still: somebody who
        acts while a page is still being filled presses what is about to move. A name may leave out ", required"."""
        last: list[Item] = []

        def still() -> Item | None:
            shown = self.windows()
            found = [] if any(one["busy"] for one in shown) else self._called(name, roles, enabled, shown)
            before, last[:] = list(last), found[:1]
            return found[0] if found and before and before[0].rect == found[0].rect else None

        return self.wait(f"{' or '.join(roles) or 'something'} called {name!r}", still)

    def name_with(self, part: str, role: str) -> str:
        """The whole name of the thing of this role whose name holds these words."""
        return self.wait(
            f"{role} with {part!r}",
            lambda: next((one.name for one in self.items() if one.role == role and part in one.name), None),
        )

    def value(self, name: str) -> str:
        """What is in a field."""
        return self.find(name, "EditableText", "SpinBox", "ComboBox").value

    def there(self, name: str, *roles: str) -> bool:
        """Whether it is on the screen right now."""
        return bool(self._called(name, roles, enabled=False))

    def asleep(self, name: str) -> None:
        """Wait for a button that is there and cannot be pressed."""
        self.wait(
            f"{name!r} to be grey",
            lambda: any(not one.enabled for one in self._called(name, ("Button",), enabled=False)),
        )

    def picture(self) -> Path:
        """Keep a picture of the screen; gives its place."""
        self._pictures += 1
        file = self.where / f"picture-{self._pictures}.png"
        self._ask(f"picture {file}")
        return file

    # Acting ---------------------------------------------------------------------------------------------------------

    def press(self, name: str, *roles: str) -> None:
        """Click on it, scrolling to it first where needed."""
        self.click(self.reach(name, *roles))

    def click(self, item: Item) -> None:
        """Click in its middle."""
        x, y = item.middle
        self.screen.xdotool("mousemove", str(x), str(y), "click", "1")

    def reach(self, name: str, *roles: str) -> Item:
        """Find it and turn the wheel until it is in sight."""
        found = self.find(name, *roles)
        for turn in range(80):
            if found.in_sight:
                if not self._is_covered(found):
                    return found
                self.click(self.find("Close message", "Button"))
                self.wait("the message to go", lambda: not self.there("Close message", "Button"))
            left, top, across, down = found.clip
            share = (0.5, 0.1, 0.9)[turn % 3]  # a message may lie over one of these places and keep the wheel
            self.screen.xdotool("mousemove", str(left + across // 2), str(top + int(down * share)))
            self.screen.xdotool("click", "4" if found.rect[1] < top else "5")
            found = self.find(name, *roles)
        raise AssertionError(f"{name!r} cannot be scrolled into sight. {self.picture()}")

    def key(self, *keys: str) -> None:
        """Press keys, as xdotool names them: "ctrl+Return", "Tab"."""
        self._attend()
        self.screen.xdotool("key", "--delay", "20", *keys)

    def type(self, text: str, slowly: bool = False) -> None:
        """Type where the keyboard is."""
        self._attend()
        delay = "150" if slowly else "4" if text.isascii() else "40"
        for place, line in enumerate(text.split("\n")):
            if place:
                self.screen.xdotool("key", "Return")
            self.screen.xdotool("type", "--delay", delay, "--", line)

    def fill(self, name: str, text: str, *, secret: bool = False) -> None:
        """Put this into a field instead of what is in it. A key that the X server lost (it maps rare letters while it
        types) is noticed as a person would, and the line typed again."""
        self._into(name)
        for turn in range(3):
            self.screen.xdotool("key", "ctrl+a", "Delete")
            self.type(text, slowly=turn > 0)
            if secret or self._comes(lambda: any(self._same(one.value, text) for one in self._fields(name))):
                return
        self.wait(f"{text!r} in {name}", lambda: any(self._same(one.value, text) for one in self._fields(name)))

    def pick(self, name: str, text: str) -> None:
        """Type a part of a name into a field that finds, and take the first that is offered."""
        self._into(name)
        self.type(text)
        if not self._comes(lambda: self._offered(text) is not None):  # a key was lost, as in `fill`
            self.screen.xdotool("key", "ctrl+a", "Delete")
            self.type(text, slowly=True)
        self.click(self.wait(f"{text!r} offered", lambda: self._offered(text)))
        self.wait(f"{text!r} picked", lambda: not self._popup())

    def choose(self, name: str, text: str) -> None:
        """Open a list and take an entry."""
        self.press(name, "ComboBox")
        self.wait(f"the list of {name}", self._popup)
        if self._offered(text) is None:
            self.type(text)  # letters jump to an entry further down
        self.click(self.wait(f"{text!r} in the list", lambda: self._offered(text)))
        self.wait(f"{text!r} chosen", lambda: not self._popup())

    def tick(self, name: str) -> None:
        """Tick it unless it is, or choose it among its like."""
        if not self.reach(name, "CheckBox", "RadioButton").checked:
            self.press(name, "CheckBox", "RadioButton")
            self.wait(
                f"{name!r} ticked",
                lambda: any(one.checked for one in self._called(name, ("CheckBox", "RadioButton"), True)),
            )

    # Inside ---------------------------------------------------------------------------------------------------------

    def _is_covered(self, item: Item) -> bool:
        """Whether the message at the lower edge lies over it."""
        shown, cover = self.items(), None
        for place, one in enumerate(shown):
            if one.name == "Close message":
                cover = next(outer for outer in reversed(shown[:place]) if outer.depth < one.depth)
        if cover is None or item.name == "Close message" or item.name == "Undo":
            return False
        (x, y), (left, top, across, down) = item.middle, cover.rect
        return left <= x < left + across and top <= y < top + down

    def _into(self, name: str) -> None:
        self.click(self.reach(name, "EditableText", "SpinBox"))
        self.wait(f"the keyboard in {name}", lambda: any(one.focused for one in self._fields(name)))

    def _fields(self, name: str) -> list[Item]:
        return self._called(name, ("EditableText", "SpinBox"), True)

    def _called(
        self, name: str, roles: tuple[str, ...], enabled: bool, shown: list[dict[str, Any]] | None = None
    ) -> list[Item]:
        wanted = name.rstrip("…")
        return [
            one
            for one in self.items(shown)
            if wanted in (one.name, one.called) and one.role in (roles or TOUCHABLE) and (one.enabled or not enabled)
        ]

    def _popup(self) -> list[Item]:
        shown = self.windows()
        popups = {one["id"] for one in shown if one["popup"]}
        return [one for one in self.items(shown) if one.window in popups]

    def _offered(self, text: str) -> Item | None:
        found = [one for one in self._popup() if one.role in ("ListItem", "MenuItem", "Cell") and text in one.name]
        return next((one for one in found if one.in_sight), None)

    def _attend(self) -> None:
        """Without a window manager nobody hands the keyboard to a new window: do as one does."""

        def active() -> bool:
            shown = self.windows()
            if any(one["active"] for one in shown):
                return True
            front = next((one for one in shown if one["kind"] != "ToolTip"), None)
            if front is not None:
                self.screen.xdotool("windowfocus", str(front["id"]))
            return False

        self.wait("a window with the keyboard", active)

    @staticmethod
    def _same(found: str, wanted: str) -> bool:
        return found.replace("\u2029", "\n") == wanted

    def _ask(self, words: str) -> Any:
        self._line.sendall(f"{words}\n".encode())
        answer = self._answers.readline()
        return json.loads(answer) if answer else None

    def _told(self) -> str:
        lines = [
            f"{one.role} {one.name!r} {one.value!r}{'' if one.enabled else ' (off)'}"
            for one in self.items()
            if one.name or one.value
        ]
        return "On the screen:\n  " + "\n  ".join(lines[:200])

    def _said(self) -> str:
        self._log.flush()
        return "The program said: " + (self.where / "program.txt").read_text("utf-8", "replace")[-2000:]


def _surroundings(screen: Screen, path: str) -> dict[str, str]:
    """A US desktop's environment on this screen; the locale need not be installed for Qt to follow it."""
    kept = {name: value for name, value in screen.environment().items() if not name.startswith(("LC_", "LANG"))}
    return {**kept, "PYTHONPATH": path, "LANG": "en_US.UTF-8", "LC_CTYPE": "C.UTF-8"}


@contextmanager
def at_the_program(screen: Screen, where: Path, *words: str) -> Iterator[Person]:
    """Somebody at the program, started with these words of its command line, until the block ends."""
    person = Person(screen, where, words)
    try:
        yield person
    finally:
        person.close()
