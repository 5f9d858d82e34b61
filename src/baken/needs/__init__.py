"""What people need: the taxonomy with its everyday phrasings, and the way from own words to needs and services."""
