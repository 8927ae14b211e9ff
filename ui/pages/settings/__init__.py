"""Settings: the agency, its limits, days, places and people, the desk file and its backups, the colors."""
