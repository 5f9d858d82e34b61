"""The plan: on the screen, on paper, in a sealed link."""
