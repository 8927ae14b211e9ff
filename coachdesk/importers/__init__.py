"""Files from outside become planned changes: read safely, map columns, judge every row, write only when accepted."""
