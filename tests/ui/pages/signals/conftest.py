"""A desk with a small agency for tests of signals, and what stands in it afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from coachdesk.queries.signals import SIGNALS
from coachdesk.store import trail
from coachdesk.store.desk import Desk
from tests.helpers.desks import RENEE
from tests.helpers.practice import Practice
from tests.ui.pages.conftest import MakeContext
from ui.context import Context


@pytest.fixture
def context(desk: Desk, practice: Practice, context_for: MakeContext) -> Context:
    return context_for(desk, RENEE)


def rows(desk: Desk) -> list[dict[str, Any]]:
    keys = [column.key for column in SIGNALS.columns]
    with desk.read() as conn:
        return [dict(zip(keys, row, strict=True)) for _, row in SIGNALS.all(conn, order=(("number", False),))]


def entries(desk: Desk) -> int:
    with desk.read() as conn:
        return trail.head(conn)[0]
