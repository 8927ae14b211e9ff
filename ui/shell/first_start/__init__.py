"""The first start: from nothing to a desk with people and standards in it, in under five minutes.

Agency, where to keep it, who you are; then the desk is made; then the roster, starter standards, the coordinator.
Everything after the desk is made can be left for later.
"""
