"""Files that leave the desk: Excel trackers and PDF packs. Reads the queries the screens show; no Qt."""
