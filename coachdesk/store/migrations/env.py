"""Alembic's entry: runs the steps on the connection and inside the transaction that the program hands over."""

from __future__ import annotations

from alembic import context

from coachdesk.records import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
