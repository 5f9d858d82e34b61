"""The editor's desk: what an organisation says of itself, kept true from a phone."""
