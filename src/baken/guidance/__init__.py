"""Helplines: who answers the phone now, in which language, and from where we know it."""
