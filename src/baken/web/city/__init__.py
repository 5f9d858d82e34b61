"""For those who keep the whole landscape true: quality, conflicts, history, duplicates. And where a fact comes from."""
