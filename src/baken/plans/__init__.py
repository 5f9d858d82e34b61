"""Making, printing and sharing a plan: the one step that the pages, the machines and the terminal all call."""
