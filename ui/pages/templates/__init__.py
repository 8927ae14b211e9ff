"""Cycle templates: those that ship with CoachDesk and the agency's own."""
