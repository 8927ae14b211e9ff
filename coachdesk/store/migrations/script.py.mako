"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None
ROWS_MAY_CHANGE: frozenset[str] = frozenset()


def upgrade() -> None:
    """Bring the desk forward."""
    ${upgrades if upgrades else "pass"}
