"""Organisations, their sites and services: kept here, read by everyone, fed and exported by machine."""
