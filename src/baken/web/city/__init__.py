"""For those who look after the directory of a whole city: quality, conflicts, history, duplicates, imports."""
