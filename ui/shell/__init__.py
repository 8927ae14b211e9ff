"""The window around the pages: rail, menus, status, palette, start and first start."""
