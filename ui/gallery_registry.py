"""The scenes of the gallery: every page, dialog and widget as a picture. Adding one is one decorated function.

In any module called ui/gallery_<something>.py:

    from ui.gallery_registry import Stage, scene

    @scene("roster-import", kind="dialog")
    def roster_import(stage: Stage) -> QWidget:
        return RosterImport(stage.context)

Pages need nothing: every entry of ui.pages.registry.PAGES is a scene once `provide_window` was called.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.context import Context

Kind = Literal["page", "dialog", "widgets"]
SIZES: dict[Kind, tuple[tuple[int, int], ...]] = {
    "page": ((1440, 900), (1280, 720)),
    "dialog": ((0, 0),),  # its own size
    "widgets": ((1440, 900), (1280, 720)),
}


class Stage:
    """What a scene is built with. `context`: a window's surroundings over the sample agency, made when first asked.

    finally_do(call): what to clean up when the stage is closed.
    """

    def __init__(self) -> None:
        self._clean_up: list[Callable[[], object]] = []

    def finally_do(self, call: Callable[[], object]) -> None:
        """Have `call` called when all is done."""
        self._clean_up.append(call)

    def forget_typing(self) -> None:
        """Drop the drafts that shown forms left behind, so that a later picture is not offered them."""
        if "context" in self.__dict__:
            for draft in self.context.drafts.waiting():
                self.context.drafts.discard(draft.form)

    def close(self) -> None:
        """Clean up, last things first."""
        while self._clean_up:
            self._clean_up.pop()()

    @cached_property
    def context(self) -> Context:
        """The sample agency's context; RuntimeError when no module provided one."""
        if _providers.context is None:
            raise RuntimeError("no gallery module called provide_context")
        return _providers.context(self)


Build = Callable[[Stage], QWidget]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture. height 0: as high as asked; a tall scene gives its own."""

    name: str
    build: Build
    kind: Kind = "page"
    height: int = 0

    def sizes(self) -> tuple[tuple[int, int], ...]:
        """The (width, height) it is shown at, in device-independent pixels; (0, 0) is its own size."""
        return tuple((width, self.height or height) for width, height in SIZES[self.kind])


@dataclass(slots=True)
class _Providers:
    context: Callable[[Stage], Context] | None = None
    window: Callable[[Stage, str], QWidget] | None = None


_scenes: dict[str, Scene] = {}
_providers = _Providers()


def scene(name: str, kind: Kind = "page", height: int = 0) -> Callable[[Build], Build]:
    """Register the decorated builder under `name`."""

    def register(build: Build) -> Build:
        if name in _scenes and _scenes[name].build is not build:
            raise ValueError(f"two scenes are called {name!r}")
        _scenes[name] = Scene(name, build, kind, height)
        return build

    return register


def provide_context(maker: Callable[[Stage], Context]) -> None:
    """How `Stage.context` is made (one gallery module calls this)."""
    _providers.context = maker


def provide_window(maker: Callable[[Stage, str], QWidget]) -> None:
    """How the window showing page `key` is made: every listed page becomes a scene."""
    _providers.window = maker


def scenes() -> list[Scene]:
    """All scenes: those of every ui.gallery_* module, then one per page."""
    import ui

    for module in pkgutil.iter_modules(ui.__path__):
        if module.name.startswith("gallery_"):
            importlib.import_module(f"ui.{module.name}")
    return [*_scenes.values(), *_pages()]


def _pages() -> Iterator[Scene]:
    from ui.pages.registry import PAGES

    if _providers.window is not None:
        for entry in PAGES:
            yield Scene(f"page-{entry.key}", _page_builder(_providers.window, entry.key))


def _page_builder(window: Callable[[Stage, str], QWidget], key: str) -> Build:
    return lambda stage: window(stage, key)
