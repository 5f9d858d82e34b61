"""The parts of `./baken bench directory`."""
