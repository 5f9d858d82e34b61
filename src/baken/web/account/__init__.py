"""Signing in and one's own account. Readers never come here and get no cookie."""
