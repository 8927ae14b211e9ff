"""Importing a list in the window: choose a file, see what every row would do, accept. Nothing is written before.

`ImportView` (importer.py) is the whole of it for any kind of list; what is particular about a kind (roster, signals)
is declared once as an `ImportKind` (kind.py). dialog.py shows it over a page.
"""
