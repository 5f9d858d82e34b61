"""The read API of HSDS 3.2.3 at /hsds/: every endpoint and parameter of the standard, one language per response."""
