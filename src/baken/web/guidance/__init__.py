"""Good to know: what to read or watch, advice, rights, courses, who interprets, whom to call; and its editing."""
