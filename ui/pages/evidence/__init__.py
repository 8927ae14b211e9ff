"""Evidence: packs and trackers made so far, the files kept as evidence, and how new ones are made."""
