"""A migrations folder of its own for tests: the program's steps plus one that rebuilds a table others refer to."""

from __future__ import annotations

import shutil
from pathlib import Path

from coachdesk.store import schema

STEP = '''"""Give every staff member a shoe size: rebuilds a parent table, which is the trap."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{previous}"
branch_labels = None
depends_on = None
ROWS_MAY_CHANGE = frozenset()


def upgrade():
    with op.batch_alter_table("staff", recreate="always") as batch:
        batch.add_column(sa.Column("shoe_size", sa.Integer(), nullable=False, server_default="0"))
    {more}
'''


def with_a_rebuild(folder: Path, more: str = "pass") -> Path:
    """Copy the program's migrations to `folder` and add step 9001; `more` is a statement after its rebuild."""
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    step = STEP.format(previous=schema.HEAD, more=more)
    (folder / "versions" / "9001_shoe_size.py").write_text(step, encoding="utf-8")
    return folder
