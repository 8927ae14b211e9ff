"""Verbs of the desk: one function = one use case = one transaction = one trail entry. See `use_case`."""
