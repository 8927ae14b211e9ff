"""Format 1, the first: made whole by `coachdesk.store.schema.create`; later steps build on it.

Its tables are kept as text in tests/store/_reference/format_0001.sql, from where every later step is tested.
"""

from __future__ import annotations

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
ROWS_MAY_CHANGE: frozenset[str] = frozenset()


def upgrade() -> None:
    """Nothing comes before the first format."""
