"""CoachDesk's core: records, rules, services, queries, store and importers. Nothing here imports Qt."""

__version__ = "0.1.0"
