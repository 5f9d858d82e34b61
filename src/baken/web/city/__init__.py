"""Pages for those who look after the directory of a whole city."""
