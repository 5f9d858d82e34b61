"""People who log in, the roles they have, and who may do what."""
