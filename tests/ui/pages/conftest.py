"""Real desks for tests of pages: the sample agency, made once and copied, and an empty one; a context over them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from coachdesk.changes import Actor
from coachdesk.store.desk import Desk, open_desk
from tests.helpers.desks import RENEE
from tests.ui.support import make_context
from ui.context import Context

MOMENT = datetime(2026, 11, 17, 10, 42).astimezone()
"""The sample agency is told as of this moment, a Tuesday."""

ANNA, RENEE_SAMPLE, READER = (
    Actor(1, "Anna Petrov", "coordinator"),
    Actor(2, "Renee Okafor", "supervisor"),
    Actor(1, "Anna Petrov", "reader"),
)

MakeContext = Callable[..., Context]


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample agency's file; copy it, never open it."""
    from coachdesk.sample import make

    path = tmp_path_factory.mktemp("sample") / "Harbor.desk"
    make(path, now=lambda: MOMENT)
    return path


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Iterator[Desk]:
    """The sample agency, open for writing, its clock standing still at MOMENT."""
    path = tmp_path / "sample" / "Harbor.desk"
    path.parent.mkdir()
    shutil.copyfile(sample_file, path)
    desk = open_desk(path, clock=lambda: MOMENT)
    yield desk
    desk.close()


@pytest.fixture
def context_for(tmp_path: Path) -> MakeContext:
    """`context_for(desk, actor=..., answers=[...])`: a context that works at once on a real desk."""
    import coachdesk.services.history as history

    def make(desk: Desk, actor: Actor = ANNA, **more: object) -> Context:
        return make_context(
            tmp_path,
            desk,
            actor=actor,
            today=lambda: desk.clock().date(),
            history=history,
            **more,  # type: ignore[arg-type]  # answers, as make_context takes them
        )

    return make


@pytest.fixture
def context(desk: Desk, context_for: MakeContext) -> Context:
    """What Renee, the coordinator, works with on the desk of the test."""
    return context_for(desk, RENEE)
