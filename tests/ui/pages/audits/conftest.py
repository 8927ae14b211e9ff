"""A small agency and its audits on the Signals page, for tests by keyboard."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE
from tests.helpers.practice import Practice
from tests.ui.pages.conftest import MakeContext
from tests.ui.pages.hands import show_page
from ui.context import Context, Place
from ui.pages.audits.page import AuditsView
from ui.pages.signals.page import SignalsPage


@pytest.fixture
def context(desk: Desk, practice: Practice, context_for: MakeContext) -> Context:
    return context_for(desk, RENEE)


def audits_of(qtbot: QtBot, context: Context, audit_id: int | None = None) -> tuple[SignalsPage, AuditsView]:
    """The Signals page showing its audits, or one of them."""
    extra = {"part": "audits"} if audit_id is None else {"part": "audits", "audit": audit_id}
    page = show_page(qtbot, SignalsPage, context, Place("signals", extra=extra))
    view = page.view("audits")
    assert isinstance(view, AuditsView)
    return page, view
