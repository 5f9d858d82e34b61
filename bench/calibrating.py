"""Fits src/baken/needs/calibration.json on the tuning questions and on phrasings left out (how: needs/calibrating.py).

    ./baken bench calibrating

Run it after the needs' phrasings or the way they are compared have changed, then look at `./baken bench words`.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baken.config.settings")
import django

django.setup()

from baken.cli.ready import ready
from baken.needs.calibrating import calibrate

HERE = Path(__file__).parent


def main() -> int:
    ready()
    calibrate([HERE / "words", HERE / "calibration"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
