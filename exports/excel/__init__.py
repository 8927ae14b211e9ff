"""Excel workbooks: a streaming kit driven by declared tables, and the tracker made with it."""
