"""Views of the coordinators, and of whoever looks after one organisation."""
