"""`python -m baken` is the `baken` command."""

from baken.cli.main import main

main()
