"""The browser's door: own words, pictograms or ticks to doors and a plan; the public overview."""
