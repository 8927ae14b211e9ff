"""The Staff page: the roster as a list, one person's page with history, and the roster import."""
