"""Imports: a file in, first looked at, then done or left; what was brought so far; sources that are pulled."""
