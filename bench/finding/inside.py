"""Django set up for the processes that work inside a BAKEN_HOME of the bench."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baken.config.settings")
import django

django.setup()
