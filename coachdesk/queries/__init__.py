"""Reads: declared tables, details of single records, what is due, what a picker offers. Plain frozen values only."""
