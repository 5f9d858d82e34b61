"""The index on disk: immutable folders, one pointer to those in force, everything mapped."""
