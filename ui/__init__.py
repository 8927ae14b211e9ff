"""The window: Qt widgets over the desk, put together by ui/app.py. Nothing below imports it."""

from __future__ import annotations

from ui.plain_import import load_qt
from ui.steadfast import keep_singletons

keep_singletons()  # before the first Qt call
load_qt()  # before any module of ours asks for Qt
