from typing import ClassVar

from django.contrib import admin
from django.db import models

from baken.guidance.models import Helpline


@admin.register(Helpline)
class HelplineAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # subscripted by the stubs only
    list_display = ("code", "country", "number", "source", "source_date", "confirmed", "confirmed_on", "invented")
    list_filter = ("country", "confirmed", "invented")
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}
