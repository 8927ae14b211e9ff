"""What a form panel is made from and needs from outside: the form as data, a keeper of drafts, somebody who saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from ui.forms.fields import Part


@dataclass(frozen=True)
class FormSpec:
    """A form as data: what it is called, the verb on its button ("Hold session"), its parts, a sentence before them.

    also: a second verb that saves too ("Save and note another"); whoever saves then asks `also_chosen`.
    people: names of those it is about; naming them in a text gives no participant away (R22).
    only_with: the key of a text without which the verb is no choice (a gate overridden): the way back is the primary
    button and has the keyboard first, the verb a plain one, asleep until that text says something.
    """

    title: str
    verb: str
    parts: Sequence[Part] = field(default_factory=tuple)
    intro: str = ""
    cancel: str = ""
    also: str = ""
    people: Sequence[str] = ()
    only_with: str = ""


class KeptDraft(Protocol):
    """What a draft keeper gives back."""

    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def saved_at(self) -> datetime: ...


class DraftKeeper(Protocol):
    """Where half-filled forms rest: ui.drafts.Drafts."""

    def find(self, form: str) -> KeptDraft | None:
        """The draft of this form, if any."""
        ...

    def keep(self, form: str, values: Mapping[str, Any]) -> None:
        """Keep plain JSON for this form."""
        ...

    def discard(self, form: str) -> None:
        """Forget it."""
        ...


class RunsServices(Protocol):
    """What saves: ui.operations.Operations."""

    def run(self, parent: QWidget | None, service: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Call the service on the worker; done, refused and ended are called back."""
        ...

    def read(self, query: Callable[..., Any], *args: Any, done: Callable[[Any], None], owner: QWidget) -> object:
        """Call the query on the worker, then `done` with what it found, while the owner lives."""
        ...
