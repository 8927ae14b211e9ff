"""Documentation audits, a part of the Signals page: the list of audits, and the page of one, where records are judged.

page.py is the part itself; record.py one audit; grid.py the judging by keyboard; forms.py and new.py the forms.
"""
