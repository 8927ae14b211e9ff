"""The lists that may grow long, for which the desk keeps a search index."""

from __future__ import annotations

from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.evidence import ITEMS
from coachdesk.queries.observations import OBSERVATIONS
from coachdesk.queries.signals import SIGNALS
from coachdesk.queries.table import TableQuery
from coachdesk.queries.trail import TRAIL

SEARCHED: tuple[TableQuery, ...] = (TRAIL, SIGNALS, CYCLES, OBSERVATIONS, ITEMS)
