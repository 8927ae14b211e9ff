"""Today: what is late, due and waiting, and the first steps of a new desk."""
