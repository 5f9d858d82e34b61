"""The hybrid that ranks needs and services: vectors, letter n-grams, statistics from the fixed bank. Numpy alone."""
