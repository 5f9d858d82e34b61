"""What is good to know: who answers now, what to read or watch, what to claim; each with where we know it from."""
