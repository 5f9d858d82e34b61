"""What Baken thinks with: pure Python and numpy; no Django, no network, no settings, no clock."""
