"""Cycles: the list with a panel, a cycle's own page, and the forms that move a cycle on."""
