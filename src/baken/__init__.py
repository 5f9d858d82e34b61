"""Baken: from a person's own words to a few doors they can really go through."""

__version__ = "0.1.0"
