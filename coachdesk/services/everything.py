"""Every service by its action: all modules of this folder are imported, so that none can be forgotten."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

from coachdesk import services
from coachdesk.services.use_case import SERVICES


def every_service() -> dict[str, Callable[..., Any]]:
    """Action -> service, in the order of names."""
    for module in pkgutil.iter_modules(services.__path__, f"{services.__name__}."):
        importlib.import_module(module.name)
    return {
        action: SERVICES[action]
        for action in sorted(SERVICES)
        if SERVICES[action].__module__.startswith(f"{services.__name__}.")
    }
