"""The roster import in the window: choose a file, see what every row would do, accept. Nothing is written before.

`RosterImport` (importer.py) is the whole of it; dialog.py shows it over the Staff page, step.py in the first start.
"""
