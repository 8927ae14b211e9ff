"""The roster import: what is particular about it (kind.py), over the Staff page (dialog.py), at first start (step.py).

What it shares with other imports is in ui/pages/importing.
"""
