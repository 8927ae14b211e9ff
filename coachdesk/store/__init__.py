"""The desk file: open, create, lock, encrypt, migrate, back up, restore, check, and the trail."""
