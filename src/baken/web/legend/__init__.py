"""What every pictogram means, for companions."""
