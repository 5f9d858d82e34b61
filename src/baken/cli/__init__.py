"""The terminal's door: one `baken` command."""
