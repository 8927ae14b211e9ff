"""What makes a function a service: it runs inside one Change, is named, and is asked for by a desk and an actor.

    @use_case("staff.move", QT_TRANSLATE_NOOP("Do", "Move {who}"))
    def move_staff(change: Change, staff_id: int, ...) -> None: ...

    changes = move_staff(desk, actor, staff_id, ...)

The registry `USE_CASES` is where per-role permissions attach: `allowed_to` is asked before anything is read.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from coachdesk.changes import Actor, Changes
from coachdesk.errors import Refused
from coachdesk.i18n import translate
from coachdesk.services.checks import check_years
from coachdesk.services.done import done_words
from coachdesk.store.change import Change, not_there
from coachdesk.store.desk import Desk

P = ParamSpec("P")
R = TypeVar("R")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class UseCase:
    """A service as registered: its stable name (the trail's action), its words, whether undo may reverse it."""

    action: str
    words: str
    undoable: bool


USE_CASES: dict[str, UseCase] = {}
SERVICES: dict[str, Callable[..., Any]] = {}
"""Action -> the service itself, for the command line; coachdesk/services/everything.py gives them all."""


def use_case(
    action: str, words: str, *, undoable: bool = True
) -> Callable[[Callable[Concatenate[Change, P], R]], Callable[Concatenate[Desk, Actor, P], Changes[R]]]:
    """Turn a function on a Change into a service on a desk. `words` (context "Do") is its label until it sets a better
    one with `change.label = ...`. A keyword argument `progress` may be given by the caller of any service."""
    if action in USE_CASES:
        raise ValueError(f"two services call themselves {action}")
    USE_CASES[action] = case = UseCase(action, words, undoable)

    def decorate(function: Callable[Concatenate[Change, P], R]) -> Callable[Concatenate[Desk, Actor, P], Changes[R]]:
        names = tuple(inspect.signature(function).parameters)[1:]  # the first is the Change

        @wraps(function)
        def run(desk: Desk, actor: Actor, *args: P.args, **kwargs: P.kwargs) -> Changes[R]:
            progress = kwargs.pop("progress", None)
            check_years({**dict(zip(names, args, strict=False)), **kwargs})
            try:
                with desk.change(actor, action, translate("Do", words), progress) as change:  # type: ignore[arg-type]  # popped from **kwargs, so untyped
                    result = function(change, *args, **kwargs)
            except StaleDataError as error:
                raise Refused(
                    translate("Do", "Somebody changed this record in the meantime."),
                    kept=translate("Do", "Their change was kept; yours was not saved."),
                    to_do=translate("Do", "Look at the record as it is now, then make your change again."),
                ) from error
            except IntegrityError as error:
                if "FOREIGN KEY" not in str(error.orig).upper():
                    raise
                raise not_there() from error
            said = done_words(action, change.label)
            notes = tuple(change.notes)
            return Changes(change.seq, change.label, change.touched, result, case.undoable, notes, said)

        SERVICES[action] = run
        return cast(Callable[Concatenate[Desk, Actor, P], Changes[R]], run)

    return decorate
