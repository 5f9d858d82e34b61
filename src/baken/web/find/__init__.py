"""From own words, pictograms or ticks to doors."""
