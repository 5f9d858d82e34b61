"""Beside somebody at a shared desk: two languages on one page, handing over, forgetting."""
