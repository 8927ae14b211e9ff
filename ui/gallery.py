"""Renders every page, dialog and widget to PNG in both themes: `python -m ui.gallery --out DIR`.

The pictures use the bundled font, so they compare between machines; `index.html` shows light beside dark. Each scene is
also checked for text and widgets that are cut off; findings are printed and make the exit code 1.
`--check` checks only.
"""

from __future__ import annotations

import argparse
import html
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.gallery_checks import find_cut_off
from ui.gallery_registry import SIZES, Scene, Stage, scenes
from ui.steadfast import keep_singletons

THEMES = ("light", "dark")
_LARGE = 2.0  # the second scale every scene is shown at, in its smallest size


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture that was made, with what its check found."""

    scene: str
    theme: str
    size: str
    scale: float
    file: Path
    cut_off: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the pictures; 1 when something on them is cut off."""
    wanted = _arguments(arguments)
    if wanted.scale != 1:
        os.environ["QT_SCALE_FACTOR"] = str(wanted.scale)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    keep_singletons()
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    chosen = [
        scene
        for scene in scenes()
        if (not wanted.only or any(part in scene.name for part in wanted.only))
        and (not wanted.kind or scene.kind in wanted.kind)
    ]
    if not chosen:
        said = ", ".join((*wanted.only, *wanted.kind))
        print(f"no scene is called {said}", file=sys.stderr)  # noqa: T201  # for the terminal
        return 2
    out = None if wanted.check else wanted.out
    made = make(app, chosen, out, wanted.theme or THEMES, wanted.size, wanted.scale)
    for picture in made:
        for finding in picture.cut_off:
            print(f"{picture.file.name}: {finding}", file=sys.stderr)  # noqa: T201  # for the terminal
    bad = any(picture.cut_off for picture in made)
    if wanted.scale == 1 and not wanted.size and not wanted.plain and not wanted.check:
        bad |= _large(wanted) != 0
    if out is None:
        print(f"{len(made)} looked at")  # noqa: T201  # for the terminal
    else:
        write_index(out)
    return int(bad)


def make(
    app: QApplication,
    chosen: Iterable[Scene],
    out: Path | None,
    themes: Sequence[str] = THEMES,
    size: tuple[int, int] | None = None,
    scale: float = 1,
) -> list[Picture]:
    """Render the scenes into `out`: every theme at every size of the scene (or only `size`). None: only check them."""
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    stage = Stage()
    try:
        return [picture for mode in themes for picture in _in_theme(app, chosen, out, mode, size, scale, stage)]
    finally:
        stage.close()


def _in_theme(
    app: QApplication,
    chosen: Iterable[Scene],
    out: Path | None,
    mode: str,
    size: tuple[int, int] | None,
    scale: float,
    stage: Stage,
) -> Iterator[Picture]:
    theme.install(app, mode, bundled_fonts=True).set_mode(mode)
    for scene in chosen:
        sizes = [size] if size and scene.kind != "dialog" else list(scene.sizes())
        for width, height in sizes if scale == 1 or size else sizes[-1:]:
            name = f"{scene.name}_{mode}" + (f"_{width}x{height}" if (width, height) != sizes[0] else "")
            file = (out or Path()) / f"{name}{'' if scale == 1 else f'@{scale:g}x'}.png"
            try:
                widget = stage_widget(scene, stage, width, height)
            except Exception as error:  # noqa: BLE001  # one broken scene must not hide all others
                told = f"could not be shown: {type(error).__name__}: {error}"
                yield Picture(scene.name, mode, f"{width}x{height}", scale, file, (told,))
                continue
            if out is not None and not widget.grab().save(str(file)):
                raise OSError(f"the picture could not be written: {file}")
            yield Picture(scene.name, mode, f"{width}x{height}", scale, file, tuple(find_cut_off(widget)))
            strike(widget)
            stage.forget_typing()


def stage_widget(scene: Scene, stage: Stage, width: int, height: int) -> QWidget:
    """Build, size, show and lay out a scene. 0 x 0: its own size. Give it to `strike` afterwards."""
    widget = scene.build(stage)
    if width and height:
        widget.resize(QSize(width, height))
    elif not widget.testAttribute(Qt.WidgetAttribute.WA_Resized):
        widget.adjustSize()
    widget.show()
    settle()
    keyboard = widget.focusWidget()
    if scene.kind != "dialog" and keyboard is not None:  # a dialog shows where typing starts, a page just itself
        keyboard.clearFocus()
    settle()
    return widget


def settle() -> None:
    """Let layouts come to rest: one that turns with its width needs a few rounds."""
    for _ in range(16):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def strike(widget: QWidget) -> None:
    """Close a shown scene and let it go."""
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def write_index(out: Path) -> None:
    """A page that shows all pictures of the folder, light beside dark."""
    rows = []
    for light in sorted(out.glob("*_light*.png")):
        dark = light.with_name(light.name.replace("_light", "_dark"))
        pair = "".join(
            f'<a href="{html.escape(one.name)}"><img src="{html.escape(one.name)}" alt=""></a>'
            for one in (light, dark)
            if one.exists()
        )
        rows.append(f"<h2>{html.escape(light.stem.replace('_light', ' '))}</h2><div>{pair}</div>")
    style = (
        "body{font:14px sans-serif;margin:24px;background:#888;color:#000}h2{font-size:15px;margin:24px 0 8px}"
        "div{display:flex;gap:16px}a{flex:1}img{width:100%;border:1px solid #555}"
    )
    (out / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>CoachDesk gallery</title><style>{style}</style>{''.join(rows)}",
        "utf-8",
    )


def _large(wanted: argparse.Namespace) -> int:
    """Once more at double scale, in a process of its own: Qt takes its scale at start."""
    command = [sys.executable, "-m", "ui.gallery", "--out", str(wanted.out), "--scale", str(_LARGE)]
    for part in wanted.only:
        command += ["--only", part]
    for kind in wanted.kind:
        command += ["--kind", kind]
    for mode in wanted.theme:
        command += ["--theme", mode]
    return subprocess.run(command, check=False).returncode


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="ui.gallery", description="Render every page, dialog and widget to PNG.")
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("--out", type=Path, help="folder for the pictures and index.html")
    given.add_argument("--check", action="store_true", help="only look for what is cut off; make no pictures")
    parser.add_argument("--only", action="append", default=[], help="scenes whose name contains this; repeatable")
    parser.add_argument("--kind", action="append", default=[], choices=tuple(SIZES), help="only pages, dialogs ...")
    parser.add_argument("--theme", action="append", default=[], choices=THEMES)
    parser.add_argument("--size", type=_size, help="only this size, as 1280x720")
    parser.add_argument("--scale", type=float, default=1.0, help="pixels per device-independent pixel")
    parser.add_argument("--plain", action="store_true", help="leave out the pictures at double scale")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
