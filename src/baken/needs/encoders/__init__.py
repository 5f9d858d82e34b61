"""Encoders behind one seam: E5 and USE inside the package, a hash for tests, and two ways to bring your own."""
