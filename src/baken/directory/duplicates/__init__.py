"""Entries that may be the same, by record linkage after Fellegi and Sunter (docs/algorithms/duplicates.md)."""
